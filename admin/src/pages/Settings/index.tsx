import * as React from 'react';

import { Flex } from '@strapi/design-system';
import { useLocation } from 'react-router-dom';

import { useApi } from '../../api/client';
import { FailedArea, LoadingArea } from '../../components/page/Areas';
import { TabPage } from '../../components/page/TabPage';
import { useOverview } from '../../hooks/useOverview';
import { useResource } from '../../hooks/useResource';
import { useTexts } from '../../hooks/useTexts';
import { AccountsCard } from './AccountsCard';
import { AlertsCard } from './AlertsCard';
import { ChangesCard } from './ChangesCard';
import { ContentCard } from './ContentCard';
import { GeneralCard } from './GeneralCard';
import { MailCard } from './MailCard';
import { SecretsCard } from './SecretsCard';
import { SendersCard } from './SendersCard';
import { StateCard } from './StateCard';
import { UrlCard } from './UrlCard';

import type { SettingsCardProps } from './card-props';

export function SettingsPage() {
  const { t } = useTexts();
  const api = useApi();
  const overview = useOverview();
  const connection = useResource('connection', api.connection);
  const refresh = async () => {
    await Promise.all([connection.reload(), overview.reload()]);
  };
  return (
    <TabPage tab="settings">
      {connection.problem ? (
        <FailedArea onRetry={() => void connection.reload()}>{t('settings.failed')}</FailedArea>
      ) : null}
      {connection.isLoading ? <LoadingArea>{t('settings.loading')}</LoadingArea> : null}
      {connection.data ? <Cards connection={connection.data} onChanged={refresh} /> : null}
    </TabPage>
  );
}

function Cards({ connection, onChanged }: SettingsCardProps) {
  const { hash } = useLocation();
  React.useEffect(() => {
    if (hash) {
      document.getElementById(hash.slice(1))?.scrollIntoView();
    }
  }, [hash]);
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <StateCard connection={connection} onChanged={onChanged} />
      <UrlCard connection={connection} onChanged={onChanged} />
      <SecretsCard connection={connection} onChanged={onChanged} />
      <SendersCard connection={connection} onChanged={onChanged} />
      <AccountsCard connection={connection} onChanged={onChanged} />
      <GeneralCard connection={connection} onChanged={onChanged} />
      <MailCard connection={connection} onChanged={onChanged} />
      <AlertsCard connection={connection} onChanged={onChanged} />
      <ContentCard />
      <ChangesCard turn={connection.version} />
    </Flex>
  );
}

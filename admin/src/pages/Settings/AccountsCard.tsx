import * as React from 'react';

import { Box, Flex, Radio, Typography } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';

import { useApi } from '../../api/client';
import { CardBox } from '../../components/page/CardBox';
import { ProblemNotice } from '../../components/ProblemNotice';
import { useAccess } from '../../hooks/useAccess';
import { useAction } from '../../hooks/useAction';
import { useHiddenText } from '../../hooks/useHiddenText';
import { useOverview } from '../../hooks/useOverview';
import { useTexts } from '../../hooks/useTexts';

import type { ExistingAccounts } from '../../../../contracts/connection';
import type { Overview } from '../../../../contracts/overview';
import type { SettingsCardProps } from './card-props';
import type { TextKey } from '../../utils/texts';

/** What becomes of purchases for accounts that strangers may have registered. */
export function AccountsCard({ connection, onChanged }: SettingsCardProps) {
  const { t } = useTexts();
  const api = useApi();
  const access = useAccess();
  const hidden = useHiddenText();
  const overview = useOverview();
  const { toggleNotification } = useNotification();
  const titleId = React.useId();
  const action = useAction((existingAccounts: ExistingAccounts) =>
    api.updateConnection({ existingAccounts, version: connection.version })
  );
  const save = async (value: string) => {
    if (await action.run(value === 'claim' ? 'claim' : 'give')) {
      toggleNotification({ type: 'success', message: t('settings.saved') });
    }
    await onChanged();
  };
  const isDisabled = !access.changeSettings || action.isRunning;
  return (
    <CardBox title={t('accounts.title')} id="accounts">
      <Flex direction="column" alignItems="stretch" gap={3}>
        {overview.data ? (
          <Typography id={titleId}>{t(situationOf(overview.data.accounts))}</Typography>
        ) : null}
        <ProblemNotice problem={action.problem} />
        <Radio.Group
          aria-labelledby={titleId}
          value={connection.settings.existingAccounts}
          onValueChange={(value: string) => void save(value)}
        >
          <Flex direction="column" alignItems="stretch" gap={3}>
            <Box>
              <Radio.Item value="give" disabled={isDisabled}>
                {t('accounts.give')}
              </Radio.Item>
              <Typography textColor="neutral600">{t('accounts.give-hint')}</Typography>
            </Box>
            <Box>
              <Radio.Item value="claim" disabled={isDisabled}>
                {t('accounts.claim')}
              </Radio.Item>
              <Typography textColor="neutral600">{t('accounts.claim-hint')}</Typography>
            </Box>
          </Flex>
        </Radio.Group>
        {access.changeSettings ? null : (
          <Typography textColor="neutral600">{hidden('changeSettings')}</Typography>
        )}
      </Flex>
    </CardBox>
  );
}

function situationOf({ isRegistrationOpen, requiresConfirmation }: Overview['accounts']): TextKey {
  if (!isRegistrationOpen) {
    return 'accounts.text-closed';
  }
  return requiresConfirmation ? 'accounts.text-confirmed' : 'accounts.text-open';
}

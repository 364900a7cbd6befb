import * as React from 'react';

import { Flex, TextButton } from '@strapi/design-system';
import { useIntl } from 'react-intl';

import { FieldTable } from '../../components/table/FieldTable';
import { When } from '../../components/When';
import { useAccess } from '../../hooks/useAccess';
import { useDates } from '../../hooks/useDates';
import { useTexts } from '../../hooks/useTexts';
import { useWebhookUrl } from '../../hooks/useWebhookUrl';
import { EndKeyDialog, RenameKeyDialog } from './KeyDialogs';

import type { WebhookKey } from '../../../../contracts/connection';
import type { SettingsCardProps } from './card-props';

type Open = { readonly what: 'end' | 'rename'; readonly key: WebhookKey } | null;

/** All webhook URLs that work: what each is for, and whether Kartra still uses it. */
export function KeyTable({ connection, onChanged }: SettingsCardProps) {
  const { t } = useTexts();
  const intl = useIntl();
  const access = useAccess();
  const dates = useDates();
  const [open, setOpen] = React.useState<Open>(null);
  const nameOf = ({ name, isMain }: WebhookKey) =>
    name ?? t(isMain ? 'settings.key-main' : 'settings.key-unnamed');
  const dialog = open && {
    webhookKey: open.key,
    name: nameOf(open.key),
    onClose: () => setOpen(null),
    onChanged,
  };
  return (
    <>
      <FieldTable
        label={t('settings.keys', { n: connection.keys.length })}
        columns={[
          { label: t('settings.key-name') },
          { label: t('settings.key-last-used') },
          { label: t('settings.key-uses') },
          { label: t('settings.key-ends') },
          { label: t('common.actions'), isQuiet: true },
        ]}
        rows={connection.keys.map((key) => ({
          key: key.id,
          cells: [
            nameOf(key),
            key.lastUsedAt ? <When key="used" at={key.lastUsedAt} /> : t('settings.key-never'),
            intl.formatNumber(key.uses),
            key.endsAt ? dates.moment(key.endsAt) : t('settings.key-no-end'),
            access.manageSecrets ? (
              <Flex key="actions" gap={3} wrap="wrap">
                {key.isMain ? null : <CopyKey webhookKey={key} name={nameOf(key)} />}
                <TextButton onClick={() => setOpen({ what: 'rename', key })}>
                  {t('settings.key-rename')}
                </TextButton>
                {key.isMain ? null : (
                  <TextButton onClick={() => setOpen({ what: 'end', key })}>
                    {t('settings.key-end-open')}
                  </TextButton>
                )}
              </Flex>
            ) : null,
          ],
        }))}
      />
      {dialog && open.what === 'rename' ? <RenameKeyDialog {...dialog} /> : null}
      {dialog && open.what === 'end' ? <EndKeyDialog {...dialog} /> : null}
    </>
  );
}

function CopyKey({ webhookKey, name }: { webhookKey: WebhookKey; name: string }) {
  const { t } = useTexts();
  const { copy, isAsking } = useWebhookUrl(webhookKey.id);
  return (
    <TextButton
      disabled={isAsking}
      aria-label={t('settings.key-copy', { name })}
      onClick={() => void copy()}
    >
      {t('url.copy')}
    </TextButton>
  );
}

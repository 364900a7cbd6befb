import * as React from 'react';

import { Button, Flex, Typography } from '@strapi/design-system';
import { CardBox } from '../../components/page/CardBox';
import { WebhookUrl } from '../../components/WebhookUrl';
import { useAccess } from '../../hooks/useAccess';
import { useDates } from '../../hooks/useDates';
import { useTexts } from '../../hooks/useTexts';
import { AddKeyDialog } from './KeyDialogs';
import { KeyTable } from './KeyTable';
import { RotateDialog } from './RotateDialog';

import type { SettingsCardProps } from './card-props';

export function UrlCard({ connection, onChanged }: SettingsCardProps) {
  const { t } = useTexts();
  const access = useAccess();
  const dates = useDates();
  const [open, setOpen] = React.useState<'rotate' | 'add' | null>(null);
  const close = () => setOpen(null);
  const isMade = connection.keys.length > 0;
  return (
    <CardBox title={t('url.label')} id="url">
      <Flex direction="column" alignItems="stretch" gap={3}>
        {access.manageSecrets && !isMade ? (
          <Typography textColor="neutral600">{t('settings.no-url')}</Typography>
        ) : (
          <WebhookUrl
            connection={connection}
            action={
              <Button variant="tertiary" size="L" onClick={() => setOpen('rotate')}>
                {t('settings.rotate-open')}
              </Button>
            }
          />
        )}
        {connection.urlCreatedAt ? (
          <Typography textColor="neutral600">
            {t('settings.url-created', { date: dates.day(connection.urlCreatedAt) })}
          </Typography>
        ) : null}
        {isMade ? <KeyTable connection={connection} onChanged={onChanged} /> : null}
        {isMade && access.manageSecrets ? (
          <Flex>
            <Button variant="tertiary" onClick={() => setOpen('add')}>
              {t('settings.key-add-open')}
            </Button>
          </Flex>
        ) : null}
      </Flex>
      {open === 'rotate' ? <RotateDialog onClose={close} onRotated={onChanged} /> : null}
      {open === 'add' ? <AddKeyDialog onClose={close} onChanged={onChanged} /> : null}
    </CardBox>
  );
}

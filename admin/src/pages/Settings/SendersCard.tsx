import * as React from 'react';

import { Box, Button, Field, Flex, Textarea, Typography } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';

import { useApi } from '../../api/client';
import { FormDialog } from '../../components/form/FormDialog';
import { CardBox } from '../../components/page/CardBox';
import { useAccess } from '../../hooks/useAccess';
import { useAction } from '../../hooks/useAction';
import { useHiddenText } from '../../hooks/useHiddenText';
import { useTexts } from '../../hooks/useTexts';

import type { SettingsCardProps } from './card-props';

/** From which addresses webhooks are accepted. */
export function SendersCard({ connection, onChanged }: SettingsCardProps) {
  const { t } = useTexts();
  const access = useAccess();
  const hidden = useHiddenText();
  const [isOpen, setIsOpen] = React.useState(false);
  const { allowedIps } = connection.settings;
  const { lastSender } = connection;
  return (
    <CardBox title={t('settings.senders')} id="senders">
      <Flex direction="column" alignItems="stretch" gap={3}>
        <Typography>
          {t(allowedIps.length === 0 ? 'settings.senders-all' : 'settings.senders-some')}
        </Typography>
        {allowedIps.length > 0 ? (
          <Box tag="ul" paddingLeft={4}>
            {allowedIps.map((ip) => (
              <Typography key={ip} tag="li">
                {ip}
              </Typography>
            ))}
          </Box>
        ) : null}
        {lastSender ? (
          <Typography textColor={lastSender.isAllowed ? 'neutral600' : 'danger600'}>
            {t(lastSender.isAllowed ? 'settings.senders-last' : 'settings.senders-last-refused', {
              ip: lastSender.ip,
            })}
          </Typography>
        ) : null}
        <Typography textColor="neutral600">
          {t(connection.trustsProxy ? 'settings.senders-proxy-on' : 'settings.senders-proxy-off')}
        </Typography>
        {access.manageSecrets && access.changeSettings ? (
          <Flex>
            <Button variant="tertiary" onClick={() => setIsOpen(true)}>
              {t('settings.senders-change')}
            </Button>
          </Flex>
        ) : (
          <Typography textColor="neutral600">{hidden('manageSecrets')}</Typography>
        )}
      </Flex>
      {isOpen ? (
        <SendersDialog
          connection={connection}
          onClose={() => setIsOpen(false)}
          onChanged={onChanged}
        />
      ) : null}
    </CardBox>
  );
}

function SendersDialog({
  connection,
  onClose,
  onChanged,
}: SettingsCardProps & { onClose: () => void }) {
  const { t } = useTexts();
  const api = useApi();
  const { toggleNotification } = useNotification();
  const action = useAction(api.updateConnection);
  const before = connection.settings.allowedIps.join('\n');
  const [text, setText] = React.useState(before);
  const submit = async () => {
    const allowedIps = text
      .split(/[\n,]/)
      .map((line) => line.trim())
      .filter(Boolean);
    if (await action.run({ allowedIps, version: connection.version })) {
      toggleNotification({ type: 'success', message: t('settings.saved') });
      onClose();
    }
    await onChanged();
  };
  return (
    <FormDialog
      title={t('settings.senders')}
      submitLabel={t('settings.senders-save')}
      isRunning={action.isRunning}
      problem={action.problem}
      isDirty={text !== before}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <Field.Root name="allowedIps" hint={t('settings.senders-hint')} alignItems="stretch">
        <Field.Label>{t('settings.senders-label')}</Field.Label>
        <Textarea
          value={text}
          autoComplete="off"
          spellCheck={false}
          onChange={(event: React.ChangeEvent<HTMLTextAreaElement>) => setText(event.target.value)}
        />
        <Field.Hint />
      </Field.Root>
    </FormDialog>
  );
}

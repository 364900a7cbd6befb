import * as React from 'react';

import { Box, Button, Checkbox, Field, Flex, Textarea, Typography } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';

import { useApi } from '../../api/client';
import { useHiddenText } from '../../hooks/useHiddenText';
import { CardBox } from '../../components/page/CardBox';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { FormDialog } from '../../components/form/FormDialog';
import { ProblemNotice } from '../../components/ProblemNotice';
import { useAccess } from '../../hooks/useAccess';
import { useAction } from '../../hooks/useAction';
import { useTexts } from '../../hooks/useTexts';

import type { SettingsCardProps } from './card-props';

type Open = 'replace' | 'remove' | null;

/** Secrets are written and never shown. */
export function SecretsCard({ connection, onChanged }: SettingsCardProps) {
  const { t } = useTexts();
  const access = useAccess();
  const hidden = useHiddenText();
  const [open, setOpen] = React.useState<Open>(null);
  const n = connection.settings.ipnSecrets;
  const close = () => setOpen(null);
  return (
    <CardBox title={t('settings.ipn')} id="ipn">
      <Flex direction="column" alignItems="stretch" gap={3}>
        <Typography>{t('settings.ipn-count', { n })}</Typography>
        {n > 0 ? <IpnOnly connection={connection} onChanged={onChanged} /> : null}
        {access.manageSecrets ? (
          <Flex gap={2} wrap="wrap">
            <Button variant="tertiary" onClick={() => setOpen('replace')}>
              {t(n > 0 ? 'settings.ipn-replace-open' : 'settings.ipn-set-open')}
            </Button>
            {n > 0 ? (
              <Button variant="danger-light" onClick={() => setOpen('remove')}>
                {t('settings.ipn-remove')}
              </Button>
            ) : null}
          </Flex>
        ) : (
          <Typography textColor="neutral600">{hidden('manageSecrets')}</Typography>
        )}
      </Flex>
      {open === 'replace' ? <ReplaceDialog n={n} onClose={close} onSaved={onChanged} /> : null}
      {open === 'remove' ? <RemoveDialog onClose={close} onSaved={onChanged} /> : null}
    </CardBox>
  );
}

/** The secret as a second factor beside the URL. */
function IpnOnly({ connection, onChanged }: SettingsCardProps) {
  const { t } = useTexts();
  const api = useApi();
  const access = useAccess();
  const { toggleNotification } = useNotification();
  const action = useAction(api.updateConnection);
  const save = async (ipnOnly: boolean) => {
    if (await action.run({ ipnOnly, version: connection.version })) {
      toggleNotification({ type: 'success', message: t('settings.saved') });
    }
    await onChanged();
  };
  return (
    <Box>
      <ProblemNotice problem={action.problem} />
      <Checkbox
        checked={connection.settings.ipnOnly}
        disabled={!access.manageSecrets || !access.changeSettings || action.isRunning}
        onCheckedChange={(checked: boolean | 'indeterminate') => void save(checked === true)}
      >
        {t('settings.ipn-only')}
      </Checkbox>
      <Typography textColor="neutral600" tag="p">
        {t('settings.ipn-only-hint')}
      </Typography>
    </Box>
  );
}

interface SecretsDialogProps {
  onClose: () => void;
  onSaved: () => Promise<void>;
}

function useSaveSecrets({ onClose, onSaved }: SecretsDialogProps) {
  const { t } = useTexts();
  const api = useApi();
  const { toggleNotification } = useNotification();
  const action = useAction((ipnSecrets: readonly string[]) => api.updateConnection({ ipnSecrets }));
  const save = async (secrets: readonly string[]) => {
    if (await action.run(secrets)) {
      toggleNotification({ type: 'success', message: t('settings.saved') });
      onClose();
      await onSaved();
    }
  };
  return { action, save };
}

function ReplaceDialog({ n, ...dialog }: SecretsDialogProps & { n: number }) {
  const { t } = useTexts();
  const { action, save } = useSaveSecrets(dialog);
  const [text, setText] = React.useState('');
  const [isChecked, setIsChecked] = React.useState(false);
  const secrets = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const error = isChecked && secrets.length === 0 ? t('settings.ipn-missing') : undefined;
  const submit = () => {
    setIsChecked(true);
    if (secrets.length > 0) {
      void save(secrets);
    }
  };
  return (
    <FormDialog
      title={t(n > 0 ? 'settings.ipn-replace' : 'settings.ipn-set')}
      submitLabel={t(n > 0 ? 'settings.ipn-replace' : 'settings.ipn-set')}
      isRunning={action.isRunning}
      problem={action.problem}
      isDirty={text !== ''}
      onSubmit={submit}
      onClose={dialog.onClose}
    >
      <Typography>{t('settings.ipn-text', { n })}</Typography>
      <Field.Root name="ipnSecrets" error={error} required alignItems="stretch">
        <Field.Label>{t('settings.ipn-label')}</Field.Label>
        <Textarea
          value={text}
          autoComplete="off"
          spellCheck={false}
          onChange={(event: React.ChangeEvent<HTMLTextAreaElement>) => setText(event.target.value)}
        />
        <Field.Error />
      </Field.Root>
    </FormDialog>
  );
}

function RemoveDialog(dialog: SecretsDialogProps) {
  const { t } = useTexts();
  const { action, save } = useSaveSecrets(dialog);
  return (
    <ConfirmDialog
      title={t('settings.ipn-remove-title')}
      cancelLabel={t('common.cancel')}
      confirmLabel={t('settings.ipn-remove')}
      isRunning={action.isRunning}
      problem={action.problem}
      onConfirm={() => void save([])}
      onClose={dialog.onClose}
    >
      {t('settings.ipn-remove-text')}
    </ConfirmDialog>
  );
}

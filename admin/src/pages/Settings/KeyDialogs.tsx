import * as React from 'react';

import {
  Field,
  SingleSelect,
  SingleSelectOption,
  TextInput,
  Typography,
} from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';

import { useApi } from '../../api/client';
import { FormDialog } from '../../components/form/FormDialog';
import { useAction } from '../../hooks/useAction';
import { useDates } from '../../hooks/useDates';
import { useNow } from '../../hooks/useNow';
import { useTexts } from '../../hooks/useTexts';

import type { Connection, WebhookKey } from '../../../../contracts/connection';

interface DialogProps {
  onClose: () => void;
  onChanged: () => Promise<void>;
}

interface KeyDialogProps extends DialogProps {
  webhookKey: WebhookKey;
  name: string;
}

/** One more URL beside the others. */
export function AddKeyDialog(props: DialogProps) {
  const { t } = useTexts();
  const api = useApi();
  return (
    <NameDialog
      {...props}
      title={t('settings.key-add')}
      done={t('settings.key-added')}
      text={t('settings.key-add-text')}
      save={(name) => api.addKey({ name })}
    />
  );
}

export function RenameKeyDialog({ webhookKey, name, ...props }: KeyDialogProps) {
  const { t } = useTexts();
  const api = useApi();
  return (
    <NameDialog
      {...props}
      title={t('settings.key-rename')}
      done={t('settings.saved')}
      before={webhookKey.name ?? ''}
      text={name}
      save={(chosen) => api.renameKey(webhookKey.id, { name: chosen })}
    />
  );
}

interface NameDialogProps extends DialogProps {
  title: string;
  done: string;
  text: string;
  before?: string;
  save: (name: string) => Promise<Connection>;
}

const LONGEST_NAME = 60;

function NameDialog(props: NameDialogProps) {
  const { title, done, text, before = '', save, onClose, onChanged } = props;
  const { t } = useTexts();
  const { toggleNotification } = useNotification();
  const [name, setName] = React.useState(before);
  const [isChecked, setIsChecked] = React.useState(false);
  const action = useAction(save);
  const isMissing = name.trim() === '';
  const submit = async () => {
    setIsChecked(true);
    if (isMissing || !(await action.run(name.trim()))) {
      return;
    }
    toggleNotification({ type: 'success', message: done });
    onClose();
    await onChanged();
  };
  return (
    <FormDialog
      title={title}
      submitLabel={title}
      isRunning={action.isRunning}
      problem={action.problem}
      isDirty={name !== before}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <Typography>{text}</Typography>
      <Field.Root
        name="keyName"
        required
        hint={t('settings.key-name-hint')}
        error={isChecked && isMissing ? t('settings.key-name-missing') : undefined}
        alignItems="stretch"
      >
        <Field.Label>{t('settings.key-name')}</Field.Label>
        <TextInput
          value={name}
          maxLength={LONGEST_NAME}
          onChange={(event: React.ChangeEvent<HTMLInputElement>) => setName(event.target.value)}
        />
        <Field.Hint />
        <Field.Error />
      </Field.Root>
    </FormDialog>
  );
}

const HOURS = [0, 24, 72, 168] as const;
const IN_USE_MS = 86_400_000;

/** A URL that Kartra used within a day gets some time, unless the owner says otherwise. */
export function EndKeyDialog({ webhookKey, name, onClose, onChanged }: KeyDialogProps) {
  const { t } = useTexts();
  const api = useApi();
  const dates = useDates();
  const now = useNow();
  const { toggleNotification } = useNotification();
  const { lastUsedAt } = webhookKey;
  const isInUse = lastUsedAt !== null && now - Date.parse(lastUsedAt) < IN_USE_MS;
  const [hours, setHours] = React.useState<number>(isInUse ? 72 : 0);
  const action = useAction(api.endKey);
  const submit = async () => {
    if (await action.run(webhookKey.id, { overlapHours: hours })) {
      toggleNotification({ type: 'success', message: t('settings.key-ended') });
      onClose();
      await onChanged();
    }
  };
  return (
    <FormDialog
      title={t('settings.key-end-title', { name })}
      submitLabel={t('settings.key-end')}
      tone="danger-light"
      isRunning={action.isRunning}
      problem={action.problem}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <Typography>
        {lastUsedAt
          ? t('settings.key-end-text', { ago: dates.ago(lastUsedAt, now) })
          : t('settings.key-end-unused')}
      </Typography>
      <Field.Root name="endsIn" alignItems="stretch">
        <Field.Label>{t('settings.key-end-when')}</Field.Label>
        <SingleSelect value={String(hours)} onChange={(chosen) => setHours(Number(chosen))}>
          {HOURS.map((choice) => (
            <SingleSelectOption key={choice} value={String(choice)}>
              {choice === 0 ? t('settings.key-end-now') : t('settings.key-end-in', { n: choice })}
            </SingleSelectOption>
          ))}
        </SingleSelect>
      </Field.Root>
    </FormDialog>
  );
}

import * as React from 'react';

import { Field, TextInput } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';

import { useApi } from '../../api/client';
import { useAction } from '../../hooks/useAction';
import { useFieldErrors } from '../../hooks/useProblemText';
import { useTexts } from '../../hooks/useTexts';
import { FormDialog } from './FormDialog';

import type { AccessLevel } from '../../../../contracts/access-level';

interface NewLevelDialogProps {
  onClose: () => void;
  onCreated: (level: AccessLevel) => void;
}

export function NewLevelDialog({ onClose, onCreated }: NewLevelDialogProps) {
  const api = useApi();
  const { t } = useTexts();
  const { toggleNotification } = useNotification();
  const [name, setName] = React.useState('');
  const [isChecked, setIsChecked] = React.useState(false);
  const create = useAction(api.createAccessLevel);

  const submit = async () => {
    setIsChecked(true);
    const wanted = name.trim();
    if (!wanted) {
      return;
    }
    const level = await create.run({ name: wanted });
    if (level) {
      toggleNotification({ type: 'success', message: t('level.created', { name: level.name }) });
      onCreated(level);
    }
  };
  const nameError = useFieldErrors(create.problem).name;
  const error = isChecked && !name.trim() ? t('level.name-missing') : nameError;

  return (
    <FormDialog
      title={t('level.new')}
      submitLabel={t('level.create')}
      isRunning={create.isRunning}
      problem={nameError ? null : create.problem}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <Field.Root name="name" error={error} required alignItems="stretch">
        <Field.Label>{t('level.name')}</Field.Label>
        <TextInput
          autoFocus
          value={name}
          onChange={(event: React.ChangeEvent<HTMLInputElement>) => setName(event.target.value)}
        />
        <Field.Error />
      </Field.Root>
    </FormDialog>
  );
}

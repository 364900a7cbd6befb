import * as React from 'react';

import { Field, SingleSelect, SingleSelectOption, TextButton } from '@strapi/design-system';
import { Plus } from '@strapi/icons';

import { useTexts } from '../hooks/useTexts';
import { NewLevelDialog } from './NewLevelDialog';

import type { Levels } from '../hooks/useLevels';

interface LevelSelectProps {
  levels: Levels;
  value: number | null;
  onChange: (roleId: number) => void;
  error?: string;
}

/** Which role a product gives; a new one can be made on the spot. */
export function LevelSelect({ levels, value, onChange, error }: LevelSelectProps) {
  const { t } = useTexts();
  const [isCreating, setIsCreating] = React.useState(false);
  return (
    <>
      <Field.Root name="roleId" error={error} required alignItems="stretch">
        <Field.Label
          action={
            <TextButton startIcon={<Plus />} onClick={() => setIsCreating(true)}>
              {t('level.new')}
            </TextButton>
          }
        >
          {t('level.label')}
        </Field.Label>
        <SingleSelect
          value={value === null ? '' : String(value)}
          placeholder={t('level.choose')}
          onChange={(chosen) => onChange(Number(chosen))}
          disabled={levels.choices.length === 0}
        >
          {levels.choices.map((role) => (
            <SingleSelectOption key={role.roleId} value={String(role.roleId)}>
              {role.name}
            </SingleSelectOption>
          ))}
        </SingleSelect>
        <Field.Error />
      </Field.Root>
      {isCreating ? (
        <NewLevelDialog
          onClose={() => setIsCreating(false)}
          onCreated={(level) => {
            setIsCreating(false);
            void levels.reload();
            onChange(level.roleId);
          }}
        />
      ) : null}
    </>
  );
}

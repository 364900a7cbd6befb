import * as React from 'react';

import { Box, Field, MultiSelect, MultiSelectOption, TextButton } from '@strapi/design-system';
import { Plus } from '@strapi/icons';

import { useTexts } from '../../hooks/useTexts';
import { LevelsNote } from './LevelsNote';
import { NewLevelDialog } from './NewLevelDialog';

import type { Levels } from '../../hooks/useLevels';

interface LevelsSelectProps {
  levels: Levels;
  value: readonly number[];
  onChange: (roleIds: readonly number[]) => void;
  error?: string;
}

/** Which levels a product gives, one or more; a new one can be made on the spot. */
export function LevelsSelect({ levels, value, onChange, error }: LevelsSelectProps) {
  const { t } = useTexts();
  const [isCreating, setIsCreating] = React.useState(false);
  return (
    <>
      <Field.Root name="levels" error={error} required alignItems="stretch">
        <Field.Label
          action={
            <TextButton startIcon={<Plus />} onClick={() => setIsCreating(true)}>
              {t('level.new')}
            </TextButton>
          }
        >
          {t('level.labels')}
        </Field.Label>
        <MultiSelect
          // Not as tags: their buttons have no name, so a screen reader could not say what they remove.
          customizeContent={(chosen = []) => levels.namesOf(chosen.map(Number)).join(', ')}
          value={levels.sort(value).map(String)}
          placeholder={t('level.choose')}
          onChange={(chosen) => onChange(levels.sort(chosen.map(Number)))}
          disabled={levels.choices.length === 0}
        >
          {levels.choices.map((role) => (
            <MultiSelectOption key={role.roleId} value={String(role.roleId)}>
              {role.name}
            </MultiSelectOption>
          ))}
        </MultiSelect>
        <Field.Error />
        {value.length > 1 ? (
          <Box paddingTop={1}>
            <LevelsNote names={levels.namesOf(value)} />
          </Box>
        ) : null}
      </Field.Root>
      {isCreating ? (
        <NewLevelDialog
          onClose={() => setIsCreating(false)}
          onCreated={(level) => {
            setIsCreating(false);
            void levels.reload();
            onChange([...value, level.roleId]);
          }}
        />
      ) : null}
    </>
  );
}

import type * as React from 'react';

import {
  Box,
  Field,
  Grid,
  SingleSelect,
  SingleSelectOption,
  TextInput,
} from '@strapi/design-system';

import { useTexts } from '../../hooks/useTexts';
import { KINDS, REASONS } from './filters';

import type { Filters } from '../../hooks/useFilters';
import type { LogFilter } from './filters';

export function FilterFields({ filters }: { filters: Filters<LogFilter> }) {
  const { t, lookUp } = useTexts();
  const { values, set } = filters;
  const reasons = Object.entries(REASONS)
    .filter(([state]) => !values.state || values.state === state)
    .flatMap(([state, names]) => names.map((name) => ({ state, name })));
  return (
    <Box background="neutral0" hasRadius shadow="tableShadow" padding={4}>
      <Grid.Root gap={4}>
        <SelectFilter
          label={t('logs.kind')}
          value={values.kind ?? ''}
          options={KINDS.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
          onChange={(kind) => set({ kind })}
        />
        <SelectFilter
          label={t('logs.reason')}
          value={values.reason ?? ''}
          options={reasons.map(({ state, name }) => ({
            value: name,
            label: lookUp(`badge.${state}.${name}`, name),
          }))}
          onChange={(reason) => set({ reason })}
        />
        <TextFilter
          label={t('logs.product-id')}
          value={values.productId ?? ''}
          onChange={(productId) => set({ productId })}
        />
        <TextFilter
          type="date"
          label={t('logs.from')}
          value={values.from ?? ''}
          onChange={(from) => set({ from })}
        />
        <TextFilter
          type="date"
          label={t('logs.to')}
          value={values.to ?? ''}
          onChange={(to) => set({ to })}
        />
      </Grid.Root>
    </Box>
  );
}

interface SelectFilterProps {
  label: string;
  value: string;
  options: readonly { readonly value: string; readonly label: string }[];
  onChange: (value: string) => void;
}

function SelectFilter({ label, value, options, onChange }: SelectFilterProps) {
  const { t } = useTexts();
  return (
    <Grid.Item col={4} s={6} xs={12} direction="column" alignItems="stretch">
      <Field.Root alignItems="stretch">
        <Field.Label>{label}</Field.Label>
        <SingleSelect
          value={value}
          placeholder={t('logs.any')}
          onChange={(chosen) => onChange(String(chosen))}
          onClear={() => onChange('')}
          clearLabel={t('common.clear')}
        >
          {options.map((option) => (
            <SingleSelectOption key={option.value} value={option.value}>
              {option.label}
            </SingleSelectOption>
          ))}
        </SingleSelect>
      </Field.Root>
    </Grid.Item>
  );
}

interface TextFilterProps {
  label: string;
  value: string;
  type?: 'text' | 'date';
  onChange: (value: string) => void;
}

/** Takes effect when the field is left or Enter is pressed, not at every key. */
function TextFilter({ label, value, type = 'text', onChange }: TextFilterProps) {
  const apply = (field: HTMLInputElement) => {
    const text = field.value.trim();
    if (text !== value) {
      onChange(text);
    }
  };
  return (
    <Grid.Item col={4} s={6} xs={12} direction="column" alignItems="stretch">
      <Field.Root alignItems="stretch">
        <Field.Label>{label}</Field.Label>
        <TextInput
          key={value}
          type={type}
          defaultValue={value}
          onBlur={(event: React.FocusEvent<HTMLInputElement>) => apply(event.currentTarget)}
          onKeyDown={(event: React.KeyboardEvent<HTMLInputElement>) => {
            if (event.key === 'Enter') {
              apply(event.currentTarget);
            }
          }}
        />
      </Field.Root>
    </Grid.Item>
  );
}

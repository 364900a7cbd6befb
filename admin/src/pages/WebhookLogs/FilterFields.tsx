import { Box, Field, Grid, SingleSelect, SingleSelectOption } from '@strapi/design-system';

import { DayField, SettledField } from '../../components/DayField';
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
        <DayFilter
          label={t('logs.from')}
          value={values.from ?? ''}
          onChange={(from) => set({ from })}
        />
        <DayFilter label={t('logs.to')} value={values.to ?? ''} onChange={(to) => set({ to })} />
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
  onChange: (value: string) => void;
}

function TextFilter(props: TextFilterProps) {
  return (
    <Grid.Item col={4} s={6} xs={12} direction="column" alignItems="stretch">
      <SettledField {...props} />
    </Grid.Item>
  );
}

function DayFilter(props: TextFilterProps) {
  return (
    <Grid.Item col={4} s={6} xs={12} direction="column" alignItems="stretch">
      <DayField {...props} />
    </Grid.Item>
  );
}

import { Field, Grid, SingleSelect, SingleSelectOption } from '@strapi/design-system';

import { WEBHOOK_LOG_STATES } from '../../../../contracts/lists';
import { DayField } from '../../components/form/DayField';
import { nameProduct } from '../../utils/names';
import { SettledField } from './SettledField';
import { useTexts } from '../../hooks/useTexts';
import { KINDS, REASONS } from './filters';

import type { Filters } from '../../hooks/useFilters';
import type { LogFilter } from './filters';

type ProductNames = ReadonlyMap<string, string | null>;

interface FilterFieldsProps {
  filters: Filters<LogFilter>;
  productNames: ProductNames;
}

export function FilterFields({ filters, productNames }: FilterFieldsProps) {
  const { t, lookUp } = useTexts();
  const { values, set } = filters;
  const reasons = Object.entries(REASONS)
    .filter(([state]) => !values.state || values.state === state)
    .flatMap(([state, names]) => names.map((name) => ({ state, name })));
  return (
    <Grid.Root gap={4}>
      <SelectFilter
        label={t('logs.state')}
        value={values.state ?? ''}
        options={WEBHOOK_LOG_STATES.map((state) => ({
          value: state,
          label: t(`log-state.${state}`),
        }))}
        onChange={(state) => set({ state, reason: '' })}
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
      <SelectFilter
        label={t('logs.kind')}
        value={values.kind ?? ''}
        options={KINDS.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
        onChange={(kind) => set({ kind })}
      />
      <ProductFilter
        label={t('mapping.product')}
        value={values.productId ?? ''}
        names={productNames}
        onChange={(productId) => set({ productId })}
      />
      <DayFilter
        label={t('logs.from')}
        value={values.from ?? ''}
        onChange={(from) => set({ from })}
      />
      <DayFilter label={t('logs.to')} value={values.to ?? ''} onChange={(to) => set({ to })} />
    </Grid.Root>
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

interface ProductFilterProps extends TextFilterProps {
  names: ProductNames;
}

/** By name; by its number as long as no name is known. */
function ProductFilter({ label, value, names, onChange }: ProductFilterProps) {
  const { t } = useTexts();
  if (names.size === 0) {
    return <TextFilter label={t('logs.product-id')} value={value} onChange={onChange} />;
  }
  const ids = value === '' || names.has(value) ? [...names.keys()] : [value, ...names.keys()];
  return (
    <SelectFilter
      label={label}
      value={value}
      options={ids.map((id) => ({
        value: id,
        label: nameProduct(names.get(id) ?? null, id) ?? id,
      }))}
      onChange={onChange}
    />
  );
}

function DayFilter(props: TextFilterProps) {
  return (
    <Grid.Item col={4} s={6} xs={12} direction="column" alignItems="stretch">
      <DayField {...props} />
    </Grid.Item>
  );
}

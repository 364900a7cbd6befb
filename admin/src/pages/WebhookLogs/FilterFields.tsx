import { Field, Grid, SingleSelect, SingleSelectOption } from '@strapi/design-system';

import { useApi } from '../../api/client';
import { DayField, SettledField } from '../../components/DayField';
import { nameProduct } from '../../components/LogParts';
import { useAccess } from '../../hooks/useAccess';
import { useResource } from '../../hooks/useResource';
import { useTexts } from '../../hooks/useTexts';
import { KINDS, REASONS } from './filters';

import type { Offer } from '../../../../contracts/offer';
import type { Filters } from '../../hooks/useFilters';
import type { LogFilter } from './filters';

export function FilterFields({ filters }: { filters: Filters<LogFilter> }) {
  const { t, lookUp } = useTexts();
  const { values, set } = filters;
  const reasons = Object.entries(REASONS)
    .filter(([state]) => !values.state || values.state === state)
    .flatMap(([state, names]) => names.map((name) => ({ state, name })));
  return (
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
      <ProductFilter value={values.productId ?? ''} onChange={(productId) => set({ productId })} />
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

interface ProductFilterProps {
  value: string;
  onChange: (productId: string) => void;
}

/** By name, where the role may see what was sold; else by its number. */
function ProductFilter({ value, onChange }: ProductFilterProps) {
  const { t } = useTexts();
  const api = useApi();
  const access = useAccess();
  const offers = useResource('offers', access.seeIntegration ? api.offers : noOffers).data ?? [];
  const names = new Map(offers.map(({ productId, productName }) => [productId, productName]));
  if (names.size === 0) {
    return <TextFilter label={t('logs.product-id')} value={value} onChange={onChange} />;
  }
  const ids = value === '' || names.has(value) ? [...names.keys()] : [value, ...names.keys()];
  return (
    <SelectFilter
      label={t('mapping.product')}
      value={value}
      options={ids.map((id) => ({
        value: id,
        label: nameProduct(names.get(id) ?? null, id) ?? id,
      }))}
      onChange={onChange}
    />
  );
}

const noOffers = (): Promise<readonly Offer[]> => Promise.resolve([]);

function DayFilter(props: TextFilterProps) {
  return (
    <Grid.Item col={4} s={6} xs={12} direction="column" alignItems="stretch">
      <DayField {...props} />
    </Grid.Item>
  );
}

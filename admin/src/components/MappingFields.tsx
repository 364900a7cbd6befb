import type * as React from 'react';

import { Field, TextInput } from '@strapi/design-system';

import { useTexts } from '../hooks/useTexts';

import type { MappingForm } from '../hooks/useMappingForm';

type TextEvent = React.ChangeEvent<HTMLInputElement>;

export function ProductField({ form }: { form: MappingForm }) {
  const { t } = useTexts();
  return (
    <Field.Root
      name="productId"
      error={form.errors.productId}
      hint={t('mapping.product-hint')}
      required
      alignItems="stretch"
    >
      {/* A long label wraps; it must not be cut off. */}
      <Field.Label style={{ whiteSpace: 'normal' }}>{t('mapping.product-label')}</Field.Label>
      <TextInput
        value={form.draft.productId}
        autoComplete="off"
        onChange={(event: TextEvent) => form.change({ productId: event.target.value })}
      />
      <Field.Hint />
      <Field.Error />
    </Field.Root>
  );
}

export function PricePointField({ form }: { form: MappingForm }) {
  const { t } = useTexts();
  return (
    <Field.Root name="pricePoint" hint={t('mapping.price-point-hint')} alignItems="stretch">
      <Field.Label>{t('mapping.price-point')}</Field.Label>
      <TextInput
        value={form.draft.pricePoint}
        placeholder={t('mapping.all-price-points')}
        autoComplete="off"
        onChange={(event: TextEvent) => form.change({ pricePoint: event.target.value })}
      />
      <Field.Hint />
    </Field.Root>
  );
}

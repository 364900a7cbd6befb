import type * as React from 'react';

import { Field, TextInput, Typography } from '@strapi/design-system';

import { useApi } from '../../api/client';
import { useResource } from '../../hooks/useResource';
import { useTexts } from '../../hooks/useTexts';
import { BASE_PATH } from '../../pluginId';
import { readProductId } from '../../utils/product-id';
import { LEAVE_FREELY } from '../page/LeaveGuard';
import { PageLink } from '../TextLink';

import type { MappingForm } from './useMappingForm';

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
      {form.duplicate ? (
        <PageLink to={`${BASE_PATH}/mappings?edit=${form.duplicate.id}`} state={LEAVE_FREELY}>
          {t('mapping.edit-duplicate')}
        </PageLink>
      ) : null}
      <SeenProduct text={form.draft.productId} />
    </Field.Root>
  );
}

/** What webhooks have said of the product so far. */
function SeenProduct({ text }: { text: string }) {
  const { t } = useTexts();
  const api = useApi();
  const offers = useResource('offers', api.offers).data;
  const product = readProductId(text);
  if (!offers || product.kind !== 'id') {
    return null;
  }
  const seen = offers.filter(({ productId }) => productId === product.id);
  const name = seen.find(({ productName }) => productName)?.productName ?? product.id;
  return (
    <Typography variant="pi" textColor="neutral600">
      {seen.length > 0
        ? t('mapping.seen', {
            name,
            n: seen.reduce((sum, { timesSeen }) => sum + timesSeen, 0),
            buyers: seen.reduce((sum, { waitingBuyers }) => sum + waitingBuyers, 0),
          })
        : t('mapping.unseen')}
    </Typography>
  );
}

export function MailNameField({ form }: { form: MappingForm }) {
  const { t } = useTexts();
  return (
    <Field.Root
      name="mailName"
      hint={t('mapping.mail-name-hint')}
      error={form.errors.mailName}
      alignItems="stretch"
    >
      <Field.Label>{t('mapping.mail-name')}</Field.Label>
      <TextInput
        value={form.draft.mailName}
        maxLength={60}
        placeholder={t('mapping.mail-name-kartra')}
        autoComplete="off"
        onChange={(event: TextEvent) => form.change({ mailName: event.target.value })}
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

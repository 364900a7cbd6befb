import type * as React from 'react';

import {
  Box,
  Field,
  Flex,
  SingleSelect,
  SingleSelectOption,
  TextInput,
  Typography,
} from '@strapi/design-system';

import { useApi } from '../../api/client';
import { useResource } from '../../hooks/useResource';
import { useTexts } from '../../hooks/useTexts';
import { BASE_PATH } from '../../pluginId';
import { USUAL_PERIODS } from '../../utils/policies';
import { readProductId } from '../../utils/product-id';
import { PageLink } from '../../components/TextLink';

import type { PaidPeriod } from '../../../../contracts/mapping';
import type { MappingForm } from '../../components/form/useMappingForm';
import type { PolicyDraft } from '../../utils/policies';

interface PeriodFieldProps {
  form: MappingForm;
  change: (part: Partial<PolicyDraft>) => void;
}

const UNSET = 'unset';
const OTHER = 'other';

/** How long one payment lasts. It has to be chosen, because ends of access depend on it. */
export function PeriodField({ form, change }: PeriodFieldProps) {
  const { t, lookUp } = useTexts();
  const known = usePaidPeriod(form);
  const { period, isPeriodChosen } = form.draft.policies;
  const isUsual = period === null || USUAL_PERIODS.includes(period);
  const chosen = period === null ? UNSET : isUsual ? period : OTHER;
  // Without renewals there is nothing to learn from: not choosing a period then means not to know it.
  const unset = known?.usual ? t('period.learned') : t('period.unknown');
  return (
    <Box
      role="group"
      aria-label={t('policy.period')}
      background="warning100"
      borderColor="warning200"
      hasRadius
      padding={4}
    >
      <Flex direction="column" alignItems="stretch" gap={2}>
        <Field.Root
          name="periodChoice"
          error={form.errors.periodChoice}
          required
          alignItems="stretch"
        >
          <Field.Label>{t('policy.period')}</Field.Label>
          <SingleSelect
            value={isPeriodChosen ? chosen : null}
            placeholder={t('policy.period-choose')}
            onChange={(name: string | number) => {
              const other = isUsual ? '' : period;
              change({
                isPeriodChosen: true,
                period: name === UNSET ? null : name === OTHER ? other : String(name),
              });
            }}
          >
            {[UNSET, ...USUAL_PERIODS, OTHER].map((name) => (
              <SingleSelectOption key={name} value={name}>
                {name === UNSET ? unset : lookUp(`period.${name}`, name)}
              </SingleSelectOption>
            ))}
          </SingleSelect>
          <Field.Error />
        </Field.Root>
        {isPeriodChosen && !isUsual ? <OtherPeriod form={form} change={change} /> : null}
        {known ? <Why known={known} /> : null}
      </Flex>
    </Box>
  );
}

/** What payments of the product show; null until it is known. */
function usePaidPeriod({ draft }: MappingForm): PaidPeriod | null {
  const api = useApi();
  const product = readProductId(draft.productId);
  const productId = product.kind === 'id' ? product.id : null;
  const pricePoint = draft.pricePoint.trim() || null;
  const resource = useResource(`paid-period ${productId ?? ''} ${pricePoint ?? ''}`, () =>
    productId === null ? Promise.resolve(null) : api.paidPeriod({ productId, pricePoint })
  );
  return resource.data ?? null;
}

/** Why it is asked, what is usual, and what becomes of a cancellation without an answer. */
function Why({ known: { usual, purchases, renewalsArrive } }: { known: PaidPeriod }) {
  const { t, rich, lookUp } = useTexts();
  const reason = usual
    ? t('policy.period-usual', { period: lookUp(`period.${usual}`, usual), n: purchases })
    : renewalsArrive
      ? t('policy.period-nothing-yet')
      : rich('policy.period-no-renewals', {
          link: (text) => (
            <PageLink key="link" to={`${BASE_PATH}/setup?step=configure`}>
              {text}
            </PageLink>
          ),
        });
  return (
    <Typography variant="pi" textColor="neutral700" tag="div">
      <p>{reason}</p>
      <p>{usual ? t('policy.period-learned-hint') : t('policy.period-unknown-hint')}</p>
    </Typography>
  );
}

function OtherPeriod({ form, change }: PeriodFieldProps) {
  const { t } = useTexts();
  return (
    <Field.Root
      name="period"
      error={form.errors.period}
      hint={t('policy.period-other-hint')}
      alignItems="stretch"
    >
      <Field.Label>{t('policy.period-other')}</Field.Label>
      <TextInput
        value={form.draft.policies.period ?? ''}
        autoComplete="off"
        onChange={(event: React.ChangeEvent<HTMLInputElement>) =>
          change({ period: event.target.value.trim().toUpperCase() })
        }
      />
      <Field.Hint />
      <Field.Error />
    </Field.Root>
  );
}

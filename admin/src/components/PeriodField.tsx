import type * as React from 'react';

import {
  Box,
  Field,
  Flex,
  SingleSelect,
  SingleSelectOption,
  TextInput,
} from '@strapi/design-system';

import { useTexts } from '../hooks/useTexts';
import { USUAL_PERIODS } from '../utils/policies';

import type { MappingForm } from '../hooks/useMappingForm';
import type { PolicyDraft } from '../utils/policies';

interface PeriodFieldProps {
  form: MappingForm;
  change: (part: Partial<PolicyDraft>) => void;
}

const LEARNED = 'learned';
const OTHER = 'other';

/** How long one payment lasts. It has to be chosen, because ends of access depend on it. */
export function PeriodField({ form, change }: PeriodFieldProps) {
  const { t, lookUp } = useTexts();
  const { period, isPeriodChosen } = form.draft.policies;
  const isUsual = period === null || USUAL_PERIODS.includes(period);
  const chosen = period === null ? LEARNED : isUsual ? period : OTHER;
  return (
    <Box
      background="warning100"
      padding={4}
      hasRadius
      borderColor="warning200"
      aria-label={t('policy.period')}
      role="group"
    >
      <Flex direction="column" alignItems="stretch" gap={2}>
        <Field.Root
          name="periodChoice"
          error={form.errors.periodChoice}
          hint={t('policy.period-hint')}
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
                period: name === LEARNED ? null : name === OTHER ? other : String(name),
              });
            }}
          >
            {[LEARNED, ...USUAL_PERIODS, OTHER].map((name) => (
              <SingleSelectOption key={name} value={name}>
                {lookUp(`period.${name}`, name)}
              </SingleSelectOption>
            ))}
          </SingleSelect>
          <Field.Error />
          <Field.Hint />
        </Field.Root>
        {isPeriodChosen && !isUsual ? <OtherPeriod form={form} change={change} /> : null}
      </Flex>
    </Box>
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

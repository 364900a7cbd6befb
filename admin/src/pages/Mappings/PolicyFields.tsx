import * as React from 'react';

import { Box, Divider, Field, Flex, NumberInput, Radio, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';

import { useTexts } from '../../hooks/useTexts';
import { asksForPeriod, DEFAULT_DAYS } from '../../utils/policies';
import { PeriodField } from './PeriodField';

import type { MappingForm } from '../../components/form/useMappingForm';
import type { TextKey } from '../../utils/texts';
import type { PolicyDraft } from '../../utils/policies';

interface PolicyFieldsProps {
  form: MappingForm;
}

/** "When access ends": the guide's way first, as the default. */
export function PolicyFields({ form }: PolicyFieldsProps) {
  const { t } = useTexts();
  const headingId = React.useId();
  const { policies } = form.draft;
  const change = (part: Partial<PolicyDraft>) =>
    form.change({ policies: { ...policies, ...part } });
  return (
    <Flex tag="section" aria-labelledby={headingId} direction="column" alignItems="stretch" gap={5}>
      <Divider />
      <Typography tag="h3" variant="delta" id={headingId}>
        {t('policy.title')}
      </Typography>
      <Choice
        label="policy.cancellation"
        value={policies.onCancellation}
        options={[
          ['end-now', 'policy.end-now'],
          ['end-of-period', 'policy.end-of-period'],
        ]}
        onChange={(onCancellation) => change({ onCancellation })}
      />
      {asksForPeriod(policies) ? <PeriodField form={form} change={change} /> : null}
      <Columns>
        <Choice
          label="policy.refund"
          value={policies.onRefund}
          options={[
            ['end-now', 'policy.end-now'],
            ['keep', 'policy.keep'],
          ]}
          onChange={(onRefund) => change({ onRefund })}
        />
        <Choice
          label="policy.partial-refund"
          value={policies.onPartialRefund}
          options={[
            ['keep', 'policy.keep-and-tell'],
            ['end-now', 'policy.end-now'],
          ]}
          onChange={(onPartialRefund) => change({ onPartialRefund })}
        />
        <FailedPayment form={form} change={change} />
        <Choice
          label="policy.paid-in-full"
          value={policies.whenPaidInFull}
          options={[
            ['keep', 'policy.keep-without-end'],
            ['end-of-period', 'policy.end-of-last-period'],
          ]}
          onChange={(whenPaidInFull) => change({ whenPaidInFull })}
        />
        <Duration form={form} change={change} />
      </Columns>
      <Typography variant="pi" textColor="neutral600">
        {t('policy.chargeback')}
      </Typography>
    </Flex>
  );
}

const Columns = styled(Box)`
  display: grid;
  grid-template-columns: 1fr 1fr;
  align-items: start;
  gap: ${({ theme }) => theme.spaces[5]};

  @media (max-width: 767px) {
    grid-template-columns: 1fr;
  }
`;

interface PartProps extends PolicyFieldsProps {
  change: (part: Partial<PolicyDraft>) => void;
}

function FailedPayment({ form, change }: PartProps) {
  const { t } = useTexts();
  const { onFailedPayment, graceDays } = form.draft.policies;
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Choice
        label="policy.failed"
        value={onFailedPayment}
        options={[
          ['keep', 'policy.keep'],
          ['grace', 'policy.grace'],
        ]}
        onChange={(chosen) => change({ onFailedPayment: chosen })}
      />
      {onFailedPayment === 'grace' ? (
        <DaysField
          name="graceDays"
          label="policy.grace-days"
          hint={t('policy.grace-hint', { n: graceDays ?? DEFAULT_DAYS.grace })}
          value={graceDays}
          error={form.errors.graceDays}
          onChange={(days) => change({ graceDays: days })}
        />
      ) : null}
    </Flex>
  );
}

function Duration({ form, change }: PartProps) {
  const { hasDuration, durationDays } = form.draft.policies;
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Choice
        label="policy.duration"
        value={hasDuration ? 'days' : 'paid'}
        options={[
          ['paid', 'policy.as-long-as-paid'],
          ['days', 'policy.days-from-payment'],
        ]}
        onChange={(chosen) => change({ hasDuration: chosen === 'days' })}
      />
      {hasDuration ? (
        <DaysField
          name="durationDays"
          label="policy.duration-days"
          value={durationDays}
          error={form.errors.durationDays}
          onChange={(days) => change({ durationDays: days })}
        />
      ) : null}
    </Flex>
  );
}

interface ChoiceProps<Value extends string> {
  label: TextKey;
  value: Value;
  options: readonly (readonly [Value, TextKey])[];
  onChange: (value: Value) => void;
}

function Choice<Value extends string>({ label, value, options, onChange }: ChoiceProps<Value>) {
  const { t } = useTexts();
  return (
    <Box tag="fieldset" style={{ border: 0, margin: 0, padding: 0 }}>
      <Typography
        tag="legend"
        variant="pi"
        fontWeight="bold"
        paddingBottom={2}
        style={{ paddingInline: 0 }}
      >
        {t(label)}
      </Typography>
      <Radio.Group
        value={value}
        aria-label={t(label)}
        onValueChange={(chosen: string) => {
          const option = options.find(([name]) => name === chosen);
          if (option) {
            onChange(option[0]);
          }
        }}
      >
        {options.map(([name, text]) => (
          <Radio.Item key={name} value={name}>
            {t(text)}
          </Radio.Item>
        ))}
      </Radio.Group>
    </Box>
  );
}

interface DaysFieldProps {
  name: string;
  label: TextKey;
  hint?: string;
  value: number | null;
  error: string | undefined;
  onChange: (days: number | null) => void;
}

function DaysField({ name, label, hint, value, error, onChange }: DaysFieldProps) {
  const { t } = useTexts();
  return (
    <Field.Root name={name} error={error} hint={hint} alignItems="stretch">
      <Field.Label>{t(label)}</Field.Label>
      <NumberInput
        value={value ?? undefined}
        onValueChange={(days) => onChange(days ?? null)}
        step={1}
      />
      <Field.Hint />
      <Field.Error />
    </Field.Root>
  );
}

import type * as React from 'react';

import {
  Accordion,
  Box,
  Field,
  Flex,
  NumberInput,
  Radio,
  SingleSelect,
  SingleSelectOption,
  TextInput,
  Typography,
} from '@strapi/design-system';

import { useTexts } from '../hooks/useTexts';
import { DEFAULT_DAYS, USUAL_PERIODS } from '../utils/policies';

import type { MappingForm } from '../hooks/useMappingForm';
import type { TextKey } from '../hooks/useTexts';
import type { PolicyDraft } from '../utils/policies';

interface PolicyFieldsProps {
  form: MappingForm;
}

/** "When access ends": the guide's way first, and chosen until somebody chooses another. */
export function PolicyFields({ form }: PolicyFieldsProps) {
  const { t } = useTexts();
  const { policies } = form.draft;
  const change = (part: Partial<PolicyDraft>) =>
    form.change({ policies: { ...policies, ...part } });
  const hasError = ['period', 'graceDays', 'durationDays'].some((name) => form.errors[name]);
  return (
    <Accordion.Root size="S" collapsible {...(hasError ? { value: 'ends' } : {})}>
      <Accordion.Item value="ends">
        <Accordion.Header>
          <Accordion.Trigger>{t('policy.title')}</Accordion.Trigger>
        </Accordion.Header>
        <Accordion.Content>
          <Flex direction="column" alignItems="stretch" gap={5} padding={4}>
            <Choice
              label="policy.cancellation"
              value={policies.onCancellation}
              options={[
                ['end-now', 'policy.end-now'],
                ['end-of-period', 'policy.end-of-period'],
              ]}
              onChange={(onCancellation) => change({ onCancellation })}
            />
            {policies.onCancellation === 'end-of-period' ? (
              <PeriodField {...{ policies, change }} error={form.errors.period} />
            ) : null}
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
            <Choice
              label="policy.failed"
              value={policies.onFailedPayment}
              options={[
                ['keep', 'policy.keep'],
                ['grace', 'policy.grace'],
              ]}
              onChange={(onFailedPayment) => change({ onFailedPayment })}
            />
            {policies.onFailedPayment === 'grace' ? (
              <DaysField
                name="graceDays"
                label="policy.grace-days"
                hint={t('policy.grace-hint', { n: policies.graceDays ?? DEFAULT_DAYS.grace })}
                value={policies.graceDays}
                error={form.errors.graceDays}
                onChange={(graceDays) => change({ graceDays })}
              />
            ) : null}
            <Choice
              label="policy.duration"
              value={policies.hasDuration ? 'days' : 'paid'}
              options={[
                ['paid', 'policy.as-long-as-paid'],
                ['days', 'policy.days-from-payment'],
              ]}
              onChange={(chosen) => change({ hasDuration: chosen === 'days' })}
            />
            {policies.hasDuration ? (
              <DaysField
                name="durationDays"
                label="policy.duration-days"
                value={policies.durationDays}
                error={form.errors.durationDays}
                onChange={(durationDays) => change({ durationDays })}
              />
            ) : null}
            <Typography variant="pi" textColor="neutral600">
              {t('policy.chargeback')}
            </Typography>
          </Flex>
        </Accordion.Content>
      </Accordion.Item>
    </Accordion.Root>
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

interface PeriodFieldProps {
  policies: PolicyDraft;
  change: (part: Partial<PolicyDraft>) => void;
  error: string | undefined;
}

const LEARNT = 'learnt';
const OTHER = 'other';

function PeriodField({ policies, change, error }: PeriodFieldProps) {
  const { t, lookUp } = useTexts();
  const { period } = policies;
  const isUsual = period === null || USUAL_PERIODS.includes(period);
  return (
    <Flex direction="column" alignItems="stretch" gap={2}>
      <Field.Root name="periodChoice" hint={t('policy.period-hint')} alignItems="stretch">
        <Field.Label>{t('policy.period')}</Field.Label>
        <SingleSelect
          value={period === null ? LEARNT : isUsual ? period : OTHER}
          onChange={(chosen: string | number) => {
            const other = isUsual ? '' : period;
            change({
              period: chosen === LEARNT ? null : chosen === OTHER ? other : String(chosen),
            });
          }}
        >
          {[LEARNT, ...USUAL_PERIODS, OTHER].map((name) => (
            <SingleSelectOption key={name} value={name}>
              {lookUp(`period.${name}`, name)}
            </SingleSelectOption>
          ))}
        </SingleSelect>
        <Field.Hint />
      </Field.Root>
      {isUsual ? null : (
        <Field.Root
          name="period"
          error={error}
          hint={t('policy.period-other-hint')}
          alignItems="stretch"
        >
          <Field.Label>{t('policy.period-other')}</Field.Label>
          <TextInput
            value={period}
            autoComplete="off"
            onChange={(event: React.ChangeEvent<HTMLInputElement>) =>
              change({ period: event.target.value.trim().toUpperCase() })
            }
          />
          <Field.Hint />
          <Field.Error />
        </Field.Root>
      )}
    </Flex>
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

import type { Mapping, MappingPolicies } from '../../../contracts/mapping';
import type { Texts } from '../hooks/useTexts';

/** As the form holds them: days that are switched off keep their number until it is saved. */
export interface PolicyDraft extends MappingPolicies {
  readonly hasDuration: boolean;
}

export const DEFAULT_DAYS = { grace: 7, duration: 365 } as const;

export const USUAL_PERIODS: readonly string[] = ['P1W', 'P1M', 'P3M', 'P1Y'];

const MOST = { graceDays: 365, durationDays: 3650 } as const;
const PERIOD = /^P[1-9]\d{0,2}[DWMY]$/;

/** What Kartra's guide promises. */
export const GUIDE_DRAFT: PolicyDraft = {
  onCancellation: 'end-now',
  period: null,
  onRefund: 'end-now',
  onPartialRefund: 'keep',
  onFailedPayment: 'keep',
  graceDays: DEFAULT_DAYS.grace,
  hasDuration: false,
  durationDays: DEFAULT_DAYS.duration,
};

export function draftOf(policies: MappingPolicies): PolicyDraft {
  const { onCancellation, period, onRefund, onPartialRefund, onFailedPayment } = policies;
  return {
    onCancellation,
    period,
    onRefund,
    onPartialRefund,
    onFailedPayment,
    graceDays: policies.graceDays ?? DEFAULT_DAYS.grace,
    hasDuration: policies.durationDays !== null,
    durationDays: policies.durationDays ?? DEFAULT_DAYS.duration,
  };
}

export function policiesOf({ hasDuration, ...draft }: PolicyDraft): MappingPolicies {
  return {
    ...draft,
    period: draft.onCancellation === 'end-of-period' ? draft.period : null,
    graceDays: draft.onFailedPayment === 'grace' ? draft.graceDays : null,
    durationDays: hasDuration ? draft.durationDays : null,
  };
}

export const isSamePolicy = (one: PolicyDraft, other: PolicyDraft): boolean =>
  JSON.stringify(policiesOf(one)) === JSON.stringify(policiesOf(other));

type PolicyErrors = { readonly [Name in 'period' | 'graceDays' | 'durationDays']?: string };

export function findPolicyErrors(draft: PolicyDraft, { t }: Texts): PolicyErrors {
  const { period, graceDays, durationDays } = policiesOf(draft);
  const isWrong = (days: number | null, most: number) =>
    days === null || !Number.isInteger(days) || days < 1 || days > most;
  const hasGrace = draft.onFailedPayment === 'grace';
  return {
    ...(period !== null && !PERIOD.test(period) ? { period: t('policy.period-wrong') } : {}),
    ...(hasGrace && isWrong(graceDays, MOST.graceDays)
      ? { graceDays: t('policy.days-wrong', { most: MOST.graceDays }) }
      : {}),
    ...(draft.hasDuration && isWrong(durationDays, MOST.durationDays)
      ? { durationDays: t('policy.days-wrong', { most: MOST.durationDays }) }
      : {}),
  };
}

/** "Cancelled: end of period · refunded: keeps": what the table says of a mapping. */
export function sayPolicies(policies: Mapping | MappingPolicies, { t }: Texts): string {
  const { onCancellation, onRefund, onPartialRefund, graceDays, durationDays } = policies;
  const ends =
    onCancellation === 'end-now' && onRefund === 'end-now'
      ? t('policy.told-guide')
      : [
          t(
            onCancellation === 'end-now'
              ? 'policy.told-cancelled-now'
              : 'policy.told-cancelled-later'
          ),
          t(onRefund === 'end-now' ? 'policy.told-refunded-now' : 'policy.told-refunded-keeps'),
        ].join(' · ');
  return [
    ends,
    ...(onPartialRefund === 'end-now' ? [t('policy.told-part-now')] : []),
    ...(graceDays === null ? [] : [t('policy.told-grace', { n: graceDays })]),
    ...(durationDays === null ? [] : [t('policy.told-duration', { n: durationDays })]),
  ].join(' · ');
}

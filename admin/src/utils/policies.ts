import type { Mapping, MappingPolicies } from '../../../contracts/mapping';
import type { Texts } from './texts';

/** As the form holds them: days that are switched off keep their number until it is saved. */
export interface PolicyDraft extends MappingPolicies {
  readonly hasDuration: boolean;
  /** A period is never taken for granted: it is chosen, also where the choice is not to know it. */
  readonly isPeriodChosen: boolean;
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
  whenPaidInFull: 'keep',
  isPeriodChosen: false,
};

export function draftOf(policies: MappingPolicies): PolicyDraft {
  const { onCancellation, period, onRefund, onPartialRefund, onFailedPayment, whenPaidInFull } =
    policies;
  return {
    onCancellation,
    period,
    onRefund,
    onPartialRefund,
    onFailedPayment,
    graceDays: policies.graceDays ?? DEFAULT_DAYS.grace,
    hasDuration: policies.durationDays !== null,
    durationDays: policies.durationDays ?? DEFAULT_DAYS.duration,
    whenPaidInFull,
    isPeriodChosen: asksForPeriod(policies),
  };
}

/** Whether an end of the mapping depends on how long one payment lasts. */
export const asksForPeriod = ({
  onCancellation,
  whenPaidInFull,
}: Pick<MappingPolicies, 'onCancellation' | 'whenPaidInFull'>): boolean =>
  onCancellation === 'end-of-period' || whenPaidInFull === 'end-of-period';

export function policiesOf({
  hasDuration,
  isPeriodChosen,
  ...draft
}: PolicyDraft): MappingPolicies {
  return {
    ...draft,
    period: asksForPeriod(draft) && isPeriodChosen ? draft.period : null,
    graceDays: draft.onFailedPayment === 'grace' ? draft.graceDays : null,
    durationDays: hasDuration ? draft.durationDays : null,
  };
}

export const isSamePolicy = (one: PolicyDraft, other: PolicyDraft): boolean =>
  JSON.stringify(policiesOf(one)) === JSON.stringify(policiesOf(other));

/** What the form says under a field of its policies. */
export const POLICY_FIELDS = ['periodChoice', 'period', 'graceDays', 'durationDays'] as const;

type PolicyErrors = { readonly [Name in (typeof POLICY_FIELDS)[number]]?: string };

export function findPolicyErrors(draft: PolicyDraft, { t }: Texts): PolicyErrors {
  const { period, graceDays, durationDays } = policiesOf(draft);
  const isWrong = (days: number | null, most: number) =>
    days === null || !Number.isInteger(days) || days < 1 || days > most;
  const hasGrace = draft.onFailedPayment === 'grace';
  return {
    ...(asksForPeriod(draft) && !draft.isPeriodChosen
      ? { periodChoice: t('policy.period-missing') }
      : {}),
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
  const { onCancellation, onRefund, onPartialRefund, graceDays, durationDays, whenPaidInFull } =
    policies;
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
    ...(whenPaidInFull === 'keep' ? [] : [t('policy.told-paid-in-full')]),
  ].join(' · ');
}

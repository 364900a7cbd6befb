export const ON_CANCELLATION = ['end-now', 'end-of-period'] as const;
export const ON_REFUND = ['end-now', 'keep'] as const;
export const ON_PARTIAL_REFUND = ['keep', 'end-now'] as const;
export const WHEN_PAID_IN_FULL = ['keep', 'end-of-period'] as const;

/** What the owner decided an ending of a purchase means; part of the mapping. */
export interface Policy {
  readonly onCancellation: (typeof ON_CANCELLATION)[number];
  /** Length of a paid period (`P1M`), for `end-of-period`; null: learnt from the payments. */
  readonly period: string | null;
  readonly onRefund: (typeof ON_REFUND)[number];
  readonly onPartialRefund: (typeof ON_PARTIAL_REFUND)[number];
  /** Days of grace after a failed payment, then suspended until the next payment; null: access stays. */
  readonly graceDays: number | null;
  /** Days that access lasts from the latest payment; null: as long as it is paid. */
  readonly durationDays: number | null;
  /** Instalments that are all paid: access stays, or it ends with the period that the last one paid for. */
  readonly whenPaidInFull: (typeof WHEN_PAID_IN_FULL)[number];
}

/** What Kartra's own guide promises, and what holds where no mapping says otherwise. */
export const GUIDE_POLICY: Policy = {
  onCancellation: 'end-now',
  period: null,
  onRefund: 'end-now',
  onPartialRefund: 'keep',
  graceDays: null,
  durationDays: null,
  whenPaidInFull: 'keep',
};

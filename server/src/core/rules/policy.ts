/** What the owner decided an ending of a purchase means; part of the mapping. */
export interface Policy {
  readonly onCancellation: 'end-now' | 'end-of-period';
  /** Length of a paid period (`P1M`), for `end-of-period`; null: learnt from the payments. */
  readonly period: string | null;
  readonly onRefund: 'end-now' | 'keep';
  readonly onPartialRefund: 'keep' | 'end-now';
  /** Days of grace after a failed payment, then suspended until the next payment; null: access stays. */
  readonly graceDays: number | null;
  /** Days that access lasts from the latest payment; null: as long as it is paid. */
  readonly durationDays: number | null;
  /** Instalments that are all paid: access stays, or it ends with the period that the last one paid for. */
  readonly whenPaidInFull: 'keep' | 'end-of-period';
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

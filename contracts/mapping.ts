/** What an ending means; the first of each is what Kartra's guide promises, and the default. */
export interface MappingPolicies {
  readonly onCancellation: 'end-now' | 'end-of-period';
  /**
   * Length of a paid period, as in ISO 8601 (`P1M`, `P2W`); null: learned from the payments. Where they show none,
   * access stays for one month after a cancellation, and its webhook is held until an administrator says better.
   */
  readonly period: string | null;
  readonly onRefund: 'end-now' | 'keep';
  readonly onPartialRefund: 'keep' | 'end-now';
  readonly onFailedPayment: 'keep' | 'grace';
  /** Days of access after a failed payment; null unless `onFailedPayment` is `grace`. */
  readonly graceDays: number | null;
  /** Days that access lasts from the latest payment; null: as long as it is paid. */
  readonly durationDays: number | null;
  /** Once all instalments of a payment plan are paid; `end-of-period`: of the period that the last one paid for. */
  readonly whenPaidInFull: 'keep' | 'end-of-period';
}

export interface Mapping extends MappingPolicies {
  readonly id: number;
  readonly productId: string;
  /** As last seen in a webhook; null when none came yet. */
  readonly productName: string | null;
  /** Null: all price points. */
  readonly pricePoint: string | null;
  readonly roleId: number;
  readonly roleName: string | null;
  /** The role was deleted: the mapping gives nothing until another is chosen. */
  readonly roleMissing: boolean;
  /** Members whose live purchases it covers. */
  readonly members: number;
  readonly version: number;
  readonly savedAt: string;
  readonly savedBy: string | null;
}

export interface SaveMappingBody extends Partial<MappingPolicies> {
  /** The number, or the pasted address of the product in Kartra. */
  readonly productId: string;
  readonly pricePoint?: string | null;
  readonly roleId: number;
  readonly version?: number;
}

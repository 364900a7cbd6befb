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

/** One of several levels that something gives. */
export interface NamedLevel {
  readonly roleId: number;
  /** As the role is called, or was when it was still there. */
  readonly name: string | null;
  /** The role was deleted: this level is not given. */
  readonly missing: boolean;
}

export interface Mapping extends MappingPolicies {
  readonly id: number;
  readonly productId: string;
  /** As last seen in a webhook; null when none came yet. */
  readonly productName: string | null;
  /** Null: all price points. */
  readonly pricePoint: string | null;
  /** The first of `levels`: the role that Strapi knows a member by. */
  readonly roleId: number;
  readonly roleName: string | null;
  /** All its roles were deleted: the mapping gives nothing until another is chosen. */
  readonly roleMissing: boolean;
  /** Roles that it gives, highest first. */
  readonly levels: readonly number[];
  /** The same with their names. */
  readonly roles: readonly NamedLevel[];
  /** Members whose live purchases it covers. */
  readonly members: number;
  /** Members who paid for it while the webhook that says so fails or waits. */
  readonly waiting: number;
  readonly version: number;
  readonly savedAt: string;
  readonly savedBy: string | null;
}

export interface SaveMappingBody extends Partial<MappingPolicies> {
  /** The number, or the pasted address of the product in Kartra. */
  readonly productId: string;
  readonly pricePoint?: string | null;
  /** One to twenty roles, each once. */
  readonly levels?: readonly number[];
  /**
   * Instead of `levels`, for a single level. The one that the mapping shows as its `roleId` already leaves its other
   * levels as they are.
   */
  readonly roleId?: number;
  readonly version?: number;
}

/** How long one payment of a product lasts, as far as payments show it. */
export interface PaidPeriod {
  /** A renewal has reached this site, of whatever product; the Outbound API reports none. */
  readonly renewalsArrive: boolean;
  /** What the payments of most buyers show (`P1M`); null: of none so far. Only a suggestion: each counts by its own. */
  readonly usual: string | null;
  /** Purchases that show it. */
  readonly purchases: number;
}

export interface PaidPeriodQuery {
  /** The number, or the pasted address of the product in Kartra. */
  readonly productId: string;
  /** Left out: all of them. */
  readonly pricePoint?: string | null;
}

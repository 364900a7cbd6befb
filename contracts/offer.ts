import type { NamedLevel } from './mapping';

export interface Offer {
  readonly id: number;
  readonly productId: string;
  readonly productName: string | null;
  readonly pricePoint: string | null;
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
  readonly timesSeen: number;
  /** People with a live purchase that no mapping covers. */
  readonly waitingBuyers: number;
  /** The first of `levels`; null: no mapping covers it. */
  readonly roleId: number | null;
  readonly roleName: string | null;
  /** Roles that the mapping gives, highest first; none: no mapping covers it. */
  readonly levels: readonly number[];
  /** The same with their names. */
  readonly roles: readonly NamedLevel[];
  /** Who saved the mapping that covers it. */
  readonly mappedBy: string | null;
  readonly ignored: boolean;
}

/** Who paid for an offer that gives no access level yet. */
export interface WaitingBuyers {
  readonly offerId: number;
  /** Kartra's date of the first purchase, as Kartra wrote it; null when it sent none. */
  readonly since: string | null;
  readonly total: number;
  /** The first twenty. */
  readonly buyers: readonly {
    readonly memberId: number;
    readonly name: string | null;
    /** Masked without the personal-data permission. */
    readonly email: string | null;
  }[];
}

export interface SaveOfferMappingsBody {
  readonly mappings: readonly {
    readonly offerId: number;
    /** One to twenty roles, each once. */
    readonly levels?: readonly number[];
    /** Instead of `levels`, for a single level. */
    readonly roleId?: number;
  }[];
}

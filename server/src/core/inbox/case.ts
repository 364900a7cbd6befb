import type { AccountStatus } from '../access/account';
import type { Holding } from '../access/holdings';
import type { RoleChange } from '../access/decide';
import type { MemberPlan } from '../access/decide-member';
import type { LedgerEvent, Purchase, Unmatched } from '../entitlements/fact';
import type { Term } from '../entitlements/term';

/** What a member has once it is decided about, as far as a webhook's sentence tells of it. */
export interface ReportedResult extends MemberPlan<
  Holding & { readonly productName: string | null }
> {
  readonly member: { readonly userGoneAt: number | null };
  readonly account: {
    readonly status: AccountStatus;
    readonly user: object | null;
    readonly created: boolean;
    readonly veto?: string;
    readonly inTheWay?: number;
  };
  readonly isByNewRules: boolean;
}

/** One webhook's event, seen from everything known now. */
export interface Case {
  readonly event: LedgerEvent;
  /** Log that reported this event first, if it was another one. */
  readonly duplicateOf: number | null;
  /** Why it belongs to no purchase; null: it does. */
  readonly unmatched: Unmatched['why'] | null;
  /** Its person bought the product, at whatever time. */
  readonly hasBought: boolean;
  /** Decimal text as Kartra sent it; null: none. */
  readonly amount: string | null;
  readonly offerIgnored: boolean;
  /** Purchase the event belongs to, by everything known now; null: it matches none. */
  readonly purchase: Purchase | null;
  /** State of that purchase, by the policy of its mapping. */
  readonly term: Term | null;
  /** Its state by what had arrived before this event; null: it was unknown then. Costs a fold, so it is asked late. */
  termBefore(): Term | null;
  /** This payment changed the product of its subscription (RULES M4). */
  readonly changesProduct: boolean;
  /** It takes back a payment that was made before the product was changed. */
  readonly isOfOldProduct: boolean;
  /** The mapping keeps access after a refund. */
  readonly keepsRefunded: boolean;
  /** Levels that the purchase's mapping gives; none: no mapping covers it. */
  readonly mappedLevels: readonly number[];
  /** The owner's levels now, with this purchase as it is; highest first, like those below. */
  readonly levels: readonly number[];
  /** The owner's levels if this purchase were live, and if it were not. */
  readonly levelsIfLive: readonly number[];
  readonly levelsWithout: readonly number[];
  /** An administrator denies the owner every level that the mapping gives. */
  readonly isDenied: boolean;
  readonly roleChange: RoleChange | null;
  readonly account: AccountStatus;
  readonly accountCreated: boolean;
  /** The owner was brought up to date with this event before its webhook came to its turn. */
  readonly isDoneAlready: boolean;
}

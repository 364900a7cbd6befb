import type { EventKind, Surface } from '../kartra/event';
import type { History } from './history';

/**
 * One fact of the ledger as the fold reads it: the money fields of one webhook, append-only.
 * Ids are null when absent, never blank. Persons are opaque tokens: equal tokens, same lead or same e-mail.
 */
export interface Fact {
  /** Content hash, unique; the last tie-break everywhere, so that ties never depend on arrival. */
  readonly hash: string;
  readonly surface: Surface;
  readonly kind: EventKind;
  readonly productId: string;
  readonly productName: string | null;
  readonly pricePoint: string | null;
  readonly orderId: string | null;
  readonly parentId: string | null;
  readonly originalId: string | null;
  readonly internalSubscriptionId: string | null;
  readonly processorSubscriptionId: string | null;
  readonly payNumber: string | null;
  /** `YYYY-MM-DD HH:MM:SS`, Kartra's own clock; only compared with other Kartra dates. */
  readonly date: string | null;
  /**
   * When this fact first arrived, in Kartra's clock and the format of `date`. Only an undated cancellation uses it
   * (RULES M6). Null: not known.
   */
  readonly arrivedOn: string | null;
  readonly trial: boolean;
  readonly trialDays: number | null;
  readonly paymentsLeft: number | null;
  /** Of a cancellation: the end of access that an administrator gave, in Kartra's clock; absent: none did. */
  readonly endsOn?: string;
  readonly leadToken: string | null;
  readonly emailToken: string | null;
  /** The account this fact is tied to; sticky, may depend on arrival (access may not). */
  readonly memberId: number | null;
  /** The webhook that brought this fact first. */
  readonly webhookLogId: number;
}

/**
 * What an administrator decided: the event that holds fact `eventHash` belongs to the purchase that holds fact
 * `purchaseHash`, or to none (null). Ids win over it; it wins over every guess.
 * Of several about one event the one with the highest `sequence` counts.
 */
export interface Settlement {
  readonly eventHash: string;
  readonly purchaseHash: string | null;
  readonly sequence: number;
}

/** The buyer as a fact or an event names them; two are one person if the leads or the e-mails are equal (RULES M2). */
export interface Person {
  readonly leadToken: string | null;
  readonly emailToken: string | null;
}

/** Facts that tell of the same thing that one person did, in whatever bytes and over whichever surface. */
export interface LedgerEvent extends Person {
  /** Smallest hash of its facts. */
  readonly key: string;
  readonly kind: EventKind;
  readonly facts: readonly Fact[];
  readonly productId: string;
  /** Kartra's date; of an undated cancellation the time of its first arrival. */
  readonly date: string | null;
  readonly orderId: string | null;
  readonly payNumber: string | null;
  readonly productName: string | null;
  readonly pricePoint: string | null;
  readonly trial: boolean;
  readonly trialDays: number | null;
  readonly paymentsLeft: number | null;
  readonly parentIds: ReadonlySet<string>;
  readonly originalIds: ReadonlySet<string>;
  readonly internalIds: ReadonlySet<string>;
  readonly processorIds: ReadonlySet<string>;
  /** Surfaces that reported it, sorted. */
  readonly surfaces: readonly Surface[];
}

export const END_REASONS = ['cancelled', 'refunded', 'charged-back'] as const;
export type EndReason = (typeof END_REASONS)[number];

/** State under the default policies, from events alone, before any end date is applied. */
export type PurchaseState =
  | { readonly kind: 'active' }
  /** Paid in full: nothing is left to cancel. */
  | { readonly kind: 'completed' }
  | {
      readonly kind: 'past-due';
      /** The failed payment that opened the episode. */ readonly since: LedgerEvent;
    }
  | { readonly kind: 'ended'; readonly reason: EndReason; readonly by: LedgerEvent };

/** The product of a running subscription was changed in Kartra (RULES M4). */
export interface ProductChange {
  readonly from: string;
  readonly to: string;
  /** Kartra's date of the first payment of the new product. */
  readonly at: string | null;
}

/** What a person bought once: a one-time order or a subscription. Derived, never stored. */
export interface Purchase {
  /** Key of its first payment: stable as long as no earlier payment arrives. */
  readonly key: string;
  readonly type: History['type'];
  /** All events, in the ledger's order. An ending may be in several purchases, a payment is in one. */
  readonly events: readonly LedgerEvent[];
  /** The first that names someone, else the first: whose purchase it is. */
  readonly firstPayment: LedgerEvent;
  readonly lastPayment: LedgerEvent;
  readonly state: PurchaseState;
  /** What happened, as the state machine reads it. */
  readonly history: History;
  /** The product it has now. */
  readonly productId: string;
  readonly productName: string | null;
  /** That of the latest payment of the present product naming one. */
  readonly pricePoint: string | null;
  /** Oldest first. */
  readonly changes: readonly ProductChange[];
  /** The account of the first payment; null when none could be tied yet. */
  readonly memberId: number | null;
}

/** An event that belongs to no purchase. */
export interface Unmatched {
  readonly event: LedgerEvent;
  /**
   * `conflicting-id`: its ids name purchases of other people only. `set-aside`: an administrator decided that it
   * belongs to none. `unmatched`: it names no purchase we know, or several.
   */
  readonly why: 'unmatched' | 'conflicting-id' | 'set-aside';
}

/** An id that payments of strangers share, which proves nothing between them. */
export interface SharedId {
  readonly space: 'internal-subscription' | 'processor-subscription' | 'order';
  readonly id: string;
  /** Buyers whose payments carry it: at least two. */
  readonly buyers: number;
}

export interface Ledger {
  readonly purchases: readonly Purchase[];
  /** In the ledger's order. */
  readonly unmatched: readonly Unmatched[];
  readonly sharedIds: readonly SharedId[];
}

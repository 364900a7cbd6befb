import type { EventKind, Surface } from '../kartra/event';

/**
 * One fact of the ledger as the fold reads it: the money fields of one webhook, append-only.
 * Ids are null when absent, never blank. Persons are opaque tokens: equal tokens, same lead or same e-mail.
 */
export interface Fact {
  /** Content hash, unique; the last tie-break everywhere, so that ties never depend on arrival. */
  readonly hash: string;
  readonly surface: Surface;
  readonly kind: EventKind;
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
  readonly trial: boolean;
  readonly trialDays: number | null;
  readonly paymentsLeft: number | null;
  readonly leadToken: string | null;
  readonly emailToken: string | null;
  /** The account this fact is tied to; sticky, may depend on arrival (access may not). */
  readonly memberId: number | null;
  /** The webhook that brought this fact first. */
  readonly webhookLogId: number;
}

/**
 * What a person settled by hand: the event that holds fact `eventHash` belongs to the purchase that holds
 * fact `purchaseHash`, or to none (null). It speaks only about events that no id ties to a purchase.
 * Of several about one event the one with the highest `sequence` counts.
 */
export interface Settlement {
  readonly eventHash: string;
  readonly purchaseHash: string | null;
  readonly sequence: number;
}

/** Facts that tell of the same thing, in whatever bytes and over whichever surface. */
export interface LedgerEvent {
  /** Smallest hash of its facts. */
  readonly key: string;
  readonly kind: EventKind;
  readonly facts: readonly Fact[];
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
  /** Person as the fold knows them: one token for all leads and e-mails tied together by the product's facts; null if unnamed. */
  readonly person: string | null;
}

export type EndReason = 'cancelled' | 'refunded' | 'charged-back';

export type PurchaseState =
  | { readonly kind: 'active' }
  | {
      readonly kind: 'past-due';
      /** The failed payment that opened the episode. */ readonly since: LedgerEvent;
    }
  | { readonly kind: 'ended'; readonly reason: EndReason; readonly by: LedgerEvent };

/** What a person bought once: a one-time order or a subscription. Derived, never stored. */
export interface Purchase {
  /** Hash of its first event: stable as long as nothing earlier arrives. */
  readonly key: string;
  readonly type: 'one-time' | 'subscription';
  /** All events, in the ledger's order. */
  readonly events: readonly LedgerEvent[];
  readonly firstPayment: LedgerEvent;
  readonly lastPayment: LedgerEvent;
  readonly state: PurchaseState;
  readonly productName: string | null;
  /** That of the latest payment naming one. */
  readonly pricePoint: string | null;
  /** The account of the first payment; null when none could be tied yet. */
  readonly memberId: number | null;
}

export interface Ledger {
  readonly purchases: readonly Purchase[];
  /** Endings, failures and partial refunds that name no purchase we know: held: unmatched-purchase. */
  readonly unmatched: readonly LedgerEvent[];
}

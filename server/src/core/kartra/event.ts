/**
 * What a webhook from Kartra means, once read: either a money event, or nothing about money.
 * Facts about the payloads: kartra/PROTOCOL sections 2 to 10, rules: DESIGN section 4 ("Parsing").
 */

/** Outbound API (JSON, one URL for the account) or IPN (form, set per product). */
export const SURFACES = ['outbound', 'ipn'] as const;
export type Surface = (typeof SURFACES)[number];

export const EVENT_KINDS = [
  'sale',
  'rebill',
  'failed',
  'partial-refund',
  'cancellation',
  'refund',
  'chargeback',
] as const;

export type EventKind = (typeof EVENT_KINDS)[number];

/** The buyer as this one webhook names them. All trimmed; null when absent, `N/A` or blank. */
export interface Buyer {
  readonly leadId: string | null;
  /** As sent, trimmed; `normaliseEmail` decides whether it can be trusted. */
  readonly email: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
}

/** Ids are trimmed strings of at most 191 characters, null when blank or a placeholder such as `N/A` or `0`. */
export interface MoneyEvent {
  readonly surface: Surface;
  readonly kind: EventKind;
  readonly productId: string | null;
  readonly productName: string | null;
  readonly pricePoint: string | null;
  /** Order id of this entry (`transaction_id`). */
  readonly orderId: string | null;
  /** Order that a reversal reverses (`transaction_parent_id`). */
  readonly parentId: string | null;
  /** First order of the subscription (`original_id`). */
  readonly originalId: string | null;
  /** Kartra's own subscription id (`transaction_internal_subscription_id`), the best join key. */
  readonly internalSubscriptionId: string | null;
  /** The payment processor's subscription id (`transaction_subscription_id`). */
  readonly processorSubscriptionId: string | null;
  /** Instalment number, as text. */
  readonly payNumber: string | null;
  /** First 19 characters of Kartra's date, `YYYY-MM-DD HH:MM:SS`, zone unclear; null when it is none. */
  readonly date: string | null;
  readonly trial: boolean;
  readonly trialDays: number | null;
  readonly paymentsLeft: number | null;
  /** Decimal text as sent; Kartra names no currency. */
  readonly amount: string | null;
  readonly buyer: Buyer;
}

/** What the list can show of a webhook that is no event. */
export interface Mention {
  readonly surface: Surface;
  /** The action or type as sent, cleaned and cut to 100 characters; null when there was none. */
  readonly action: string | null;
  readonly buyer: Buyer;
  readonly productId: string | null;
  readonly productName: string | null;
  readonly pricePoint: string | null;
}

export type Meaning =
  /** One event; several where the webhook lists several transactions. */
  | { readonly type: 'money'; readonly events: readonly [MoneyEvent, ...MoneyEvent[]] }
  /** Nothing about a payment; or (`known-type`) about one, and known to change no access. */
  | (Mention & { readonly type: 'not-money' | 'known-type' })
  /** Money moved, as it does for every IPN, but its type is none that we know. */
  | (Mention & { readonly type: 'unknown-type' });

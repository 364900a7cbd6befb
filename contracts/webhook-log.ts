import type { Effect } from '../server/src/core/inbox/effect';
import type { WebhookLogState } from '../server/src/core/inbox/states';
import type { WEBHOOK_LOG_ORDERS } from './lists';
import type { MessageValue, PageQuery } from './common';
import type { NamedLevel } from './mapping';

export type { Effect, WebhookLogState };

/** What one of several events of a webhook came to. */
export interface WebhookLogEvent {
  readonly state: WebhookLogState;
  readonly reason: string | null;
  readonly message: string;
  readonly code: string;
  readonly values: Readonly<Record<string, MessageValue>>;
  readonly kind: string | null;
  readonly productId: string | null;
  readonly productName: string | null;
  readonly pricePoint: string | null;
  readonly orderId: string | null;
  readonly memberId: number | null;
  readonly effect: Effect | null;
  readonly duplicateOf: number | null;
}

export interface WebhookLog {
  readonly id: number;
  /** ISO 8601, like every time of this API. */
  readonly receivedAt: string;
  readonly state: WebhookLogState;
  readonly reason: string | null;
  /** One sentence for people, with `code` and `values` to say it in any language. */
  readonly message: string;
  readonly code: string;
  readonly values: Readonly<Record<string, MessageValue>>;
  readonly kind: string | null;
  readonly surface: 'outbound' | 'ipn' | null;
  readonly productId: string | null;
  readonly productName: string | null;
  readonly pricePoint: string | null;
  /** Masked without the personal-data permission. */
  readonly email: string | null;
  readonly buyerName: string | null;
  readonly memberId: number | null;
  readonly isTest: boolean;
  /** Number of the webhook URL that it came to; null: a test, or received by an earlier version. */
  readonly webhookKeyId: number | null;
  readonly effect: Effect | null;
  /**
   * All events of a webhook that told of several, in its order; the log itself shows what the most telling one came to,
   * and in `effect` what all did. Empty where there was one.
   */
  readonly events: readonly WebhookLogEvent[];
  /** How often these bytes arrived. */
  readonly deliveries: number;
  /** How often it was processed. */
  readonly attempts: number;
  readonly nextAttemptAt: string | null;
  readonly duplicateOf: number | null;
  /** Somebody left it as it is, and it waits for nobody any more. */
  readonly accepted: {
    readonly at: string;
    readonly by: string | null;
    readonly reason: string | null;
  } | null;
}

export interface Attempt {
  readonly number: number;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly by: string;
  readonly outcome: string;
  /** Why it failed, in one sentence; null when it did not. */
  readonly error: string | null;
  /** The same with code and values, to say it in any language. */
  readonly failure?: {
    readonly code: string;
    readonly values: Readonly<Record<string, MessageValue>>;
  };
}

/** The mapping by which a webhook was decided. */
export interface MappingUsed {
  readonly id: number;
  /** The highest level that it gives today. */
  readonly roleName: string | null;
  /** All that it gives today, highest first. */
  readonly roles: readonly NamedLevel[];
  readonly savedAt: string;
  readonly savedBy: string | null;
  /** It was saved again after this webhook. */
  readonly isSavedSince: boolean;
}

export interface WebhookLogDetail extends WebhookLog {
  readonly attemptLog: readonly Attempt[];
  readonly event: {
    readonly orderId: string | null;
    readonly parentId: string | null;
    readonly originalId: string | null;
    readonly subscriptionId: string | null;
    readonly processorSubscriptionId: string | null;
    readonly payNumber: string | null;
    /** Kartra's own text. */
    readonly date: string | null;
  } | null;
  /** The purchase that it tells of, and the order of its first payment; null: none that we know. */
  readonly purchase: { readonly id: number; readonly orderId: string | null } | null;
  /** Null when deleted or never kept. Values are replaced by "•••" without the personal-data permission. */
  readonly payload: string | null;
  readonly payloadDeletedAt: string | null;
  readonly contentType: string | null;
  /** Those worth keeping; null when deleted with the payload. Values are replaced as in `payload`. */
  readonly headers: Readonly<Record<string, string>> | null;
  /** How long Kartra waited for the answer; null when that is not known. */
  readonly answeredInMs: number | null;
  /** Name of the webhook URL that it came to; null: it has none. */
  readonly webhookKeyName: string | null;
  readonly byteLength: number;
  /** Null: none was, or it is deleted. */
  readonly mappingUsed: MappingUsed | null;
  /** Later webhooks that told of the same event in other words; the first five. */
  readonly repeats: readonly { readonly id: number; readonly surface: string | null }[];
  /** For an event that waits for a person to say which purchase it means: those it may mean. */
  readonly candidates: readonly SettlementCandidate[];
}

export interface WebhookLogQuery extends PageQuery {
  readonly state?: string;
  readonly reason?: string;
  readonly kind?: string;
  readonly productId?: string;
  readonly email?: string;
  readonly memberId?: number;
  readonly from?: string;
  readonly to?: string;
  /** Only rows up to this id, so that pages stand still while new rows arrive. */
  readonly upTo?: number;
  /** Only what somebody has to answer, products without an access level left out: they wait as offers. */
  readonly waits?: boolean;
  /** Newest first unless asked otherwise. */
  readonly sort?: (typeof WEBHOOK_LOG_ORDERS)[number];
}

/** The webhook as it stands after the replay, or as it would stand after a dry one. */
export interface ReplayResult extends WebhookLog {
  readonly dryRun: boolean;
}

export interface ReplayBody {
  readonly dryRun?: boolean;
}

/** An id in a webhook, as Kartra names it. */
export interface NamedId {
  readonly kind: 'parent' | 'subscription' | 'original' | 'order';
  readonly id: string;
}

/** A purchase that a held event may be settled to. */
export interface SettlementCandidate {
  /** Id of the entitlement; what `settle` takes as `purchase`. */
  readonly purchase: number;
  readonly productName: string | null;
  readonly orderIds: readonly string[];
  readonly state: string;
  /** Kartra's date of the first payment. */
  readonly startedAt: string | null;
  /** Another person's, which an id of the event names; null: the buyer's own. */
  readonly other: {
    readonly namedBy: NamedId;
    readonly memberId: number;
    /** Hidden without the personal-data permission. */
    readonly name: string | null;
    /** Masked without the personal-data permission. */
    readonly email: string | null;
  } | null;
}

/** What is held, or kept after a partial refund, is right as it is. */
export interface AcceptBody {
  /** For whoever asks later. */
  readonly reason?: string | undefined;
}

/**
 * What an event means: one of its candidates or none of them; a cancellation of an unknown period an end of access:
 * the last day of it (`YYYY-MM-DD`) in Kartra's time zone, US Eastern.
 */
export type SettleBody = (
  | { readonly purchase: number }
  | { readonly none: true }
  | { readonly endsOn: string }
) & {
  /** Tells what it would do, and does nothing. */
  readonly dryRun?: boolean;
};

/** What replaying all webhooks of a filter would do. */
export interface ReplayPreview {
  readonly dryRun: true;
  readonly total: number;
  readonly totalIsCapped: boolean;
  /** The oldest ones are tried, up to a thousand. */
  readonly tried: number;
  readonly change: number;
  readonly same: number;
  readonly fail: number;
}

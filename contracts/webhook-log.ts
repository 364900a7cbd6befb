import type { MessageValue, PageQuery } from './common';

export const WEBHOOK_LOG_STATES = [
  'received',
  'processing',
  'applied',
  'ignored',
  'held',
  'failed',
  'dead',
  'rejected',
] as const;
export type WebhookLogState = (typeof WEBHOOK_LOG_STATES)[number];

export interface Effect {
  /** Name of the role before and after; null: no account, or no role. */
  readonly before: string | null;
  readonly after: string | null;
  readonly accountCreated: boolean;
  /** "Authenticated → Gold", "New account → Gold", "Gold stays". */
  readonly text: string;
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
  readonly effect: Effect | null;
  /** How often these bytes arrived. */
  readonly deliveries: number;
  /** How often it was processed. */
  readonly attempts: number;
  readonly nextAttemptAt: string | null;
  readonly duplicateOf: number | null;
}

export interface Attempt {
  readonly number: number;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly by: string;
  readonly outcome: string;
  readonly error: string | null;
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
  /** Null when deleted or never kept. Values are replaced by "•••" without the personal-data permission. */
  readonly payload: string | null;
  readonly payloadDeletedAt: string | null;
  readonly contentType: string | null;
  readonly byteLength: number;
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
}

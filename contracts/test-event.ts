import type { TEST_EVENT_KINDS } from './lists';
import type { Sentence } from './common';
import type { WebhookLog, WebhookLogState } from './webhook-log';

export type TestEventKind = (typeof TEST_EVENT_KINDS)[number];

export interface SendTestEventBody {
  readonly kind: TestEventKind;
  readonly productId: string | number;
  readonly pricePoint?: string | number | null;
  /** Nobody's: neither a member nor a user of the site has it, unless a test made them. */
  readonly email: string;
  /** Only tell what would happen. */
  readonly dryRun?: boolean;
}

/**
 * What a real webhook of this kind would have come to. The log of a test event itself is `ignored`, reason `test`,
 * so that it counts nowhere; a dry one leaves no log, and shows the outcome in its place.
 */
export interface TestEventOutcome extends Sentence {
  readonly state: WebhookLogState;
  readonly reason: string;
}

export interface TestEventResult extends Omit<WebhookLog, 'id'> {
  /** Null when dry. */
  readonly id: number | null;
  readonly dryRun: boolean;
  readonly outcome: TestEventOutcome;
}

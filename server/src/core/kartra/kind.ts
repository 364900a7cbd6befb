import type { EventKind } from './event';

const TYPES: Readonly<Record<string, EventKind>> = {
  sale: 'sale',
  rebill: 'rebill',
  failed: 'failed',
  refund: 'refund',
  partial_refund: 'partial-refund',
  chargeback: 'chargeback',
  cancellation: 'cancellation',
};

interface CommerceAction {
  readonly kind: EventKind;
  /** Kinds its `transaction_type` may turn it into. A type never turns an ending into a payment. */
  readonly mayBecome: readonly EventKind[];
}

const REVERSALS: readonly EventKind[] = ['refund', 'partial-refund', 'chargeback'];

const COMMERCE: Readonly<Record<string, CommerceAction>> = {
  buy_product: { kind: 'sale', mayBecome: Object.values(TYPES) },
  refund_product: { kind: 'refund', mayBecome: REVERSALS },
  partial_refund_product: { kind: 'partial-refund', mayBecome: REVERSALS },
  cancel_subscription: {
    kind: 'cancellation',
    mayBecome: ['cancellation', 'refund', 'chargeback'],
  },
};

/** Documented actions that say nothing about money, whatever else the payload holds. */
const OTHER = new Set([
  'membership_granted',
  'membership_revoked',
  'assign_tag',
  'unassign_tag',
  'list_subscription',
  'list_unsubscription',
  'sequence_subscription',
  'sequence_unsubscription',
  'sequence_completion',
  'filled_form',
  'reaches_score',
  'kartra_page_visit',
  'click_page_split_test_link',
  'video_play',
  'video_complete',
  'survey_complete',
  'calendar_subscribe',
  'calendar_cancel',
  'calendar_complete',
  'affiliate_signup',
  'jv_signup',
]);

const normalise = (word: string | null): string =>
  (word ?? '').toLowerCase().replace(/[\s-]+/g, '_');

/** Null when the type is none of Kartra's. */
export function kindOfType(type: string | null): EventKind | null {
  const word = normalise(type);
  return Object.hasOwn(TYPES, word) ? (TYPES[word] ?? null) : null;
}

/** What an Outbound action and its type mean together; null when it is not about money. */
export function kindOfAction(action: string | null, type: string | null): EventKind | null {
  const word = normalise(action);
  const typed = kindOfType(type);
  const commerce = Object.hasOwn(COMMERCE, word) ? COMMERCE[word] : undefined;
  if (commerce) return typed && commerce.mayBecome.includes(typed) ? typed : commerce.kind;
  // Kartra may send actions that no page lists: then the type counts.
  return OTHER.has(word) ? null : typed;
}

import { EVENT_KINDS, type EventKind } from './event';

/** What a `transaction_type` means: a kind; `nothing`, of a word known to change no access; null, of any other word. */
export type TypeMeaning = EventKind | 'nothing' | null;

/** Kartra's words and the spellings met beside them, in lower case without blanks, `_` and `-`. */
const TYPES: Readonly<Record<string, EventKind | 'nothing'>> = {
  sale: 'sale',
  // Sale pages list these two as ways to buy: money came in.
  trial: 'sale',
  upsell: 'sale',
  rebill: 'rebill',
  failed: 'failed',
  refund: 'refund',
  refunded: 'refund',
  partialrefund: 'partial-refund',
  chargeback: 'chargeback',
  chargedback: 'chargeback',
  cancellation: 'cancellation',
  // One of Kartra's own pages spells it so.
  cancelation: 'cancellation',
  canceled: 'cancellation',
  cancelled: 'cancellation',
  // The bank decided for the seller: the money that a chargeback took came back.
  chargebackwon: 'nothing',
  // All payments of a plan were made; what was bought stays.
  terminated: 'nothing',
};

interface CommerceAction {
  readonly kind: EventKind;
  /** Kinds its `transaction_type` may turn it into. A type never turns an ending into a payment. */
  readonly mayBecome: readonly EventKind[];
}

const REVERSALS: readonly EventKind[] = ['refund', 'partial-refund', 'chargeback'];

const COMMERCE: Readonly<Record<string, CommerceAction>> = {
  buy_product: { kind: 'sale', mayBecome: EVENT_KINDS },
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

const actionWord = (action: string | null): string =>
  (action ?? '').toLowerCase().replace(/[\s-]+/g, '_');

const typeWord = (type: string | null): string =>
  (type ?? '').toLowerCase().replace(/[\s_-]+/g, '');

export function kindOfType(type: string | null): TypeMeaning {
  const word = typeWord(type);
  return Object.hasOwn(TYPES, word) ? (TYPES[word] ?? null) : null;
}

function commerceOf(action: string | null): CommerceAction | undefined {
  const word = actionWord(action);
  return Object.hasOwn(COMMERCE, word) ? COMMERCE[word] : undefined;
}

/** Whether an Outbound action is one that Kartra documents for purchases and their ends. */
export const isCommerce = (action: string | null): boolean => commerceOf(action) !== undefined;

/** What an Outbound action and its type mean together; null when no access depends on it. */
export function kindOfAction(action: string | null, type: string | null): EventKind | null {
  const word = actionWord(action);
  const typed = kindOfType(type);
  if (OTHER.has(word) || typed === 'nothing') return null;
  const commerce = commerceOf(action);
  if (commerce) return typed && commerce.mayBecome.includes(typed) ? typed : commerce.kind;
  // Kartra may send actions that no page lists: then the type counts.
  return typed;
}

import type { EventKind } from '../../../server/src/core/kartra/event';
import { kindOfAction, kindOfType } from '../../../server/src/core/kartra/kind';

const TYPES = [
  'sale',
  'rebill',
  'failed',
  'refund',
  'partial_refund',
  'chargeback',
  'cancellation',
];

describe('an action together with its type', () => {
  const rows: [string, string, string | null, EventKind | null][] = [
    ['takes any type', 'buy_product', 'sale', 'sale'],
    ['takes any type', 'buy_product', 'rebill', 'rebill'],
    ['takes any type', 'buy_product', 'failed', 'failed'],
    ['takes any type', 'buy_product', 'refund', 'refund'],
    ['takes any type', 'buy_product', 'partial_refund', 'partial-refund'],
    ['takes any type', 'buy_product', 'chargeback', 'chargeback'],
    ['takes any type', 'buy_product', 'cancellation', 'cancellation'],
    ['is a sale otherwise', 'buy_product', 'gift', 'sale'],
    ['is a sale otherwise', 'buy_product', null, 'sale'],
    ['is a refund', 'refund_product', null, 'refund'],
    ['may be a partial refund', 'refund_product', 'partial_refund', 'partial-refund'],
    ['may be a chargeback', 'refund_product', 'chargeback', 'chargeback'],
    ['is never a payment', 'refund_product', 'sale', 'refund'],
    ['is never a payment', 'refund_product', 'rebill', 'refund'],
    ['is no cancellation', 'refund_product', 'cancellation', 'refund'],
    ['is no failed payment', 'refund_product', 'failed', 'refund'],
    ['is a partial refund', 'partial_refund_product', null, 'partial-refund'],
    ['may be a refund', 'partial_refund_product', 'refund', 'refund'],
    ['is never a payment', 'partial_refund_product', 'sale', 'partial-refund'],
    ['is a cancellation', 'cancel_subscription', null, 'cancellation'],
    ['may be a refund', 'cancel_subscription', 'refund', 'refund'],
    ['may be a chargeback', 'cancel_subscription', 'chargeback', 'chargeback'],
    ['is never a payment', 'cancel_subscription', 'sale', 'cancellation'],
    ['is never a payment', 'cancel_subscription', 'rebill', 'cancellation'],
    ['is no partial refund', 'cancel_subscription', 'partial_refund', 'cancellation'],
    ['takes a spelling', 'buy_product', 'refunded', 'refund'],
    ['takes a spelling', 'buy_product', 'Charged Back', 'chargeback'],
    ['takes a spelling', 'buy_product', 'cancelled', 'cancellation'],
    ['is a sale', 'buy_product', 'upsell', 'sale'],
    ['is a sale', 'buy_product', 'trial', 'sale'],
    ['is never a payment', 'cancel_subscription', 'trial', 'cancellation'],
    ['is never a payment', 'refund_product', 'upsell', 'refund'],
    ['ends nothing', 'cancel_subscription', 'terminated', null],
    ['ends nothing', 'refund_product', 'chargeback_won', null],
    ['ends nothing', 'transaction_update', 'Chargeback Won', null],
    ['pays nothing', 'buy_product', 'terminated', null],
    ['nobody has seen takes its type', 'transaction_update', 'chargeback', 'chargeback'],
    ['nobody has seen takes its type', 'renew_product', 'rebill', 'rebill'],
    ['nobody has seen, without a type, is none', 'moon_phase', null, null],
    ['nobody has seen, of another type, is none', 'moon_phase', 'gift', null],
  ];
  it.each(rows)('%s: %s, %s', (_why, action, type, kind) => {
    expect(kindOfAction(action, type)).toBe(kind);
  });

  it.each([
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
  ])('%s is never money, whatever type it carries', (action) => {
    for (const type of TYPES) expect(kindOfAction(action, type)).toBeNull();
    expect(kindOfAction(action.toUpperCase(), 'sale')).toBeNull();
  });

  it.each(['BUY_PRODUCT', ' buy_product ', 'Buy Product', 'buy-product'])(
    'is read whatever its case and blanks: %j',
    (action) => expect(kindOfAction(action.trim(), 'REBILL')).toBe('rebill')
  );

  it.each(['constructor', '__proto__', 'toString', ''])('%j is none of them', (word) => {
    expect(kindOfAction(word, word)).toBeNull();
    expect(kindOfType(word)).toBeNull();
  });
});

describe('a type', () => {
  it.each<[EventKind | 'nothing', ...string[]]>([
    ['sale', 'Sale', 'trial', 'Trial', 'upsell', 'Up-Sell', 'UP SELL'],
    ['rebill', 'REBILL', 're-bill', ' rebill '],
    ['failed', 'Failed'],
    ['partial-refund', 'PARTIAL_REFUND', 'partial refund', 'Partial-Refund', 'partialRefund'],
    ['refund', 'Refund', 'refunded', 'REFUNDED'],
    ['chargeback', 'charge_back', 'Charge Back', 'CHARGEDBACK', 'charged-back'],
    ['cancellation', 'Cancelation', 'canceled', 'Cancelled', 'CANCEL_LATION'],
    ['nothing', 'chargeback won', 'Chargeback_Won', 'CHARGEBACK-WON', 'Terminated'],
  ])('is a %s in every spelling: %s, %s …', (kind, ...words) => {
    for (const word of words) expect([word, kindOfType(word)]).toEqual([word, kind]);
  });

  it.each(['gift', 'refund requested', 'cancel', 'uncancelled', 'sales', 'subscr_cancel', ' '])(
    'of another word is not known: %j',
    (word) => expect(kindOfType(word)).toBeNull()
  );
});

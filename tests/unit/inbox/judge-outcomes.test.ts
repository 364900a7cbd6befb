/** The outcomes of product changes, plans paid in full, ids of other people, and of those who bought nothing. */
import type { EventKind } from '../../../server/src/core/kartra/event';
import type { LedgerEvent, Purchase } from '../../../server/src/core/entitlements/fact';
import type { Term } from '../../../server/src/core/entitlements/term';
import { judge, type Case, type OutcomeCode } from '../../../server/src/core/inbox/judge';

const GOLD = 1;

const event = (kind: EventKind, key: string = kind): LedgerEvent => ({
  key,
  kind,
  facts: [],
  productId: 'P',
  date: '2026-05-03 10:00:00',
  orderId: null,
  payNumber: null,
  productName: null,
  pricePoint: null,
  trial: false,
  trialDays: null,
  paymentsLeft: null,
  parentIds: new Set(),
  originalIds: new Set(),
  internalIds: new Set(),
  processorIds: new Set(),
  surfaces: ['ipn'],
  leadToken: 'lead',
  emailToken: null,
});

const firstPayment = event('sale', 'first');
const purchase: Purchase = {
  key: 'first',
  type: 'subscription',
  events: [firstPayment],
  firstPayment,
  lastPayment: firstPayment,
  state: { kind: 'active' },
  history: { type: 'subscription', moments: [] },
  productId: 'P',
  productName: null,
  pricePoint: null,
  changes: [],
  memberId: 1,
};

const term = (state: Term['state'], told: Partial<Term> = {}): Term => ({
  state,
  reason: null,
  since: null,
  endsAt: null,
  endsOn: null,
  endsBecause: null,
  endedAt: null,
  ...told,
});
const ACTIVE = term('active');
const COMPLETED = term('completed');

/** A member with a live purchase that gives Gold. */
function codeOf(kind: EventKind, told: Partial<Case>, before: Term | null = ACTIVE): OutcomeCode {
  return judge({
    event: event(kind),
    duplicateOf: null,
    unmatched: null,
    hasBought: true,
    amount: null,
    offerIgnored: false,
    purchase,
    term: ACTIVE,
    termBefore: () => before,
    changesProduct: false,
    isOfOldProduct: false,
    keepsRefunded: false,
    mappedLevels: [GOLD],
    levels: [GOLD],
    levelsIfLive: [GOLD],
    levelsWithout: [],
    isDenied: false,
    decision: { kind: 'keep', reason: 'already-right', level: GOLD, because: { type: 'fallback' } },
    account: 'ready',
    accountCreated: false,
    isDoneAlready: false,
    ...told,
  }).code;
}

describe('a payment', () => {
  it.each<[string, Partial<Case>, Term | null, OutcomeCode]>([
    ['of another product', { changesProduct: true }, ACTIVE, 'applied.product-changed'],
    [
      'of another product, after an end',
      { changesProduct: true },
      term('ended'),
      'applied.product-changed',
    ],
    ['of another product, known of late', { changesProduct: true }, null, 'applied.granted'],
    ['that is the last of a plan', { term: COMPLETED }, ACTIVE, 'applied.completed'],
    ['after the last of a plan', { term: COMPLETED }, COMPLETED, 'applied.renewed'],
    ['that changes nothing', {}, ACTIVE, 'applied.renewed'],
  ])('%s', (_name, told, before, code) => {
    expect(codeOf('rebill', told, before)).toBe(code);
  });
});

const UNMATCHED: Partial<Case> = { purchase: null, term: null, unmatched: 'unmatched' };

describe('what belongs to no purchase', () => {
  it.each<[EventKind, string, Partial<Case>, OutcomeCode]>([
    [
      'failed',
      'of someone who never bought',
      { hasBought: false },
      'applied.no-change.nothing-bought',
    ],
    ['failed', 'of someone who bought', {}, 'held.unmatched-purchase'],
    ['refund', 'of 0', { amount: '0.00' }, 'applied.no-change.nothing-refunded'],
    ['partial-refund', 'of 0', { amount: '0' }, 'applied.no-change.nothing-refunded'],
    ['refund', 'of money', { amount: '19.00' }, 'held.unmatched-purchase'],
    ['refund', 'of an unknown amount', {}, 'held.unmatched-purchase'],
    ['chargeback', 'of 0', { amount: '0' }, 'held.unmatched-purchase'],
    [
      'cancellation',
      'of someone who never bought',
      { hasBought: false },
      'held.unmatched-purchase',
    ],
    [
      'cancellation',
      'that names others’ ids',
      { unmatched: 'conflicting-id' },
      'held.conflicting-id',
    ],
    [
      'refund',
      'of 0 that names others’ ids',
      { unmatched: 'conflicting-id', amount: '0' },
      'held.conflicting-id',
    ],
    ['cancellation', 'set aside', { unmatched: 'set-aside' }, 'applied.no-change.set-aside'],
  ])('a %s %s', (kind, _name, told, code) => {
    expect(codeOf(kind, { ...UNMATCHED, ...told })).toBe(code);
  });
});

describe('of a plan paid in full, and of a product changed since', () => {
  it.each<[EventKind, string, Partial<Case>, OutcomeCode]>([
    ['cancellation', 'of it', { term: COMPLETED }, 'applied.no-change.paid-in-full'],
    ['failed', 'of it', { term: COMPLETED }, 'applied.no-change.paid-in-full'],
    ['refund', 'of the old product', { isOfOldProduct: true }, 'applied.no-change.old-product'],
    [
      'partial-refund',
      'of the old product',
      { isOfOldProduct: true },
      'applied.no-change.old-product',
    ],
    ['partial-refund', 'of the present one', {}, 'applied.no-change.part-refunded'],
    [
      'chargeback',
      'of it',
      { term: term('ended', { reason: 'charged-back' }), levels: [] },
      'applied.revoked.charged-back',
    ],
    [
      'cancellation',
      'without a known period',
      { term: term('leaving', { endsBecause: 'unknown-period' }) },
      'held.unknown-period',
    ],
  ])('a %s %s', (kind, _name, told, code) => {
    expect(codeOf(kind, told, told.term === COMPLETED ? COMPLETED : ACTIVE)).toBe(code);
  });
});

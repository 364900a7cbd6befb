/** The outcomes of product changes, plans paid in full, ids of other people, and of those who bought nothing. */
import type { EventKind } from '../../../server/src/core/kartra/event';
import type { Term } from '../../../server/src/core/entitlements/term';
import type { Case } from '../../../server/src/core/inbox/case';
import type { OutcomeCode } from '../../../server/src/core/inbox/outcome';
import { ACTIVE, codeOf, COMPLETED, term } from '../../builders/judgement';

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

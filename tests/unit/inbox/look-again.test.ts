/** Which decided webhooks may have come to something else since. */
import type { Unmatched } from '../../../server/src/core/entitlements/fact';
import type { EventKind } from '../../../server/src/core/kartra/event';
import {
  hasNoKnownEnd,
  mayChange,
  maySayNothing,
  type ToldBefore,
} from '../../../server/src/core/inbox/look-again';
import type { MappingRule } from '../../../server/src/core/rules/mappings';
import { GUIDE_POLICY } from '../../../server/src/core/rules/policy';
import { cancellation, sale, subscription } from '../../builders/history';
import { event, purchase } from '../../builders/judgement';

const [ANN, BEN] = [1, 2];
const unmatched = (why: Unmatched['why']): Unmatched => ({ event: event('refund'), why });

const MAPPING: MappingRule = {
  ...GUIDE_POLICY,
  id: 1,
  productId: 'P',
  pricePoint: null,
  roleIds: [1],
  version: 1,
  onCancellation: 'end-of-period',
};
const WORLD = {
  results: new Map([[ANN, {}]]),
  rules: { mappings: [MAPPING] },
  now: Date.parse('2026-05-10T00:00:00Z'),
};

/** The webhook is Ann’s, and so is the purchase. */
const again = (
  state: ToldBefore['state'],
  reason: ToldBefore['reason'],
  told: {
    code?: ToldBefore['code'];
    why?: Unmatched['why'];
    owner?: number | null;
    known?: number | null;
    isLost?: true;
  } = {}
) => {
  const { code = null, why, owner = ANN, known = ANN, isLost } = told;
  const located = {
    event: event('refund'),
    purchases: why || owner === null ? [] : [{ ...purchase, memberId: owner }],
    unmatched: why ? unmatched(why) : null,
  };
  const world = { ...WORLD, locate: () => (isLost ? null : located) };
  return mayChange(world, known, 'hash', { state, reason, code });
};

it('of people who were not decided about nothing changes: their own neighborhood says', () => {
  expect(again('held', 'incomplete')).toBe(true);
  expect(again('held', 'incomplete', { owner: BEN })).toBe(false);
  expect(again('held', 'incomplete', { owner: null, known: BEN })).toBe(false);
  expect(again('held', 'incomplete', { owner: null, known: null })).toBe(true);
  expect(again('held', 'incomplete', { isLost: true })).toBe(false);
});

it.each([
  ['held for an account or a mapping', 'held', 'account-deleted', {}, true],
  ['held without its purchase, which came', 'held', 'unmatched-purchase', {}, true],
  ['and did not come', 'held', 'unmatched-purchase', { why: 'unmatched' }, false],
  ['and is in conflict now', 'held', 'unmatched-purchase', { why: 'conflicting-id' }, true],
  ['held in conflict', 'held', 'conflicting-id', { why: 'conflicting-id' }, false],
  ['that is over', 'held', 'conflicting-id', { why: 'unmatched' }, true],
  ['of an offer once ignored', 'ignored', 'offer-ignored', {}, true],
  ['told twice', 'ignored', 'duplicate', {}, false],
  ['applied', 'applied', 'granted', {}, false],
  ['left without its purchase', 'applied', 'granted', { why: 'unmatched' }, true],
  [
    'that bought nothing',
    'applied',
    'no-change',
    { code: 'applied.no-change.nothing-bought' },
    true,
  ],
  [
    'that gave back nothing',
    'applied',
    'no-change',
    { code: 'applied.no-change.nothing-refunded' },
    true,
  ],
  ['that came late', 'applied', 'no-change', { code: 'applied.no-change.late' }, false],
  ['given up', 'dead', 'internal', {}, false],
] as const)('%s', (_what, state, reason, told, expected) => {
  expect(again(state, reason, told)).toBe(expected);
});

describe('a cancelled purchase of which nothing says until when it is paid', () => {
  const cancelled = {
    ...purchase,
    history: subscription(sale('2026-05-01'), cancellation('2026-05-03')),
  };
  const located = (purchases = [cancelled], kind: EventKind = 'cancellation') => ({
    event: event(kind),
    purchases,
    unmatched: null,
  });
  const ruledBy = (policy: Partial<MappingRule>) => ({
    ...WORLD,
    rules: { mappings: [{ ...MAPPING, ...policy }] },
  });

  it.each([
    ['without a period', WORLD, true],
    ['with one', ruledBy({ period: 'P1M' }), false],
    ['that ends at once', ruledBy({ onCancellation: 'end-now' }), false],
    ['of a product without a mapping', ruledBy({ productId: 'Q' }), false],
    ['of another price point', ruledBy({ pricePoint: '2' }), false],
  ] as const)('%s', (_what, world, expected) => {
    expect(hasNoKnownEnd(world, located())).toBe(expected);
    const again = mayChange({ ...world, locate: () => located() }, ANN, 'hash', {
      state: 'applied',
      reason: 'leaving',
      code: 'applied.leaving',
    });
    expect(again).toBe(expected);
  });

  it('one of several lines is enough, and only a cancellation asks', () => {
    expect(hasNoKnownEnd(WORLD, located([purchase, cancelled]))).toBe(true);
    expect(hasNoKnownEnd(WORLD, located([purchase]))).toBe(false);
    expect(hasNoKnownEnd(WORLD, located([cancelled], 'failed'))).toBe(false);
    expect(hasNoKnownEnd(WORLD, null)).toBe(false);
  });

  it('an applied cancellation that left its purchase is looked at, with an end or without', () => {
    const lost = { ...located([]), unmatched: unmatched('unmatched') };
    const told = { state: 'applied', reason: 'leaving', code: 'applied.leaving' } as const;
    expect(mayChange({ ...WORLD, locate: () => lost }, ANN, 'hash', told)).toBe(true);
  });
});

it('charges and refunds may have meant nothing', () => {
  const kinds = [
    'sale',
    'rebill',
    'failed',
    'refund',
    'partial-refund',
    'chargeback',
    'cancellation',
  ];
  expect(kinds.filter(maySayNothing)).toEqual(['failed', 'refund', 'partial-refund']);
});

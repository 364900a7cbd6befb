/** Which decided webhooks may have come to something else since. */
import type { Unmatched } from '../../../server/src/core/entitlements/fact';
import {
  mayChange,
  maySayNothing,
  type ToldBefore,
} from '../../../server/src/core/inbox/look-again';
import { event, purchase } from '../../builders/judgement';

const [ANN, BEN] = [1, 2];
const unmatched = (why: Unmatched['why']): Unmatched => ({ event: event('refund'), why });

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
  const world = { locate: () => (isLost ? null : located), standings: new Map([[ANN, {}]]) };
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

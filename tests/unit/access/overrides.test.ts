import {
  countingOverrides,
  denies,
  isInForce,
  type Override,
} from '../../../server/src/core/access/overrides';
import { lastGivenOf } from '../../../server/src/core/access/holdings';

const NOW = 1_000;
const GOLD = 4;
const SILVER = 5;
const override = (part: Partial<Override> = {}): Override => ({
  id: 1,
  memberId: 1,
  effect: 'grant',
  source: 'manual',
  roleId: GOLD,
  userId: null,
  until: null,
  ...part,
});
const none = { userId: 7, purchases: [] };

it.each([
  [null, true],
  [NOW + 1, true],
  [NOW, false],
  [NOW - 1, false],
])('an override until %s is in force: %s', (until, expected) => {
  expect(isInForce(NOW)(override({ until }))).toBe(expected);
});

it('a gift counts for every account of the member, also of a level that a purchase gives', () => {
  const gift = override();
  expect(countingOverrides([gift], none)).toEqual([gift]);
  expect(countingOverrides([gift], { userId: null, purchases: [] })).toEqual([gift]);
  expect(countingOverrides([gift], { userId: 7, purchases: [{ roleIds: [GOLD] }] })).toEqual([
    gift,
  ]);
});

it('a level from before the plugin counts only for the account that held it', () => {
  const before = override({ source: 'held-before', userId: 7 });
  expect(countingOverrides([before], none)).toEqual([before]);
  expect(countingOverrides([before], { userId: 8, purchases: [] })).toEqual([]);
  expect(countingOverrides([before], { userId: null, purchases: [] })).toEqual([]);
});

it('a level from before the plugin no longer counts once a purchase explains it', () => {
  const before = override({ source: 'held-before', userId: 7 });
  const buys = (roleIds: readonly number[]) => ({ userId: 7, purchases: [{ roleIds }] });
  expect(countingOverrides([before], buys([SILVER, GOLD]))).toEqual([]);
  expect(countingOverrides([before], buys([SILVER]))).toEqual([before]);
});

it('a denial is of one level or of every level, until its end', () => {
  const one = override({ effect: 'deny', roleId: GOLD });
  expect(denies([one], GOLD, NOW)).toBe(true);
  expect(denies([one], SILVER, NOW)).toBe(false);
  expect(denies([override({ effect: 'deny', roleId: null })], SILVER, NOW)).toBe(true);
  expect(denies([override({ effect: 'deny', until: NOW })], GOLD, NOW)).toBe(false);
  expect(denies([override()], GOLD, NOW)).toBe(false);
});

it('the role that any member of a shared account was given last is ours', () => {
  expect(lastGivenOf(SILVER, [GOLD, SILVER])).toBe(SILVER);
  expect(lastGivenOf(9, [GOLD, SILVER])).toBe(GOLD);
  expect(lastGivenOf(9, [])).toBeNull();
});

/** What counts for one account: of all members who share it, by the rules of the moment. */
import { holdingsOf } from '../../../server/src/core/access/holdings';
import { levelsIf } from '../../../server/src/core/access/decide';
import {
  BEN,
  DEFAULT,
  FORMER,
  GOLD,
  grant,
  holding,
  NOW,
  RULES,
  SILVER,
  USER,
} from '../../builders/member';

type Known = Parameters<typeof holdingsOf>[0];

const holdings = (known: Partial<Known> = {}) =>
  holdingsOf({
    entitlements: [],
    overrides: [],
    user: { id: USER, roleId: DEFAULT },
    lastGiven: [null],
    rules: RULES,
    now: NOW,
    ...known,
  });

it('the purchases of all who share the account count, live or not', () => {
  const { entitlements, input } = holdings({
    entitlements: [
      holding([GOLD]),
      holding([SILVER], { memberId: BEN, purchaseKey: 'of Ben', state: 'leaving' }),
      holding([SILVER], { purchaseKey: 'over', state: 'ended', reason: 'refunded' }),
      holding([], { purchaseKey: 'unpaid', state: 'past-due', reason: 'suspended' }),
    ],
  });
  expect(entitlements).toHaveLength(4);
  expect(input.entitlements).toEqual([
    { id: 'purchase', live: true, roleIds: [GOLD] },
    { id: 'of Ben', live: true, roleIds: [SILVER] },
    { id: 'over', live: false, roleIds: [SILVER] },
    { id: 'unpaid', live: false, roleIds: [] },
  ]);
});

it('what another account held before Kartra does not count', () => {
  const own = grant(GOLD, { id: 1, source: 'held-before', userId: USER });
  const foreign = grant(GOLD, { id: 2, source: 'held-before', userId: USER + 1 });
  const byHand = grant(SILVER, { id: 3 });
  const ids = ({ overrides }: ReturnType<typeof holdings>) => overrides.map(({ id }) => id);
  const overrides = [own, foreign, byHand];
  expect(ids(holdings({ overrides }))).toEqual([1, 3]);
  expect(holdings({ overrides }).input.overrides).toEqual([own, byHand]);
  expect(ids(holdings({ overrides, user: null }))).toEqual([3]);
});

it.each([
  [
    'the role that the user is in, also where another member was given it',
    [SILVER, GOLD],
    GOLD,
    GOLD,
  ],
  ['else what the member was given', [SILVER, FORMER], GOLD, SILVER],
  ['no member was given any', [null, null], GOLD, null],
])('given last: %s', (_which, lastGiven, roleId, expected) => {
  const { input } = holdings({ lastGiven, user: { id: USER, roleId } });
  expect(input).toMatchObject({ lastGivenRoleId: expected, currentRole: roleId });
});

it('without an account there is no role', () => {
  expect(holdings({ user: null }).input).toMatchObject({
    currentRole: null,
    levels: RULES.levels,
    now: NOW,
  });
});

describe('the levels if one purchase were live, or were not', () => {
  const { input } = holdings({
    entitlements: [
      holding([SILVER], { purchaseKey: 'silver' }),
      holding([GOLD], { purchaseKey: 'gold', state: 'ended', reason: 'refunded' }),
    ],
  });
  it.each([
    ['gold', true, [GOLD, SILVER]],
    ['gold', false, [SILVER]],
    ['silver', false, []],
    ['silver', true, [SILVER]],
    ['of another person', false, [SILVER]],
  ])('%s: %s', (key, live, expected) => {
    expect(levelsIf(input, key, live)).toEqual(expected);
  });
});

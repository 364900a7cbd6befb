/** Sets of access levels (RULES M9). */
import {
  bundledLevels,
  byRank,
  compareSets,
  isSameSet,
  nameSet,
  without,
} from '../../../server/src/core/access/level-sets';

const [GOLD, SILVER, KETO, GUEST, STAFF] = [1, 2, 3, 8, 9];
const LEVELS = [
  { roleId: KETO, rank: 3 },
  { roleId: GOLD, rank: 1 },
  { roleId: SILVER, rank: 2 },
];

describe('in order of rank', () => {
  it.each([
    ['the highest is first', [SILVER, KETO, GOLD], [GOLD, SILVER, KETO]],
    ['what is no level comes last, as it was given', [STAFF, KETO, GUEST], [KETO, STAFF, GUEST]],
    ['nothing is nothing', [], []],
  ])('%s', (_rule, roleIds, sorted) => {
    expect(byRank(roleIds, LEVELS)).toEqual(sorted);
  });

  it('the set that was given stays as it is', () => {
    const given = [KETO, GOLD];
    byRank(given, LEVELS);
    expect(given).toEqual([KETO, GOLD]);
  });
});

it.each([
  [['Gold', 'Keto'], 'Gold + Keto'],
  [['Gold', null, 'Keto'], 'Gold + Keto'],
  [[null], null],
  [[], null],
])('the set %j is called %j', (names, told) => {
  expect(nameSet(names)).toBe(told);
});

it('what one has and the other lacks', () => {
  expect(without([GOLD, SILVER, KETO], [SILVER, GUEST])).toEqual([GOLD, KETO]);
});

it.each([
  ['in another order', [GOLD, KETO], [KETO, GOLD], true],
  ['one more', [GOLD], [GOLD, KETO], false],
  ['one fewer', [GOLD, KETO], [GOLD], false],
  ['another one', [GOLD, KETO], [GOLD, SILVER], false],
  ['both empty', [], [], true],
])('the same set, %s: %j and %j', (_name, one, other, same) => {
  expect(isSameSet(one, other)).toBe(same);
});

describe('levels that count though the role stays', () => {
  it.each([
    [
      'those of a purchase that gives several',
      [{ live: true, roleIds: [GOLD, KETO] }],
      [GOLD, KETO],
    ],
    ['not that of a purchase that gives one', [{ live: true, roleIds: [GOLD] }], []],
    ['not those of one that has ended', [{ live: false, roleIds: [GOLD, KETO] }], []],
    [
      'each once',
      [
        { live: true, roleIds: [GOLD, KETO] },
        { live: true, roleIds: [KETO, SILVER] },
      ],
      [GOLD, KETO, SILVER],
    ],
  ])('%s', (_rule, purchases, counted) => {
    expect(bundledLevels(purchases)).toEqual(counted);
  });
});

describe('what became of them', () => {
  it.each([
    ['one came', [GOLD], [GOLD, KETO], 'gain'],
    ['one went', [GOLD, KETO], [GOLD], 'lose'],
    ['one went and another came: the loss weighs more', [GOLD, KETO], [GOLD, SILVER], 'lose'],
    ['none came or went', [GOLD, KETO], [KETO, GOLD], 'same'],
    ['one that no set gives came', [GOLD], [GOLD, GUEST], 'same'],
    ['one that no set gives went, and one came', [GUEST], [KETO], 'gain'],
  ])('%s', (_rule, before, after, became) => {
    expect(compareSets(before, after, [GOLD, SILVER, KETO])).toBe(became);
  });
});

import {
  effectOfNewRules,
  isByEarlierRules,
  isNewTo,
  RULES_VERSION,
} from '../../../server/src/core/access/new-rules';

/** Gold over Silver over Bronze; Guest is no level any more. */
const GOLD = 1;
const SILVER = 2;
const BRONZE = 3;
const GUEST = 4;
const LEVELS = [GOLD, SILVER, BRONZE].map((roleId, index) => ({ roleId, rank: index + 1 }));

const effect = (before: readonly number[], after: readonly number[]) =>
  effectOfNewRules(before, after, LEVELS);

describe('what new rules do to a set of levels', () => {
  it.each([
    ['nothing bought, nothing given', [], [], null],
    ['the same set in another order', [GOLD, SILVER], [SILVER, GOLD], null],
    ['a first level', [], [BRONZE], 'gain'],
    ['a level beneath the highest', [GOLD], [GOLD, SILVER], 'gain'],
    ['the last level', [GOLD], [], 'lose'],
    ['a level beneath the highest goes', [GOLD, SILVER], [GOLD], 'lose'],
    ['a higher one instead', [SILVER], [GOLD], 'gain'],
    ['a lower one instead', [GOLD], [SILVER], 'lose'],
    ['another one beneath the same highest', [GOLD, SILVER], [GOLD, BRONZE], 'move'],
    ['one without a rank for another', [GUEST], [5], 'move'],
    ['a level for one without a rank', [GUEST], [BRONZE], 'gain'],
  ] as const)('%s', (_name, before, after, expected) => {
    expect(effect(before, after)).toBe(expected);
  });

  it('what is a gain one way is a loss the other way', () => {
    const sets = [[], [GOLD], [SILVER], [GOLD, SILVER], [SILVER, BRONZE], [GUEST]];
    const opposite = { gain: 'lose', lose: 'gain', move: 'move' } as const;
    for (const before of sets) {
      for (const after of sets) {
        const there = effect(before, after);
        expect(effect(after, before)).toBe(there && opposite[there]);
      }
    }
  });
});

it('derived by an earlier version: no number, or a lower one', () => {
  expect(isByEarlierRules({ rulesVersion: null })).toBe(true);
  expect(isByEarlierRules({ rulesVersion: RULES_VERSION - 1 })).toBe(true);
  expect(isByEarlierRules({ rulesVersion: RULES_VERSION })).toBe(false);
  // A newer version ran and was rolled back: its members are not asked about.
  expect(isByEarlierRules({ rulesVersion: RULES_VERSION + 1 })).toBe(false);
});

describe('new rules are said to be new', () => {
  const earlier = { rulesVersion: RULES_VERSION - 1, rulesEffect: null, levelRoleId: GOLD };
  it.each([
    ['to whom the answer was awaited', { ...earlier, rulesEffect: 'lose' }, GOLD, false, true],
    ['where the role moves', earlier, GOLD, true, true],
    ['where the level is another one', earlier, SILVER, false, true],
    ['where a level goes', earlier, null, false, true],
    ['not where all stays as it was', earlier, GOLD, false, false],
    ['of no level before and after', { ...earlier, levelRoleId: null }, null, false, false],
    [
      'not to whom they applied before',
      { ...earlier, rulesVersion: RULES_VERSION },
      SILVER,
      true,
      false,
    ],
  ])('%s', (_to, member, level, isMoved, expected) => {
    expect(isNewTo(member, level, isMoved)).toBe(expected);
  });
});

/** What a change of rules would do to one member. */
import type { RoleChange } from '../../../server/src/core/access/decide';
import type { Hindrance } from '../../../server/src/core/access/hindrance';
import {
  compareAccess,
  type Compared,
  type Comparison,
} from '../../../server/src/core/access/preview';

const [GOLD, SILVER, KETO, FALLBACK, OTHER_FALLBACK] = [1, 2, 3, 8, 9];
const RANKS = new Map([
  [GOLD, 1],
  [SILVER, 2],
  [KETO, 3],
]);
const because = { type: 'fallback' } as const;

const to = (roleId: number): RoleChange => ({
  kind: 'change',
  to: roleId,
  level: null,
  because,
});
const STAYS: RoleChange = { kind: 'keep', reason: 'already-right', level: null, because };
const STAFF: Partial<Compared> = {
  roleChange: { kind: 'keep', reason: 'protected-role', level: GOLD, because },
  hindrance: 'protected-role',
};

/** Someone in Silver for whom nothing changes. */
function compare(change: Partial<Compared>, ranks = RANKS): Comparison {
  return compareAccess(
    {
      currentRole: SILVER,
      roleChange: STAYS,
      levelsBefore: [SILVER],
      levelsAfter: [SILVER],
      bundled: [],
      hindrance: null,
      createsAccount: false,
      ...change,
    },
    (roleId) => ranks.get(roleId)
  );
}

const group = (name: 'gain' | 'lose' | 'moved', createsAccount = false): Comparison => ({
  group: name,
  createsAccount,
});
const UNCHANGED: Comparison = { group: 'unchanged' };

describe('the role changes', () => {
  it.each<[string, Partial<Compared>, Comparison]>([
    ['to a higher level', { roleChange: to(GOLD) }, group('gain')],
    ['to a lower level', { roleChange: to(KETO) }, group('lose')],
    ['to the fallback', { roleChange: to(FALLBACK) }, group('lose')],
    [
      'from the fallback to a level',
      { currentRole: FALLBACK, roleChange: to(KETO) },
      group('gain'),
    ],
    ['from no role to a level', { currentRole: null, roleChange: to(KETO) }, group('gain')],
    [
      'from one fallback to another, which is no gain',
      { currentRole: FALLBACK, roleChange: to(OTHER_FALLBACK) },
      group('moved'),
    ],
    [
      'from no role to the fallback',
      { currentRole: null, roleChange: to(FALLBACK) },
      group('moved'),
    ],
  ])('%s', (_rule, change, expected) => {
    expect(compare(change)).toEqual(expected);
  });

  it('equal rank is no gain', () => {
    const ranks = new Map([...RANKS, [GOLD, 2]]);
    expect(compare({ roleChange: to(GOLD) }, ranks)).toEqual(group('moved'));
  });

  it('the role says more than what comes or goes beneath it', () => {
    const change = { levelsBefore: [SILVER, KETO], levelsAfter: [GOLD], bundled: [SILVER, KETO] };
    expect(compare({ ...change, roleChange: to(GOLD) })).toEqual(group('gain'));
  });
});

describe('an account is made', () => {
  it('for someone who has none and gains a level', () => {
    expect(compare({ currentRole: null, roleChange: null, createsAccount: true })).toEqual(
      group('gain', true)
    );
  });

  it('not for someone who needs none', () => {
    expect(compare({ currentRole: null, roleChange: null })).toEqual(UNCHANGED);
  });
});

describe('the role stays', () => {
  const sets = { levelsBefore: [SILVER], levelsAfter: [SILVER, KETO] };

  it.each<[string, Partial<Compared>, Comparison]>([
    ['and so does all else', {}, UNCHANGED],
    ['and a level of a set comes', { ...sets, bundled: [KETO] }, group('gain')],
    [
      'and a level of a set goes',
      { levelsBefore: [SILVER, KETO], levelsAfter: [SILVER], bundled: [KETO] },
      group('lose'),
    ],
    ['and a lower level comes that is in no set', sets, UNCHANGED],
    [
      'of no account, whatever is bought',
      { ...sets, bundled: [KETO], roleChange: null },
      UNCHANGED,
    ],
  ])('%s', (_rule, change, expected) => {
    expect(compare(change)).toEqual(expected);
  });
});

describe('something is in the way', () => {
  const gains = { levelsBefore: [SILVER], levelsAfter: [GOLD] };
  const held = (reason: Hindrance): Comparison => ({ group: 'held', reason });

  it.each<[string, Partial<Compared>, Comparison]>([
    ['of staff', { ...gains, ...STAFF }, held('protected-role')],
    [
      'of an account that was deleted',
      { ...gains, roleChange: null, hindrance: 'account-deleted' },
      held('account-deleted'),
    ],
    [
      'the hindrance is told before the role',
      { ...gains, ...STAFF, hindrance: 'account-deleted' },
      held('account-deleted'),
    ],
    ['of nothing, as the level stays', STAFF, UNCHANGED],
    [
      'of nothing, as no level was or is',
      { ...STAFF, levelsBefore: [], levelsAfter: [] },
      UNCHANGED,
    ],
    [
      'of a level beneath the highest',
      { ...STAFF, levelsAfter: [SILVER, KETO], bundled: [KETO] },
      held('protected-role'),
    ],
    [
      'of a new account',
      { ...gains, hindrance: 'incomplete', currentRole: null, createsAccount: true },
      held('incomplete'),
    ],
  ])('%s', (_rule, change, expected) => {
    expect(compare(change)).toEqual(expected);
  });

  it('a role that is right already is in no one’s way', () => {
    expect(compare({ ...gains, roleChange: STAYS })).toEqual(UNCHANGED);
  });
});

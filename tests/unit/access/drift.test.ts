import fc from 'fast-check';

import { highestLevel, type AccessInput } from '../../../server/src/core/access/decide';
import {
  dueRole,
  hasDrifted,
  isChangedByHand,
  isOverruled,
  mayBeKept,
  overridesToKeep,
  standingAfter,
} from '../../../server/src/core/access/drift';
import { FORMER, RULES } from '../../builders/member';

const [GOLD, SILVER, BRONZE, DEFAULT, STAFF] = [1, 2, 3, 10, 20];
const LEVELS = [GOLD, SILVER, BRONZE].map((roleId, index) => ({ roleId, rank: index + 1 }));
const SITE = { fallbackRoleId: null, defaultRoleId: DEFAULT, publicRoleId: 11 };

describe('a role changed by hand', () => {
  const drifted = (currentRole: number | null, standingRoleId: number | null, dueRoleId = GOLD) =>
    hasDrifted({
      levels: LEVELS,
      site: SITE,
      lastGivenRoleId: null,
      currentRole,
      standingRoleId,
      dueRoleId,
    });

  it.each([
    ['another level than the one in which we left the user', SILVER, GOLD, true],
    ['the fallback', DEFAULT, GOLD, true],
    ['no role', null, GOLD, true],
    ['where we left the user', GOLD, GOLD, false],
    ['where we left the user, though something else is due', SILVER, SILVER, false],
    ['what is due, given before we did', GOLD, SILVER, false],
    ['staff', STAFF, GOLD, false],
    ['about whom nothing was decided', SILVER, null, false],
  ])('%s', (_name, current, standing, expected) => {
    expect(drifted(current, standing)).toBe(expected);
  });
});

const level = fc.constantFrom(GOLD, SILVER, BRONZE);
const inputs = fc.record({
  entitlements: fc.array(
    fc.record({
      id: fc.uuid(),
      live: fc.boolean(),
      roleIds: fc.uniqueArray(level, { maxLength: 3 }),
    }),
    { maxLength: 4 }
  ),
  overrides: fc.array(
    fc.record({
      id: fc.nat(1000),
      effect: fc.constantFrom('grant' as const, 'deny' as const),
      roleId: level,
      until: fc.constantFrom(null, 50, 200),
    }),
    { maxLength: 3 }
  ),
  levels: fc.constant(LEVELS),
  currentRole: fc.constantFrom(GOLD, SILVER, BRONZE, DEFAULT, STAFF, null),
  site: fc.constant(SITE),
  lastGivenRoleId: fc.constant(null),
  now: fc.constant(100),
}) satisfies fc.Arbitrary<AccessInput>;

it('keeping a role makes overrides that lead to exactly this role, or says that none do', () => {
  fc.assert(
    fc.property(inputs, (input) => {
      const made = overridesToKeep(input);
      const isDenied = input.overrides.some(
        ({ effect, roleId, until }) =>
          effect === 'deny' && roleId === input.currentRole && (until === null || until > 100)
      );
      const isKeepable = LEVELS.some(({ roleId }) => roleId === input.currentRole)
        ? !isDenied
        : input.currentRole === DEFAULT;
      expect(made !== null).toBe(isKeepable);
      if (!made) return;
      const overrides = [
        ...input.overrides,
        ...made.map((override, index) => ({ ...override, id: 2000 + index, until: null })),
      ];
      const reached = highestLevel({ ...input, overrides })?.roleId ?? DEFAULT;
      expect(reached).toBe(input.currentRole);
      // Nothing is denied that nobody gives.
      const given = [
        ...input.entitlements.filter(({ live }) => live).flatMap(({ roleIds }) => roleIds),
        ...input.overrides.filter(({ effect }) => effect === 'grant').map(({ roleId }) => roleId),
      ];
      for (const { effect, roleId } of made) if (effect === 'deny') expect(given).toContain(roleId);
    })
  );
});

describe('a member whose role was changed by hand', () => {
  const [GOLD_ROLE, SILVER_ROLE, DEFAULT_ROLE, STAFF_ROLE] = [11, 12, 1, 20];
  const member = { levelRoleId: GOLD_ROLE, standingRoleId: GOLD_ROLE, heldReason: null };
  const changed = (
    roleId: number,
    told: { member?: Partial<Parameters<typeof isChangedByHand>[0]['member']>; last?: number } = {}
  ) =>
    isChangedByHand({
      member: { ...member, ...told.member },
      user: { roleId },
      lastGiven: [GOLD_ROLE, told.last ?? null],
      rules: RULES,
    });

  it('stands in another one than the one that is due', () => {
    expect(changed(SILVER_ROLE)).toBe(true);
    expect(changed(GOLD_ROLE)).toBe(false);
  });

  it('without a level, in another one than the fallback', () => {
    const without = { levelRoleId: null, standingRoleId: DEFAULT_ROLE };
    expect(changed(SILVER_ROLE, { member: without })).toBe(true);
    expect(changed(DEFAULT_ROLE, { member: without })).toBe(false);
    expect(dueRole(without, { ...RULES, fallbackRoleId: FORMER })).toBe(FORMER);
    expect(dueRole(member, RULES)).toBe(GOLD_ROLE);
  });

  it('protected role is no drift', () => {
    expect(changed(STAFF_ROLE)).toBe(false);
    expect(changed(SILVER_ROLE, { member: { heldReason: 'protected-role' } })).toBe(false);
    expect(changed(SILVER_ROLE, { member: { heldReason: 'unconfirmed-account' } })).toBe(false);
    expect(changed(SILVER_ROLE, { member: { heldReason: 'unmapped-product' } })).toBe(true);
  });

  it('former level on a shared account: another of those who share it was given it', () => {
    expect(changed(FORMER)).toBe(false);
    expect(changed(FORMER, { last: FORMER })).toBe(true);
  });

  it('is none where the role that is due was deleted', () => {
    expect(changed(SILVER_ROLE, { member: { levelRoleId: 99 } })).toBe(false);
  });
});

it('what is left of deciding: where the user stands, and no drift', () => {
  const NONE = { driftRoleId: null, driftSince: null };
  expect(standingAfter(true, GOLD)).toEqual({ standingRoleId: GOLD, ...NONE });
  expect(standingAfter(false, GOLD)).toEqual({ standingRoleId: null, ...NONE });
});

describe('a role change replaces a role given by hand', () => {
  const overruled = (
    told: Partial<Parameters<typeof isOverruled>[0] & Parameters<typeof isOverruled>[1]>
  ) => {
    const known = { standingRoleId: GOLD, userId: 5, roleBefore: SILVER, roleAfter: GOLD, ...told };
    return isOverruled(known, { ...known, userId: 5 });
  };

  it('where the user stood in another one than we left them in, and does no more', () => {
    expect(overruled({})).toBe(true);
  });

  it.each([
    ['about whom nothing had been decided', { standingRoleId: null }],
    ['of another account', { userId: 6 }],
    ['that stood where we left it', { standingRoleId: SILVER }],
    ['that stays', { roleAfter: SILVER }],
  ])('not one %s', (_what, told) => {
    expect(overruled(told)).toBe(false);
  });
});

it('what overrides can lead to: a level, or the fallback', () => {
  const rules = { ...RULES, fallbackRoleId: FORMER };
  const [LEVEL, DEFAULT_ROLE, STAFF_ROLE] = [12, 1, 20];
  const asked = [LEVEL, FORMER, DEFAULT_ROLE, STAFF_ROLE, null];
  expect(asked.map((roleId) => mayBeKept(roleId, rules))).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
  expect(mayBeKept(DEFAULT_ROLE, RULES)).toBe(true);
});

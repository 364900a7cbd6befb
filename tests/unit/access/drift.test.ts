import fc from 'fast-check';

import { highestLevel, type AccessInput } from '../../../server/src/core/access/decide';
import { hasDrifted, overridesToKeep } from '../../../server/src/core/access/drift';

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

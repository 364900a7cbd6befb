import type { AccessInput } from '../../../server/src/core/access/decide';
import { decideAccess, liveLevels, takesAway } from '../../../server/src/core/access/decide';

const AUTHENTICATED = 1;
const PUBLIC = 2;
const GOLD = 11;
const SILVER = 12;
const BRONZE = 13;
const EDITOR = 20;
const NOW = Date.UTC(2026, 2, 1);

type Entitlement = AccessInput['entitlements'][number];
type Override = AccessInput['overrides'][number];

const bought = (roleId: number | null, id = 'purchase', live = true): Entitlement => ({
  id,
  live,
  roleIds: roleId === null ? [] : [roleId],
});
const grant = (roleId: number | null, id = 1, until: number | null = null): Override => ({
  id,
  effect: 'grant',
  roleId,
  until,
});
const deny = (roleId: number | null, id = 1, until: number | null = null): Override => ({
  id,
  effect: 'deny',
  roleId,
  until,
});

/** Somebody in the site's default role, who has nothing. */
function decide(input: Partial<AccessInput>): ReturnType<typeof decideAccess> {
  return decideAccess({
    entitlements: [],
    overrides: [],
    levels: [
      { roleId: SILVER, rank: 2 },
      { roleId: GOLD, rank: 1 },
      { roleId: BRONZE, rank: 3 },
    ],
    currentRole: AUTHENTICATED,
    site: { fallbackRoleId: null, defaultRoleId: AUTHENTICATED, publicRoleId: PUBLIC },
    lastGivenRoleId: null,
    now: NOW,
    ...input,
  });
}

const site = (
  fallbackRoleId: number | null,
  defaultRoleId: number | null = AUTHENTICATED
): AccessInput['site'] => ({
  fallbackRoleId,
  defaultRoleId,
  publicRoleId: PUBLIC,
});

describe('which level', () => {
  test('a live purchase gives its level, and is named as the reason', () => {
    expect(decide({ entitlements: [bought(SILVER)] })).toEqual({
      kind: 'change',
      to: SILVER,
      level: SILVER,
      because: { type: 'entitlement', id: 'purchase' },
    });
  });

  test('of several the highest counts', () => {
    const entitlements = [bought(BRONZE, 'a'), bought(GOLD, 'b'), bought(SILVER, 'c')];
    expect(decide({ entitlements })).toMatchObject({ to: GOLD, because: { id: 'b' } });
  });

  test('of several that give the same, the smallest id is the reason; a purchase before what was given', () => {
    const entitlements = [bought(GOLD, 'b'), bought(GOLD, 'a')];
    expect(decide({ entitlements, overrides: [grant(GOLD)] }).because).toEqual({
      type: 'entitlement',
      id: 'a',
    });
    expect(decide({ overrides: [grant(GOLD, 10), grant(GOLD, 9)] }).because).toEqual({
      type: 'override',
      id: 9,
    });
  });

  test('a purchase that has ended, is unmapped, or gives a role that is no level gives nothing', () => {
    const entitlements = [bought(GOLD, 'a', false), bought(null, 'b'), bought(EDITOR, 'c')];
    expect(decide({ entitlements })).toEqual({
      kind: 'keep',
      reason: 'already-right',
      level: null,
      because: { type: 'fallback' },
    });
  });

  test('who loses the last purchase falls back', () => {
    const entitlements = [bought(GOLD, 'a', false)];
    expect(decide({ entitlements, currentRole: GOLD })).toMatchObject({
      kind: 'change',
      to: AUTHENTICATED,
    });
  });

  test('the chosen fallback comes before the default role', () => {
    expect(decide({ currentRole: GOLD, site: site(BRONZE) })).toMatchObject({
      to: BRONZE,
      level: null,
    });
    expect(decide({ currentRole: GOLD, site: site(30) })).toMatchObject({ to: 30, level: null });
  });

  test('with no role to fall back to, everyone keeps theirs', () => {
    expect(decide({ currentRole: GOLD, site: site(null, null) })).toMatchObject({
      kind: 'keep',
      level: null,
    });
  });
});

describe('what a person decided', () => {
  test('a level that was given counts like a purchase', () => {
    expect(decide({ entitlements: [bought(BRONZE)], overrides: [grant(SILVER, 5)] })).toMatchObject(
      {
        to: SILVER,
        because: { type: 'override', id: 5 },
      }
    );
  });

  test('a denied level is not held, the next one is', () => {
    const entitlements = [bought(GOLD, 'a'), bought(SILVER, 'b')];
    expect(decide({ entitlements, overrides: [deny(GOLD)] })).toMatchObject({ to: SILVER });
  });

  test('a denial outweighs a grant of the same level', () => {
    expect(decide({ currentRole: GOLD, overrides: [grant(GOLD, 1), deny(GOLD, 2)] })).toMatchObject(
      {
        to: AUTHENTICATED,
      }
    );
  });

  test('a denial without a level denies all', () => {
    const entitlements = [bought(GOLD, 'a'), bought(SILVER, 'b')];
    expect(
      decide({ entitlements, currentRole: GOLD, overrides: [deny(null), grant(BRONZE, 2)] })
    ).toMatchObject({
      kind: 'change',
      to: AUTHENTICATED,
      level: null,
    });
  });

  test.each([
    ['a moment before its end', NOW + 1, GOLD],
    ['at its end', NOW, null],
    ['after its end', NOW - 1, null],
  ])('a grant %s', (_name, until, level) => {
    expect(decide({ overrides: [grant(GOLD, 1, until)] }).level).toBe(level);
  });

  test.each([
    ['a moment before its end', NOW + 1, null],
    ['at its end', NOW, GOLD],
  ])('a denial %s', (_name, until, level) => {
    expect(decide({ entitlements: [bought(GOLD)], overrides: [deny(GOLD, 1, until)] }).level).toBe(
      level
    );
  });

  test('a role that is no level cannot be given', () => {
    expect(decide({ overrides: [grant(EDITOR)] }).level).toBeNull();
  });
});

describe('who may be moved', () => {
  test.each([
    ['a level', { currentRole: BRONZE }],
    ['the default role', { currentRole: AUTHENTICATED }],
    ['public', { currentRole: PUBLIC }],
    ['no role', { currentRole: null }],
    ['the fallback', { currentRole: 30, site: site(30) }],
    [
      'the role that this plugin gave last, which is no level any more',
      { currentRole: 40, lastGivenRoleId: 40 },
    ],
  ])('whoever is in %s', (_name, input) => {
    expect(decide({ ...input, entitlements: [bought(GOLD)] })).toMatchObject({
      kind: 'change',
      to: GOLD,
    });
  });

  test('anyone else is staff and stays, and what they bought is still told', () => {
    expect(
      decide({ currentRole: EDITOR, entitlements: [bought(GOLD)], lastGivenRoleId: GOLD })
    ).toEqual({
      kind: 'keep',
      reason: 'protected-role',
      level: GOLD,
      because: { type: 'entitlement', id: 'purchase' },
    });
  });

  test('staff without a purchase do not fall back either', () => {
    expect(decide({ currentRole: EDITOR })).toMatchObject({
      kind: 'keep',
      reason: 'protected-role',
      level: null,
    });
  });

  test('whoever is in the right role already is left alone, with the reason for it', () => {
    expect(decide({ currentRole: GOLD, entitlements: [bought(GOLD)] })).toEqual({
      kind: 'keep',
      reason: 'already-right',
      level: GOLD,
      because: { type: 'entitlement', id: 'purchase' },
    });
  });
});

describe('several levels for one product', () => {
  const KETO = 14;
  const levels = [
    { roleId: GOLD, rank: 1 },
    { roleId: SILVER, rank: 2 },
    { roleId: KETO, rank: 3 },
  ];
  const family = { id: 'family', live: true, roleIds: [KETO, GOLD] };
  const setOf = (overrides: readonly Override[], held = levels) =>
    liveLevels({ entitlements: [family], overrides, levels: held, now: NOW }).map(
      ({ roleId }) => roleId
    );

  test('all of them are live, and the highest is the role', () => {
    expect(setOf([])).toEqual([GOLD, KETO]);
    expect(decide({ levels, entitlements: [family] })).toMatchObject({ to: GOLD, level: GOLD });
  });

  test('RULES case 18: Gold denied, the role is Keto and the set {Keto}', () => {
    const overrides = [deny(GOLD)];
    expect(setOf(overrides)).toEqual([KETO]);
    expect(decide({ levels, entitlements: [family], overrides, currentRole: GOLD })).toEqual({
      kind: 'change',
      to: KETO,
      level: KETO,
      because: { type: 'entitlement', id: 'family' },
    });
  });

  test('the lower one denied, the role stays', () => {
    const overrides = [deny(KETO)];
    expect(setOf(overrides)).toEqual([GOLD]);
    const asked = { levels, entitlements: [family], overrides, currentRole: GOLD };
    expect(decide(asked)).toMatchObject({ kind: 'keep', level: GOLD });
  });

  test('every level denied, nothing is left', () => {
    expect(setOf([deny(null)])).toEqual([]);
  });

  test('one whose role was deleted does not stop the other', () => {
    const left = levels.filter(({ roleId }) => roleId !== GOLD);
    expect(setOf([], left)).toEqual([KETO]);
    expect(decide({ levels: left, entitlements: [family] })).toMatchObject({ to: KETO });
  });

  test('each is named with what gives it first', () => {
    const plan = { id: 'a plan', live: true, roleIds: [GOLD] };
    const given = liveLevels({
      entitlements: [family, plan],
      overrides: [grant(SILVER, 7)],
      levels,
      now: NOW,
    });
    expect(given).toEqual([
      { roleId: GOLD, because: { type: 'entitlement', id: 'a plan' } },
      { roleId: SILVER, because: { type: 'override', id: 7 } },
      { roleId: KETO, because: { type: 'entitlement', id: 'family' } },
    ]);
  });
});

describe('what a change takes away', () => {
  const levels = [
    { roleId: GOLD, rank: 1 },
    { roleId: SILVER, rank: 2 },
  ];
  const changeTo = (to: number) =>
    ({ kind: 'change', to, level: null, because: { type: 'fallback' } }) as const;

  test.each([
    ['a lower level instead', changeTo(SILVER), GOLD, true],
    ['no level instead of one', changeTo(AUTHENTICATED), SILVER, true],
    ['a higher level instead', changeTo(GOLD), SILVER, false],
    ['a level instead of none', changeTo(SILVER), AUTHENTICATED, false],
    ['a level instead of no role', changeTo(SILVER), null, false],
    ['one role of no level instead of another', changeTo(AUTHENTICATED), PUBLIC, false],
  ])('%s', (_rule, roleChange, currentRole, takes) => {
    expect(takesAway(roleChange, { levels, currentRole })).toBe(takes);
  });

  test('equal rank takes nothing', () => {
    const equal = levels.map(({ roleId }) => ({ roleId, rank: 1 }));
    expect(takesAway(changeTo(SILVER), { levels: equal, currentRole: GOLD })).toBe(false);
  });

  test('what is kept takes nothing', () => {
    const kept = decide({ currentRole: EDITOR, entitlements: [bought(GOLD)] });
    expect(takesAway(kept, { levels, currentRole: GOLD })).toBe(false);
  });
});

describe('a grant without a level', () => {
  test('gives nothing', () => {
    expect(decide({ overrides: [grant(null), grant(SILVER, 2)] }).level).toBe(SILVER);
    expect(decide({ overrides: [grant(null)] }).level).toBeNull();
  });
});

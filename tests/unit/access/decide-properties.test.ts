import fc from 'fast-check';
import type { AccessInput } from '../../../server/src/core/access/decide';
import { decideAccess, liveLevels } from '../../../server/src/core/access/decide';
import { shuffled } from '../../model/arrivals';
import { referenceRoleChange, referenceLevels } from '../../model/reference-role-change';
import { holdsFor, PROPERTY_TIMEOUT_MS } from '../../model/run-property';

jest.setTimeout(PROPERTY_TIMEOUT_MS);

const NOW = 1_000;

/** 1 to 4 are levels at times; 8 and 9 never are. */
const roles = fc.constantFrom(1, 2, 3, 4, 8, 9);
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { freq: 4 });

const inputs: fc.Arbitrary<AccessInput> = fc.record({
  entitlements: fc.uniqueArray(
    fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd', 'e10', 'e9'),
      live: fc.boolean(),
      roleIds: fc.uniqueArray(roles, { maxLength: 3 }),
    }),
    { selector: ({ id }) => id, maxLength: 4 }
  ),
  overrides: fc.uniqueArray(
    fc.record({
      id: fc.integer({ min: 1, max: 12 }),
      effect: fc.constantFrom('grant', 'grant', 'deny'),
      roleId: maybe(roles),
      until: maybe(fc.constantFrom(NOW - 1, NOW, NOW + 1)),
    }),
    { selector: ({ id }) => id, maxLength: 3 }
  ),
  levels: fc
    .shuffledSubarray([1, 2, 3, 4])
    .map((chosen) => chosen.map((roleId, at) => ({ roleId, rank: at + 1 }))),
  currentRole: maybe(roles),
  site: fc.record({
    fallbackRoleId: maybe(fc.constantFrom(4, 5, 8)),
    defaultRoleId: fc.constantFrom(5, 5, 5, null),
    publicRoleId: fc.constantFrom(6, 6, 8),
  }),
  lastGivenRoleId: maybe(roles),
  now: fc.constant(NOW),
});

test('the role change is what the reference model says', () => {
  holdsFor(0.3, inputs, (input) => {
    expect(decideAccess(input)).toEqual(referenceRoleChange(input));
  });
});

test('the order of what is looked at decides nothing', () => {
  holdsFor(0.1, fc.tuple(inputs, fc.nat()), ([input, seed]) => {
    const otherwise = {
      ...input,
      entitlements: shuffled(input.entitlements, seed),
      overrides: shuffled(input.overrides, seed),
      levels: shuffled(input.levels, seed),
    };
    expect(decideAccess(otherwise)).toEqual(decideAccess(input));
  });
});

test('nobody gets what nothing gives, holds what is denied, or is moved out of a role that is not ours', () => {
  holdsFor(0.2, inputs, (input) => {
    const roleChange = decideAccess(input);
    const { level } = roleChange;
    if (level !== null) {
      const inForce = input.overrides.filter(({ until }) => until === null || until > NOW);
      const gives = [
        ...input.entitlements.filter(({ live }) => live).flatMap(({ roleIds }) => roleIds),
        ...inForce.filter(({ effect }) => effect === 'grant').map(({ roleId }) => roleId),
      ];
      expect(gives).toContain(level);
      expect(input.levels.map(({ roleId }) => roleId)).toContain(level);
      const denied = inForce.filter(({ effect }) => effect === 'deny').map(({ roleId }) => roleId);
      expect(denied).not.toContain(level);
      expect(denied).not.toContain(null);
    }
    if (roleChange.kind === 'change') {
      expect(roleChange.to).toBe(level ?? input.site.fallbackRoleId ?? input.site.defaultRoleId);
      expect(roleChange.to).not.toBe(input.currentRole);
    }
  });
});

test('a role change carried out is right: the second one keeps', () => {
  holdsFor(0.1, inputs, (input) => {
    const roleChange = decideAccess(input);
    if (roleChange.kind !== 'change') return;
    const again = decideAccess({
      ...input,
      currentRole: roleChange.to,
      lastGivenRoleId: roleChange.to,
    });
    expect(again).toEqual({
      kind: 'keep',
      reason: 'already-right',
      level: roleChange.level,
      because: roleChange.because,
    });
  });
});

const setOf = (input: AccessInput) => liveLevels(input).map(({ roleId }) => roleId);

test('the live levels are what the reference model holds live, and the role is the highest of them', () => {
  holdsFor(0.3, inputs, (input) => {
    expect(setOf(input)).toEqual(referenceLevels(input));
    expect(decideAccess(input).level).toBe(setOf(input)[0] ?? null);
  });
});

test('denying one level takes this one and leaves the others', () => {
  holdsFor(0.2, fc.tuple(inputs, roles), ([input, denied]) => {
    const denial = { id: 99, effect: 'deny' as const, roleId: denied, until: null };
    const after = setOf({ ...input, overrides: [...input.overrides, denial] });
    expect(after).toEqual(setOf(input).filter((roleId) => roleId !== denied));
  });
});

test('a level whose role is gone does not stop the others', () => {
  holdsFor(0.2, fc.tuple(inputs, roles), ([input, gone]) => {
    const levels = input.levels.filter(({ roleId }) => roleId !== gone);
    expect(setOf({ ...input, levels })).toEqual(setOf(input).filter((roleId) => roleId !== gone));
  });
});

test('several levels of one purchase are as good as a purchase for each of them', () => {
  holdsFor(0.2, inputs, (input) => {
    const entitlements = input.entitlements.flatMap(({ id, live, roleIds }) =>
      roleIds.map((roleId) => ({ id: `${id} ${roleId}`, live, roleIds: [roleId] }))
    );
    expect(setOf({ ...input, entitlements })).toEqual(setOf(input));
  });
});

test('adding a purchase takes no level from anybody', () => {
  const more = fc.uniqueArray(roles, { maxLength: 3 });
  holdsFor(0.1, fc.tuple(inputs, more), ([input, roleIds]) => {
    const entitlements = [...input.entitlements, { id: 'z', live: true, roleIds }];
    expect(setOf({ ...input, entitlements })).toEqual(expect.arrayContaining(setOf(input)));
  });
});

/** Which roles are whose. */
import {
  areAllGone,
  isStartRole,
  refusalOfRole,
  refusalToGive,
  startRole,
} from '../../../server/src/core/rules/roles';
import { DEFAULT, GOLD, PUBLIC, RULES, SILVER } from '../../builders/member';

const [FALLBACK, GONE] = [8, 99];
const site = { fallbackRoleId: FALLBACK, defaultRoleId: DEFAULT, publicRoleId: PUBLIC };

it('who has no level is in the fallback, else in the default role of the site', () => {
  expect(startRole(site)).toBe(FALLBACK);
  expect(startRole({ ...site, fallbackRoleId: null })).toBe(DEFAULT);
  expect(startRole({ fallbackRoleId: null, defaultRoleId: null })).toBeNull();
});

it('anyone may be in these without having been given anything', () => {
  const asked = [null, FALLBACK, DEFAULT, PUBLIC, GOLD];
  expect(asked.map((roleId) => isStartRole(site, roleId))).toEqual([true, true, true, true, false]);
});

describe('what can be neither level nor fallback', () => {
  const gold = { type: 'gold' };

  it.each([
    ['a role that is gone', null, [], 'missing'],
    ['the public one', { type: 'public' }, [], 'public'],
    ['an ordinary one may be', gold, ['api::recipe.recipe.find'], null],
    ['whose members read users', gold, ['plugin::users-permissions.user.find'], null],
    ['that makes users', gold, ['plugin::users-permissions.user.create'], 'manages-users'],
    ['that changes users', gold, ['plugin::users-permissions.user.update'], 'manages-users'],
    ['that deletes users', gold, ['plugin::users-permissions.user.destroy'], 'manages-users'],
    ['that makes roles', gold, ['plugin::users-permissions.role.createRole'], 'manages-users'],
    ['that changes roles', gold, ['plugin::users-permissions.role.updateRole'], 'manages-users'],
    ['that deletes roles', gold, ['plugin::users-permissions.role.deleteRole'], 'manages-users'],
    [
      'that reads permissions',
      gold,
      ['plugin::users-permissions.permissions.getPermissions'],
      null,
    ],
    [
      'that gives them',
      gold,
      ['plugin::users-permissions.permissions.getPolicies'],
      'manages-users',
    ],
    ['that runs this plugin', gold, ['plugin::kartra.mapping.find'], 'manages-users'],
    ['one action of several is enough', gold, ['a.b.c', 'plugin::kartra.x'], 'manages-users'],
    ['an action of another plugin', gold, ['plugin::x.plugin::kartra.y'], null],
    ['that counts users', gold, ['plugin::users-permissions.user.updateMe'], null],
    ['of a plugin of a like name', gold, ['x.plugin::users-permissions.user.create'], null],
    ['of another, and roles', gold, ['x.plugin::users-permissions.role.createRole'], null],
    ['that lists roles', gold, ['plugin::users-permissions.role.createRoles'], null],
    ['of another, and permissions', gold, ['x.plugin::users-permissions.permissions.set'], null],
  ])('%s', (_what, role, actions, refusal) => {
    expect(refusalOfRole(role, actions)).toBe(refusal);
  });
});

it.each([
  [null, true, null],
  ['missing', true, 'role-missing'],
  ['missing', false, 'role-missing'],
  ['public', true, 'role-refused'],
  ['manages-users', true, 'role-refused'],
  ['manages-users', false, null],
] as const)('refused as %s, a level: %s → %s', (refusal, isLevel, why) => {
  expect(refusalToGive(refusal, isLevel)).toBe(why);
});

it('a mapping gives nothing when every role of it was deleted', () => {
  expect(areAllGone([GONE], RULES.roles)).toBe(true);
  expect(areAllGone([GONE, SILVER], RULES.roles)).toBe(false);
  expect(areAllGone([], RULES.roles)).toBe(false);
});

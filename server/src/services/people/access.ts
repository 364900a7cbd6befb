import { statusOf } from '../../core/access/account';
import { meets, type HeldLevel, type Level, type Requirement } from '../../core/access/held-levels';
import { levelsNow } from '../../core/access/held-now';
import type { Outlook } from '../../core/entitlements/outlook';
import type { Role } from '../../core/rules/roles';
import { findAccessLevels } from '../../repositories/access-levels';
import { database, type Database } from '../../repositories/database';
import { findEntitlementsOf, type StoredEntitlement } from '../../repositories/entitlements';
import { findMappings } from '../../repositories/mappings';
import { findMembersByUser } from '../../repositories/members';
import { findOverridesOf } from '../../repositories/overrides';
import { findRoles } from '../../repositories/roles';
import { findUsers, type SiteUser } from '../../repositories/users';
import { perStrapi } from '../../utils/per-strapi';
import { outlookOfStored } from './payment-outlook';
import { readConnectionRules, readSiteRoles } from '../engine';
import { nowOf } from '../background';

export interface UserAccess {
  readonly role: Role | null;
  /** The whole set the user holds now, highest first: the role, and every other level that something gives. */
  readonly levels: readonly HeldLevel[];
}

/** For code of the site: may this user see gold? `strapi.plugin('kartra').service('access')`. */
export const accessOf = perStrapi(({ strapi }) => {
  const readLevels = async (db: Database): Promise<Level[]> => {
    const { id } = await readConnectionRules(strapi);
    const roles = new Map((await findRoles(strapi, db)).map((role) => [role.id, role]));
    return (await findAccessLevels(db, id)).flatMap(({ roleId, rank }) => {
      const role = roles.get(roleId);
      return role ? { roleId, name: role.name, type: role.type, rank } : [];
    });
  };

  const of = async (
    userId: number,
    outlookOf: (row: StoredEntitlement) => Outlook | null = () => null
  ): Promise<UserAccess & { all: readonly Level[] }> => {
    const db = database(strapi);
    const [user = null] = await findUsers(strapi, db, [userId]);
    const role = (await findRoles(strapi, db)).find(({ id }) => id === user?.roleId) ?? null;
    const all = await readLevels(db);
    const members = await findMembersByUser(db, userId);
    const ids = members.map(({ id }) => id);
    const stored = ids.length === 0 ? [] : await findEntitlementsOf(db, ids);
    const levels = levelsNow({
      userId,
      status: user ? await readStatus(db, user) : 'none',
      roleId: role?.id ?? null,
      levels: all,
      members,
      entitlements: stored.map((row) => ({ ...row, outlook: outlookOf(row) })),
      overrides: ids.length === 0 ? [] : await findOverridesOf(db, ids, [userId]),
      now: nowOf(strapi),
    });
    return { role, levels, all };
  };

  /** What the site asks of its users matters only where somebody has not done it. */
  const readStatus = async (db: Database, user: SiteUser) =>
    user.confirmed ? 'ready' : statusOf(user, await readSiteRoles(strapi, db));

  return {
    /** The user's role and every access level held now. */
    async levelsOf(userId: number): Promise<UserAccess> {
      const { id } = await readConnectionRules(strapi);
      const mappings = await findMappings(database(strapi), id);
      const now = nowOf(strapi);
      const { role, levels } = await of(userId, (row) => outlookOfStored(row, mappings, now));
      return { role, levels };
    },

    /** `has(user.id, { anyOf: ['gold'] })`, or `{ atLeast: 'silver' }` by rank. */
    async has(userId: number, requirement: Requirement): Promise<boolean> {
      const { levels, all } = await of(userId);
      return meets(levels, all, requirement);
    },
  };
});

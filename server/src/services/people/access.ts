import type { UID } from '@strapi/strapi';
import { statusOf } from '../../core/access/account';
import { meets, type HeldLevel, type Level, type Requirement } from '../../core/access/held-levels';
import { levelsNow } from '../../core/access/held-now';
import type { ProtectRule } from '../../core/content/rule';
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
import { contentOf, heldOf, type AccessReport, type ProtectOptions } from '../content';

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

  /** What the site asks of its users matters only where a user has not done it. */
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
      const db = database(strapi);
      const [user] = await findUsers(strapi, db, [userId]);
      const holder = {
        userId,
        roleId: user?.roleId ?? null,
        status: user ? await readStatus(db, user) : 'none',
      } as const;
      const { held, levels } = await heldOf(strapi).read(holder);
      return meets(held, levels, requirement);
    },

    /**
     * Entries of this content type are for members only, by whatever way they are asked for: routes, `populate`, dynamic
     * zones, components, filters, sort, search and GraphQL. To be called in the `register()` of the site; what can't be
     * meant throws, and so does a start of the site on which it would protect nothing.
     *
     * `protect('api::recipe.recipe', { anyOf: ['gold', 'keto'] })`, or `{ atLeast: 'silver' }` by rank. With
     * `{ teaser: ['title'] }` these fields stay readable for everyone. API tokens are not affected.
     */
    protect(uid: UID.ContentType, rule: ProtectRule, options?: ProtectOptions): void {
      contentOf(strapi).protect(uid, rule, options);
    },

    /**
     * Who can read what, for tests of the site: each role and way that opens content without the level it is meant for.
     * `expect((await access.report()).types.flatMap(({ openings }) => openings)).toEqual([])`.
     */
    report: (): Promise<AccessReport> => contentOf(strapi).report(),
  };
});

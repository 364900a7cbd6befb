import {
  heldLevels,
  meets,
  type Grant,
  type HeldLevel,
  type Level,
  type Requirement,
} from '../../core/access/held-levels';
import { isByEarlierRules } from '../../core/access/new-rules';
import type { Outlook } from '../../core/entitlements/outlook';
import { isLive } from '../../core/entitlements/term';
import { findAccessLevels } from '../../repositories/access-levels';
import { database, type Database } from '../../repositories/database';
import { findEntitlementsOf, type StoredEntitlement } from '../../repositories/entitlements';
import { findMappings } from '../../repositories/mappings';
import { findMembersByUser } from '../../repositories/members';
import { findOverridesOf } from '../../repositories/overrides';
import { findRoles, type Role } from '../../repositories/roles';
import { findUsers } from '../../repositories/users';
import { perStrapi } from '../../utils/per-strapi';
import { outlookOfStored } from './payment-outlook';
import { readConnectionRules } from '../engine';
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

  /**
   * What purchases and overrides give, beneath the role, and which levels ended this very moment; nothing while the
   * account itself has to wait.
   */
  const readGrants = async (
    db: Database,
    userId: number,
    outlookOf: (row: StoredEntitlement) => Outlook | null
  ): Promise<{ readonly grants: readonly Grant[]; readonly justEnded: readonly number[] }> => {
    const now = nowOf(strapi);
    const members = await findMembersByUser(db, userId);
    const ids = members
      .filter(({ heldReason }) => heldReason !== 'unconfirmed-account')
      .map(({ id }) => id);
    if (ids.length === 0) return { grants: [], justEnded: [] };
    // Ends do not take effect for members who wait for the answer about new rules.
    const waiting = new Set(members.filter(isByEarlierRules).map(({ id }) => id));
    const isOver = (memberId: number, end: number | null): boolean =>
      end !== null && end <= now && !waiting.has(memberId);
    const overrides = (await findOverridesOf(db, ids)).filter(
      ({ memberId, until }) => !isOver(memberId, until)
    );
    const denials = overrides.filter(({ effect }) => effect === 'deny');
    const isDenied = (roleId: number) =>
      denials.some((denial) => denial.roleId === null || denial.roleId === roleId);
    const live = (await findEntitlementsOf(db, ids)).filter(isLive);
    const hasEnded = ({ memberId, endsAt }: StoredEntitlement) => isOver(memberId, endsAt);
    const bought = live.flatMap((row): Grant[] =>
      hasEnded(row)
        ? []
        : row.roleIds.map((roleId) => ({
            roleId,
            state: stateOf(row.state),
            until: row.endsAt,
            outlook: outlookOf(row),
          }))
    );
    const given = overrides.flatMap((row): Grant[] =>
      row.effect === 'grant' && row.source === 'manual' && row.roleId !== null
        ? [{ roleId: row.roleId, state: 'given', until: row.until, outlook: null }]
        : []
    );
    return {
      grants: [...bought, ...given].filter(({ roleId }) => !isDenied(roleId)),
      justEnded: live.filter(hasEnded).flatMap(({ roleIds }) => roleIds),
    };
  };

  const of = async (
    userId: number,
    outlookOf: (row: StoredEntitlement) => Outlook | null = () => null
  ): Promise<UserAccess & { all: readonly Level[] }> => {
    const db = database(strapi);
    const [user] = await findUsers(strapi, db, [userId]);
    const role = (await findRoles(strapi, db)).find(({ id }) => id === user?.roleId) ?? null;
    const all = await readLevels(db);
    const { grants, justEnded } = await readGrants(db, userId, outlookOf);
    // The site itself goes by the role: a user who has it holds the level, wherever it came from. One that ended
    // is about to be taken.
    const isCovered =
      !role || justEnded.includes(role.id) || grants.some(({ roleId }) => roleId === role.id);
    const own: Grant[] = isCovered
      ? []
      : [{ roleId: role.id, state: 'active', until: null, outlook: null }];
    return { role, levels: heldLevels(all, [...grants, ...own]), all };
  };

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

const stateOf = (state: string): Grant['state'] =>
  state === 'past-due' || state === 'leaving' || state === 'completed' ? state : 'active';

import type { KeepDriftBody } from '../../../../contracts/member';
import { hasDrifted, overridesToKeep } from '../../core/access/drift';
import type { Viewer } from '../../core/viewer/viewer';
import { insertActivity } from '../../repositories/activities';
import { database, inTransaction, type Database } from '../../repositories/database';
import { findEntitlementsOf } from '../../repositories/entitlements';
import { findMembers, lockMembers, updateMember, type MemberRow } from '../../repositories/members';
import { createOverride } from '../../repositories/overrides';
import { findUsers, lockUser, type SiteUser } from '../../repositories/users';
import { perStrapi } from '../../utils/per-strapi';
import { notFound } from '../../utils/errors';
import { refuse } from '../../utils/validate';
import {
  NO_DRIFT,
  readClaims,
  readRules,
  roleName,
  type Rules,
  readConnectionRules,
} from '../engine';
import { memberCareOf } from './member-care';
import { nowOf } from '../background';

/** These wait for a change of their user. A change updates the member, so it is no drift. */
const SETTLED_ANEW = ['protected-role', 'unconfirmed-account'];

/**
 * Roles that were changed by hand. They are noted and shown, and stay until an administrator restores or keeps them, or
 * until the member's purchases are decided again. Nothing here changes a role automatically.
 */
export const driftOf = perStrapi(({ strapi }) => {
  const isDrifted = (rules: Rules, member: MemberRow, user: SiteUser): boolean => {
    const dueRoleId = member.levelRoleId ?? rules.fallbackRoleId ?? rules.roles.defaultRoleId;
    if (SETTLED_ANEW.includes(member.heldReason ?? '')) return false;
    if (roleName(rules, dueRoleId) === null) return false;
    return hasDrifted({
      levels: rules.levels,
      currentRole: user.roleId,
      site: { ...rules.roles, fallbackRoleId: rules.fallbackRoleId },
      lastGivenRoleId: member.lastGivenRoleId,
      standingRoleId: member.standingRoleId,
      dueRoleId,
    });
  };

  const noteDrift = async (
    db: Database,
    rules: Rules,
    member: MemberRow,
    user: SiteUser,
    actor: string | null
  ): Promise<void> => {
    const now = nowOf(strapi);
    if (member.driftSince !== null && member.driftRoleId === user.roleId) return;
    await updateMember(db, member.id, { driftRoleId: user.roleId, driftSince: now });
    const due = member.levelRoleId ?? rules.fallbackRoleId ?? rules.roles.defaultRoleId;
    const values = { role: roleName(rules, user.roleId), level: roleName(rules, due) };
    await insertActivity(db, {
      connectionId: member.connectionId,
      happenedAt: now,
      code: 'drift.found',
      values,
      actor,
      memberId: member.id,
    });
  };

  /** Whether this user has a role given by hand. Writes the note, or removes one that no longer holds. */
  const look = async (memberId: number, actor: string | null = null): Promise<boolean> => {
    const connection = await readConnectionRules(strapi);
    return inTransaction(strapi, async (db) => {
      const [member] = await lockMembers(db, [memberId]);
      if (!member || member.userId === null) return false;
      const user = await lockUser(strapi, db, member.userId);
      if (!user) {
        const isNew = member.userGoneAt === null;
        if (isNew) await updateMember(db, memberId, { userGoneAt: nowOf(strapi), ...NO_DRIFT });
        return false;
      }
      const rules = await readRules(strapi, db, connection);
      if (isDrifted(rules, member, user)) {
        await noteDrift(db, rules, member, user, actor);
        return true;
      }
      if (member.driftSince !== null) await updateMember(db, memberId, NO_DRIFT);
      return false;
    });
  };

  return {
    look,

    /** A look that costs no lock; only what it suspects is looked at for good. */
    async lookAtUserOf(member: MemberRow, actor: string | null): Promise<boolean> {
      if (member.userId === null || member.standingRoleId === null) return false;
      const [user] = await findUsers(strapi, database(strapi), [member.userId]);
      if (!user) return false;
      if (user.roleId === member.standingRoleId && member.driftSince === null) return false;
      return look(member.id, actor);
    },

    /** What was done by hand stays: overrides are made by which purchases come to the same. */
    async keep(memberId: number, { reason }: KeepDriftBody, viewer: Viewer): Promise<void> {
      const connection = await readConnectionRules(strapi);
      const [known] = await findMembers(database(strapi), [memberId]);
      if (!known) throw notFound('There is no such member.');
      const now = nowOf(strapi);
      await inTransaction(strapi, async (db) => {
        const [member] = await lockMembers(db, [memberId]);
        const user = member?.userId ? await lockUser(strapi, db, member.userId) : null;
        const rules = await readRules(strapi, db, connection);
        if (!member || !user || !isDrifted(rules, member, user)) {
          throw refuse(['id'], 'role-not-by-hand');
        }
        const entitlements = await findEntitlementsOf(db, [memberId]);
        const { lastGivenRoleId } = member;
        const { input } = await readClaims(db, {
          member,
          entitlements,
          user,
          lastGivenRoleId,
          rules,
          now,
        });
        const made = overridesToKeep(input);
        if (!made) {
          throw refuse(['id'], 'role-not-kept');
        }
        const about = { connectionId: connection.id, memberId };
        for (const override of made) {
          await createOverride(db, {
            ...about,
            ...override,
            source: 'manual',
            userId: null,
            until: null,
            reason,
            author: viewer.actor,
            givenAt: now,
          });
        }
        const role = roleName(rules, user.roleId);
        await insertActivity(db, {
          ...about,
          happenedAt: now,
          code: 'drift.kept',
          values: { role, reason },
          actor: viewer.actor,
        });
        // From here on it is no change by hand: what is settled next finds it in order.
        await updateMember(db, memberId, { standingRoleId: user.roleId, ...NO_DRIFT });
      });
      await memberCareOf(strapi).recompute(memberId, viewer);
    },
  };
});

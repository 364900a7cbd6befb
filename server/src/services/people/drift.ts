import type { KeepDriftBody } from '../../../../contracts/member';
import { statusOf } from '../../core/access/account';
import { decideMember } from '../../core/access/decide-member';
import { dueRole, isChangedByHand, NO_DRIFT, overridesToKeep } from '../../core/access/drift';
import { entitlementsAt } from '../../core/entitlements/entitlement';
import { roleName, type Rules } from '../../core/rules/rules';
import type { Viewer } from '../../core/viewer/viewer';
import { insertActivity } from '../../repositories/activities';
import { database, inTransaction, type Database } from '../../repositories/database';
import { findEntitlementsOf } from '../../repositories/entitlements';
import {
  findMembers,
  findMembersByUser,
  lockMembers,
  updateMember,
  type MemberRow,
} from '../../repositories/members';
import { createOverride } from '../../repositories/overrides';
import { findUsers, lockUser, type SiteUser } from '../../repositories/users';
import { perStrapi } from '../../utils/per-strapi';
import { notFound } from '../../utils/errors';
import { refuse } from '../../utils/validate';
import { readConnectionRules, readRules, readWorldOf } from '../engine';
import { memberCareOf } from './member-care';
import { nowOf } from '../background';

/**
 * Roles that were changed by hand. They are noted and shown, and stay until an administrator restores or keeps them, or
 * until the member's purchases are decided again. Nothing here changes a role automatically.
 */
export const driftOf = perStrapi(({ strapi }) => {
  const isDrifted = async (
    db: Database,
    rules: Rules,
    member: MemberRow,
    user: SiteUser
  ): Promise<boolean> => {
    const others = (await findMembersByUser(db, user.id)).filter(({ id }) => id !== member.id);
    const lastGiven = [member, ...others].map(({ lastGivenRoleId }) => lastGivenRoleId);
    return isChangedByHand({ member, user, lastGiven, rules });
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
    const values = {
      role: roleName(rules, user.roleId),
      level: roleName(rules, dueRole(member, rules)),
    };
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
      if (await isDrifted(db, rules, member, user)) {
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
        if (!member || !user || !(await isDrifted(db, rules, member, user))) {
          throw refuse(['id'], 'role-not-by-hand');
        }
        const stored = await findEntitlementsOf(db, [memberId]);
        const world = await readWorldOf(db, {
          member,
          entitlements: entitlementsAt(rules, stored, now),
          account: { user, status: statusOf(user, rules.roles), created: false },
          rules,
          now,
        });
        const made = overridesToKeep(decideMember(world).input);
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
        // From here on it is no change by hand: what is decided next finds it in order.
        await updateMember(db, memberId, { standingRoleId: user.roleId, ...NO_DRIFT });
      });
      await memberCareOf(strapi).recompute(memberId, viewer);
    },
  };
});

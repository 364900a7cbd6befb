import type { Core } from '@strapi/strapi';
import type { MemberSummary } from '../../../../contracts/member';
import { stateOfMember } from '../../core/access/member-state';
import { isLive } from '../../core/entitlements/term';
import { showEmail, showPerson } from '../../core/viewer/masks';
import type { Viewer } from '../../core/viewer/viewer';
import { dueRole, mayBeKept } from '../../core/access/drift';
import { countingOverrides, isInForce } from '../../core/access/overrides';
import { roleName, type Rules } from '../../core/rules/rules';
import type { Database } from '../../repositories/database';
import { findEntitlementsOf } from '../../repositories/entitlements';
import { readRoleIds } from '../../repositories/level-sets';
import { findIdentitiesOf } from '../../repositories/member-identities';
import { findMembersByUser, type MemberRow } from '../../repositories/members';
import { findOverridesOf } from '../../repositories/overrides';
import { findUsers } from '../../repositories/users';
import { isoOrNull } from '../../utils/iso';
import { readRules, readConnectionRules } from '../engine';
import { nowOf } from '../background';

/** Members as a list shows them; names and addresses masked without the permission. */
export async function summariseMembers(
  strapi: Core.Strapi,
  db: Database,
  members: readonly MemberRow[],
  viewer: Viewer
): Promise<MemberSummary[]> {
  const ids = members.map(({ id }) => id);
  const identities = await findIdentitiesOf(db, ids);
  const userIds = [...new Set(members.flatMap(({ userId }) => userId ?? []))];
  const users = await findUsers(strapi, db, userIds);
  const stateOf = await readStates(db, members, userIds, nowOf(strapi));
  const rules = await readRules(strapi, db, await readConnectionRules(strapi));
  const nameOf = (roleId: number | null) => roleName(rules, roleId);

  return members.map((member) => {
    const user = users.find(({ id }) => id === member.userId);
    const roleId = dueRole(member, rules);
    const level = { roleId, name: nameOf(roleId) };
    const { state, until, livePurchases } = stateOf(member);
    return {
      id: member.id,
      ...showPerson(viewer, member),
      leadIds: identities
        .filter((identity) => identity.memberId === member.id && identity.type === 'lead')
        .flatMap(({ value }) => value ?? []),
      user: user
        ? {
            id: user.id,
            username: showEmail(viewer, user.username),
            email: showEmail(viewer, user.email),
            roleName: nameOf(user.roleId),
            blocked: user.blocked,
            confirmed: user.confirmed,
          }
        : null,
      userGoneAt: isoOrNull(member.userGoneAt),
      level,
      levels: readRoleIds(member.levelRoleId, member.levels).map((id) => ({
        roleId: id,
        name: nameOf(id),
      })),
      isTest: member.isTest,
      heldReason: member.heldReason,
      drift: driftOf(member, level, rules),
      state,
      until: isoOrNull(until),
      livePurchases,
      lastChangedAt: new Date(member.changedAt ?? member.firstSeenAt).toISOString(),
    };
  });
}

/** What all who share an account hold counts for each of them. */
async function readStates(
  db: Database,
  members: readonly MemberRow[],
  userIds: readonly number[],
  now: number
) {
  const sharers = await findMembersByUser(db, ...userIds);
  const ids = [...new Set([...members, ...sharers].map(({ id }) => id))];
  const entitlements = await findEntitlementsOf(db, ids);
  const overrides = await findOverridesOf(db, ids, userIds);
  return (member: MemberRow) => {
    const { id, userId } = member;
    const group = new Set([
      id,
      ...sharers.filter((other) => userId !== null && other.userId === userId).map((row) => row.id),
    ]);
    const purchases = entitlements.filter(({ memberId }) => group.has(memberId));
    const known = overrides.filter(
      (row) => group.has(row.memberId) || (userId !== null && row.userId === userId)
    );
    return {
      ...stateOfMember({
        heldReason: member.heldReason,
        levelRoleId: member.levelRoleId,
        accessState: member.accessState,
        purchases,
        overrides: countingOverrides(known, { userId, purchases }).filter(isInForce(now)),
      }),
      livePurchases: entitlements.filter((row) => row.memberId === id && isLive(row)).length,
    };
  };
}

function driftOf(
  member: MemberRow,
  due: { readonly roleId: number | null; readonly name: string | null },
  rules: Rules
): MemberSummary['drift'] {
  const { driftRoleId: roleId, driftSince } = member;
  if (driftSince === null) return null;
  return {
    roleId,
    roleName: roleName(rules, roleId),
    since: new Date(driftSince).toISOString(),
    due,
    canKeep: mayBeKept(roleId, rules),
  };
}

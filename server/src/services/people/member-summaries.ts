import type { Core } from '@strapi/strapi';
import type { MemberSummary } from '../../../../contracts/member';
import { stateOfMember } from '../../core/access/member-state';
import { isLive } from '../../core/entitlements/term';
import { showEmail, showPerson } from '../../core/viewer/masks';
import type { Viewer } from '../../core/viewer/viewer';
import { findAccessLevels } from '../../repositories/access-levels';
import type { Database } from '../../repositories/database';
import { findEntitlementsOf } from '../../repositories/entitlements';
import { readRoleIds } from '../../repositories/level-sets';
import { findIdentitiesOf } from '../../repositories/member-identities';
import { findMembersByUser, type MemberRow } from '../../repositories/members';
import { findOverridesOf } from '../../repositories/overrides';
import { findUsers } from '../../repositories/users';
import { isoOrNull } from '../../utils/iso';
import { readSiteRoles, countsFor, readConnectionRules } from '../engine';
import { nowOf } from '../background';

/** Members as a list shows them; names and addresses masked without the permission. */
export async function summariseMembers(
  strapi: Core.Strapi,
  db: Database,
  members: readonly MemberRow[],
  viewer: Viewer
): Promise<MemberSummary[]> {
  const connection = await readConnectionRules(strapi);
  const ids = members.map(({ id }) => id);
  const identities = await findIdentitiesOf(db, ids);
  const userIds = [...new Set(members.flatMap(({ userId }) => userId ?? []))];
  const users = await findUsers(strapi, db, userIds);
  const standingOf = await readStandings(db, members, userIds, nowOf(strapi));
  const roles = await readSiteRoles(strapi, db);
  const nameOf = (roleId: number | null) =>
    roles.all.find((role) => role.id === roleId)?.name ?? null;
  const ranks = await findAccessLevels(db, connection.id);
  const fallback = connection.fallbackRoleId ?? roles.defaultRoleId;

  return members.map((member) => {
    const user = users.find(({ id }) => id === member.userId);
    const roleId = member.levelRoleId ?? fallback;
    const level = { roleId, name: nameOf(roleId) };
    const { state, until, livePurchases } = standingOf(member);
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
      drift: driftOf(member, level, nameOf, ranks, fallback),
      state,
      until: isoOrNull(until),
      livePurchases,
      lastChangedAt: new Date(member.changedAt ?? member.firstSeenAt).toISOString(),
    };
  });
}

/** What all who share an account hold counts for each of them. */
async function readStandings(
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
    return {
      ...stateOfMember({
        heldReason: member.heldReason,
        levelRoleId: member.levelRoleId,
        accessState: member.accessState,
        purchases: entitlements.filter(({ memberId }) => group.has(memberId)),
        overrides: overrides
          .filter((row) => group.has(row.memberId) || (userId !== null && row.userId === userId))
          .filter(countsFor(userId))
          .filter(({ until }) => until === null || until > now),
      }),
      livePurchases: entitlements.filter((row) => row.memberId === id && isLive(row)).length,
    };
  };
}

function driftOf(
  member: MemberRow,
  due: { readonly roleId: number | null; readonly name: string | null },
  nameOf: (roleId: number | null) => string | null,
  levels: readonly { readonly roleId: number }[],
  fallback: number | null
): MemberSummary['drift'] {
  const { driftRoleId: roleId, driftSince } = member;
  if (driftSince === null) return null;
  return {
    roleId,
    roleName: nameOf(roleId),
    since: new Date(driftSince).toISOString(),
    due,
    canKeep: roleId === fallback || levels.some((level) => level.roleId === roleId),
  };
}

import type { Core } from '@strapi/strapi';
import type {
  Member,
  MemberEntitlement,
  MemberOverride,
  MemberSummary,
} from '../../../contracts/member';
import { maskEmail } from '../core/members/email';
import { findAccessLevels } from '../repositories/access-levels';
import { findActivities } from '../repositories/activities';
import { database, type Database } from '../repositories/database';
import { findEntitlementsOf } from '../repositories/entitlements';
import { findIdentitiesOf } from '../repositories/member-identities';
import { listMembers, type MemberFilter } from '../repositories/member-list';
import { findMembers, findMembersByUser, type MemberRow } from '../repositories/members';
import { findOverridesOf } from '../repositories/overrides';
import { findUsers } from '../repositories/users';
import { notFound } from '../utils/errors';
import { getService } from '../utils/get-service';
import { showActivity } from './activity';
import { readConnectionRules } from './connection-rules';
import { explainMember } from './explanations';
import { readLinkedFrom } from './account-links';
import { readSiteRoles } from './roles';
import { countsFor } from './rules';

const TIMELINE = 100;

/** Members as administrators see them. */
export default ({ strapi }: { strapi: Core.Strapi }) => {
  const find = async (db: Database, id: number): Promise<MemberRow> => {
    const [member] = await findMembers(db, [id]);
    if (!member) throw notFound('There is no such member.');
    return member;
  };

  const summarise = async (
    db: Database,
    members: readonly MemberRow[],
    seesPersonalData: boolean
  ): Promise<MemberSummary[]> => {
    const connection = await readConnectionRules(strapi);
    const identities = await findIdentitiesOf(
      db,
      members.map(({ id }) => id)
    );
    const users = await findUsers(
      strapi,
      db,
      members.flatMap(({ userId }) => userId ?? [])
    );
    const roles = await readSiteRoles(strapi, db);
    const nameOf = (roleId: number | null) =>
      roles.all.find((role) => role.id === roleId)?.name ?? null;
    const shown = (text: string | null) =>
      text === null || seesPersonalData ? text : maskEmail(text);
    const levels = await findAccessLevels(db, connection.id);
    const fallback = connection.fallbackRoleId ?? roles.defaultRoleId;

    return members.map((member) => {
      const user = users.find(({ id }) => id === member.userId);
      const name = nameOfMember(member);
      const roleId = member.levelRoleId ?? fallback;
      return {
        id: member.id,
        email: shown(member.email),
        name: seesPersonalData ? name : null,
        leadIds: identities
          .filter((identity) => identity.memberId === member.id && identity.type === 'lead')
          .flatMap(({ value }) => value ?? []),
        user: user
          ? {
              id: user.id,
              username: shown(user.username) ?? '',
              email: shown(user.email),
              roleName: nameOf(user.roleId),
            }
          : null,
        level: { roleId, name: nameOf(roleId) },
        isTest: member.isTest,
        heldReason: member.heldReason,
        drift: driftOf(member, { roleId, name: nameOf(roleId) }, nameOf, levels, fallback),
        state: (member.accessState ?? 'none') as MemberSummary['state'],
      };
    });
  };

  /** How the member came to the account, and who else did. */
  const accountOf = async (
    member: MemberRow,
    others: readonly MemberRow[],
    seesPersonalData: boolean
  ): Promise<Pick<Member, 'link' | 'sharedWith' | 'userGoneAt'>> => {
    const before = readLinkedFrom(member);
    const [from] = before?.userId ? await findUsers(strapi, database(strapi), [before.userId]) : [];
    const shown = (text: string) => (seesPersonalData ? text : maskEmail(text));
    return {
      link: before && {
        at: new Date(before.at).toISOString(),
        by: before.by,
        from: from ? { id: from.id, username: shown(from.username) } : null,
      },
      sharedWith: others.map((other) => ({
        id: other.id,
        name: seesPersonalData ? nameOfMember(other) : null,
        email: other.email && shown(other.email),
      })),
      userGoneAt: member.userGoneAt === null ? null : new Date(member.userGoneAt).toISOString(),
    };
  };

  const one = async (id: number, seesPersonalData: boolean): Promise<Member> => {
    const db = database(strapi);
    const member = await find(db, id);
    const connection = await readConnectionRules(strapi);
    const [summary] = await summarise(db, [member], seesPersonalData);
    if (!summary) throw notFound('There is no such member.');
    const [user] = member.userId === null ? [] : await findUsers(strapi, db, [member.userId]);
    const others = user
      ? (await findMembersByUser(db, user.id)).filter((other) => other.id !== id)
      : [];
    const counting = (
      await findOverridesOf(
        db,
        [member, ...others].map((row) => row.id),
        user ? [user.id] : []
      )
    ).filter(countsFor(user?.id ?? null));
    const roles = (await readSiteRoles(strapi, db)).all;
    const nameOf = (roleId: number | null) =>
      roles.find((role) => role.id === roleId)?.name ?? null;
    const timeline = await findActivities(
      db,
      { connectionId: connection.id, memberId: id },
      { offset: 0, limit: TIMELINE }
    );
    const levels = await findAccessLevels(db, connection.id);
    return {
      ...summary,
      ...(await accountOf(member, others, seesPersonalData)),
      welcomeMail: await getService(strapi, 'welcome-mail').stateOf(id),
      entitlements: (await findEntitlementsOf(db, [id])).map(
        (row): MemberEntitlement => ({
          id: row.id,
          state: row.state as MemberEntitlement['state'],
          reason: row.reason ?? (row.roleId === null ? 'unmapped-product' : null),
          roleId: row.roleId,
          roleName: nameOf(row.roleId),
          productId: row.productId,
          productName: row.productName,
          pricePoint: row.pricePoint,
          orderIds: row.orderIds,
          subscriptionId: row.subscriptionId,
          startedAt: row.startedAt,
          endsAt: row.endsAt === null ? null : new Date(row.endsAt).toISOString(),
        })
      ),
      // What was held before Kartra counts only as an access level; any other role is no gift of ours.
      overrides: counting
        .filter(({ memberId }) => memberId === id)
        .filter(
          ({ source, roleId }) =>
            source !== 'held-before' || levels.some((level) => level.roleId === roleId)
        )
        .map(
          (row): MemberOverride => ({
            id: row.id,
            effect: row.effect === 'deny' ? 'deny' : 'grant',
            source: row.source === 'held-before' ? 'held-before' : 'manual',
            roleId: row.roleId,
            roleName: nameOf(row.roleId),
            until: row.until === null ? null : new Date(row.until).toISOString(),
            reason: row.reason,
            author: row.author,
            givenAt: new Date(row.givenAt).toISOString(),
          })
        ),
      timeline: timeline.rows.map(showActivity),
      explanation: await explainMember(strapi, db, {
        connection,
        member,
        user: user ?? null,
        overrides: counting,
        others,
        now: Date.now(),
      }),
    };
  };

  return {
    one,

    async list(
      filter: MemberFilter,
      page: { readonly page: number; readonly pageSize: number },
      seesPersonalData: boolean
    ): Promise<{ rows: MemberSummary[]; total: number }> {
      const db = database(strapi);
      const { id, fallbackRoleId } = await readConnectionRules(strapi);
      const fallback = fallbackRoleId ?? (await readSiteRoles(strapi, db)).defaultRoleId;
      const asked = { ...filter, includesWithoutLevel: filter.roleId === fallback };
      const offset = (page.page - 1) * page.pageSize;
      const { rows, total } = await listMembers(db, id, asked, { offset, limit: page.pageSize });
      return { rows: await summarise(db, rows, seesPersonalData), total };
    },
  };
};

const nameOfMember = ({ firstName, lastName }: MemberRow): string | null =>
  [firstName, lastName].filter(Boolean).join(' ') || null;

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

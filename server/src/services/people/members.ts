import type { Member, MemberSummary } from '../../../../contracts/member';
import type { MemberEntitlement } from '../../../../contracts/purchase';
import type { MemberOverride } from '../../../../contracts/override';
import type { Purchase } from '../../core/entitlements/fact';
import type { RenewalQuestion } from '../../core/entitlements/likely-renewals';
import { showEmail, showPerson } from '../../core/viewer/masks';
import type { Viewer } from '../../core/viewer/viewer';
import { startRole } from '../../core/rules/roles';
import { siteOf } from '../../core/rules/rules';
import { countsFor } from '../../core/access/overrides';
import { findAccessLevels } from '../../repositories/access-levels';
import { findActivities, findLastActor } from '../../repositories/activities';
import { database, type Database } from '../../repositories/database';
import { findEntitlementsOf, type StoredEntitlement } from '../../repositories/entitlements';
import { findMappings } from '../../repositories/mappings';
import { findIdentitiesOf } from '../../repositories/member-identities';
import { listMembers, type MemberFilter } from '../../repositories/member-list';
import { findMembers, findMembersByUser, type MemberRow } from '../../repositories/members';
import { findOverridesOf } from '../../repositories/overrides';
import { findUsers } from '../../repositories/users';
import { perStrapi } from '../../utils/per-strapi';
import { notFound } from '../../utils/errors';
import { isoOrNull } from '../../utils/iso';
import { welcomeMailOf } from '../messages';
import { showActivity } from '../activity';
import { explainMember } from './explanations';
import { NO_LEVELS, showLevels } from '../catalogue';
import { summariseMembers } from './member-summaries';
import { outlookOfStored, showOutlook } from './payment-outlook';
import { readRules, readSiteRoles, readConnectionRules } from '../engine';
import { nowOf } from '../background';

const TIMELINE = 20;

/** Members as administrators see them. */
export const membersOf = perStrapi(({ strapi }) => {
  const find = async (db: Database, id: number): Promise<MemberRow> => {
    const [member] = await findMembers(db, [id]);
    if (!member) throw notFound('There is no such member.');
    return member;
  };

  /** How the member came to the account, and who else did. */
  const accountOf = async (
    member: MemberRow,
    others: readonly MemberRow[],
    viewer: Viewer
  ): Promise<Pick<Member, 'link' | 'sharedWith'>> => {
    const before = member.linkedFrom;
    const [from] = before?.userId ? await findUsers(strapi, database(strapi), [before.userId]) : [];
    return {
      link: before && {
        at: new Date(before.at).toISOString(),
        by: before.by,
        from: from ? { id: from.id, username: showEmail(viewer, from.username) } : null,
      },
      sharedWith: others.map((other) => ({ id: other.id, ...showPerson(viewer, other) })),
    };
  };

  const one = async (id: number, viewer: Viewer): Promise<Member> => {
    const db = database(strapi);
    const member = await find(db, id);
    const connection = await readConnectionRules(strapi);
    const [summary] = await summariseMembers(strapi, db, [member], viewer);
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
    const mappings = await findMappings(db, connection.id);
    const now = nowOf(strapi);
    const names = { ranks: levels, names: new Map(roles.map((role) => [role.id, role.name])) };
    const levelsOf = (roleIds: readonly number[]) =>
      roleIds.length === 0 ? NO_LEVELS : showLevels({ roleIds, roleNames: [] }, names);
    const explained = await explainMember(strapi, db, {
      connection,
      member,
      user: user ?? null,
      overrides: counting,
      others,
      now,
    });
    const stored = await findEntitlementsOf(db, [id]);
    return {
      ...summary,
      otherEmails: (await findIdentitiesOf(db, [id]))
        .filter(({ type, value }) => type === 'email' && value !== null && value !== member.email)
        .flatMap(({ value }) => (value === null ? [] : showEmail(viewer, value))),
      erasedAt: isoOrNull(member.erasedAt),
      erasedBy: member.erasedAt === null ? null : await findLastActor(db, id, 'member.erased'),
      ...(await accountOf(member, others, viewer)),
      welcomeMail: await welcomeMailOf(strapi).stateOf(id),
      renewalQuestions: questionsOf(explained.questions, stored),
      entitlements: stored.map(
        (row): MemberEntitlement => ({
          id: row.id,
          state: row.state,
          reason: row.reason ?? (row.roleIds.length === 0 ? 'unmapped-product' : null),
          ...levelsOf(row.roleIds),
          productId: row.productId,
          productName: row.productName,
          pricePoint: row.pricePoint,
          orderIds: row.orderIds,
          subscriptionId: row.subscriptionId,
          startedAt: row.startedAt,
          endsAt: isoOrNull(row.endsAt),
          payments: showOutlook(outlookOfStored(row, mappings, now)),
          changes: explained.changesOf(row.productId, row.purchaseKey),
          events: explained.eventsOf(row.productId, row.purchaseKey),
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
            effect: row.effect,
            source: row.source,
            roleId: row.roleId,
            roleName: nameOf(row.roleId),
            until: isoOrNull(row.until),
            reason: row.reason,
            author: row.author,
            givenAt: new Date(row.givenAt).toISOString(),
          })
        ),
      timeline: timeline.rows.map(showActivity),
      timelineTotal: timeline.total,
      explanation: explained.lines,
    };
  };

  return {
    one,

    async list(
      filter: Omit<MemberFilter, 'now'>,
      page: { readonly page: number; readonly pageSize: number },
      viewer: Viewer
    ): Promise<{ rows: MemberSummary[]; total: number }> {
      const db = database(strapi);
      const connection = await readConnectionRules(strapi);
      const { id } = connection;
      const fallback = startRole(siteOf(await readRules(strapi, db, connection)));
      const asked = {
        ...filter,
        includesWithoutLevel: filter.roleId === fallback,
        now: nowOf(strapi),
      };
      const offset = (page.page - 1) * page.pageSize;
      const { rows, total } = await listMembers(db, id, asked, { offset, limit: page.pageSize });
      return { rows: await summariseMembers(strapi, db, rows, viewer), total };
    },
  };
});

/** By the ids under which the page knows the purchases. */
function questionsOf(
  questions: readonly RenewalQuestion[],
  stored: readonly StoredEntitlement[]
): Member['renewalQuestions'] {
  const idOf = ({ key, productId }: Purchase) =>
    stored.find((row) => row.purchaseKey === key && row.productId === productId)?.id;
  return questions.flatMap(({ purchase, others }) => {
    const id = idOf(purchase);
    return id === undefined
      ? []
      : { purchase: id, purchases: others.flatMap((one) => idOf(one) ?? []) };
  });
}

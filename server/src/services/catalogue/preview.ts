import type { Core } from '@strapi/strapi';
import type { MailFacts } from '../../../../contracts/overview';
import type { Preview, PreviewedMember, PreviewMeta } from '../../../../contracts/preview';
import type { Sentence } from '../../../../contracts/common';
import { CountedOnce, previewMember, type MemberPreview } from '../../core/access/preview-member';
import { sayWhy } from '../../core/access/why';
import { roleName, type Rules } from '../../core/rules/rules';
import { database, type Database } from '../../repositories/database';
import { findMembersOfProduct } from '../../repositories/events';
import {
  findMemberIds,
  findMembers,
  findMembersByUser,
  type MemberRow,
} from '../../repositories/members';
import { findOverridesOf } from '../../repositories/overrides';
import { findConnection } from '../../repositories/connections';
import { findUsers, type SiteUser } from '../../repositories/users';
import { perStrapi } from '../../utils/per-strapi';
import { readRules, rulesOf } from '../engine';
import { readMailFacts } from '../messages';
import { showPerson } from '../../core/viewer/masks';
import type { Viewer } from '../../core/viewer/viewer';
import { readEntitlementsWithStuck } from './stuck-purchases';
import { nowOf } from '../background';

const CHUNK = 500;
const SHOWN = 200;
const EVERYBODY = { afterId: 0, limit: Number.MAX_SAFE_INTEGER };

export interface PreviewAsked {
  /** Null: the change concerns all members. */
  readonly productIds: readonly string[] | null;
  readonly viewer: Viewer;
  /** Null: all at once, and only some members by name. */
  readonly part: { readonly afterId: number; readonly limit: number } | null;
}

/**
 * Who gains, loses, stays and waits if a rule changed: decided as it would be applied, for everyone
 * concerned by the rules to come, and nothing written.
 */
export const previewOf = perStrapi(({ strapi }) => ({
  async of(
    change: (rules: Rules) => Rules,
    { productIds, viewer, part }: PreviewAsked
  ): Promise<{ preview: Preview; meta: PreviewMeta }> {
    const db = database(strapi);
    const connection = await findConnection(db);
    const today = await readRules(strapi, db, rulesOf(connection));
    const toCome = change(today);
    const counts = { gain: 0, lose: 0, moved: 0, unchanged: 0, held: 0 };
    const members: PreviewedMember[] = [];
    let accounts = 0;
    let welcomed = 0;

    const isFirst = part === null || part.afterId === 0;
    const all = isFirst ? await concerned(db, connection.id, productIds, EVERYBODY) : null;
    const asked =
      part === null
        ? (all ?? [])
        : (all?.slice(0, part.limit) ?? (await concerned(db, connection.id, productIds, part)));
    const once = new CountedOnce();
    const isCounted = await findCounted(db, connection.id, productIds, part?.afterId ?? 0);
    for (const ids of chunked(asked)) {
      for (const compared of await compareAll(strapi, db, ids, today, toCome)) {
        const { member, user, why } = compared;
        const isAgain = compared.others.some(isCounted);
        const comparison = once.of(user?.id ?? null, compared.comparison, isAgain);
        counts[comparison.group] += 1;
        if ('createsAccount' in comparison && comparison.createsAccount) {
          accounts += 1;
          welcomed += member.isTest ? 0 : 1;
        }
        const isListed =
          part !== null || (comparison.group !== 'unchanged' && members.length < SHOWN);
        if (!isListed) continue;
        members.push({
          memberId: member.id,
          group: comparison.group,
          ...showPerson(viewer, member),
          before: user ? roleName(today, user.roleId) : null,
          after: roleName(toCome, compared.roleAfter),
          levelsBefore: namesOf(today, compared.levelsBefore),
          levelsAfter: namesOf(toCome, compared.levelsAfter),
          why,
          heldReason: comparison.group === 'held' ? comparison.reason : null,
        });
      }
    }
    const mail = welcomed === 0 ? null : await readMailFacts(strapi, db);
    const mails = mail && canWelcome(mail) ? welcomed : 0;
    return {
      preview: { ...counts, accounts, mails, members },
      meta: {
        total: all?.length ?? null,
        nextAfterId: part && asked.length === part.limit ? (asked.at(-1) ?? null) : null,
      },
    };
  },
}));

const canWelcome = (mail: MailFacts): boolean =>
  mail.isOn && mail.hasProvider && mail.hasResetPage && mail.hasSiteAddress;

/** Ids of the members after one, the lowest first. */
async function concerned(
  db: Database,
  connectionId: number,
  productIds: readonly string[] | null,
  page: { readonly afterId: number; readonly limit: number }
): Promise<number[]> {
  if (productIds === null) return findMemberIds(db, connectionId, page);
  const ids = new Set<number>();
  for (const productId of new Set(productIds)) {
    const buyers = await findMembersOfProduct(db, connectionId, productId, page);
    buyers.forEach((id) => ids.add(id));
  }
  return [...ids].sort((a, b) => a - b).slice(0, page.limit);
}

const namesOf = (rules: Rules, roleIds: readonly number[]): string[] =>
  roleIds.flatMap((roleId) => roleName(rules, roleId) ?? []);

/** Whether a member was in an earlier part. */
async function findCounted(
  db: Database,
  connectionId: number,
  productIds: readonly string[] | null,
  afterId: number
): Promise<(member: MemberRow) => boolean> {
  if (afterId === 0) return () => false;
  if (productIds === null) return ({ id }) => id <= afterId;
  const ids = new Set(await concerned(db, connectionId, productIds, EVERYBODY));
  return ({ id }) => id <= afterId && ids.has(id);
}

interface ComparedMember extends MemberPreview {
  readonly member: MemberRow;
  /** Those who share the account. */
  readonly others: readonly MemberRow[];
  readonly user: SiteUser | null;
  readonly why: Sentence;
}

async function compareAll(
  strapi: Core.Strapi,
  db: Database,
  ids: readonly number[],
  today: Rules,
  toCome: Rules
): Promise<ComparedMember[]> {
  const members = await findMembers(db, ids);
  const userIds = members.flatMap(({ userId }) => userId ?? []);
  const users = await findUsers(strapi, db, userIds);
  const tied = await findMembersByUser(db, ...userIds);
  const all = [...new Set([...ids, ...tied.map(({ id }) => id)])];
  const overrides = await findOverridesOf(db, all, userIds);
  const now = nowOf(strapi);
  const entitlements = await readEntitlementsWithStuck(db, today, all, now);

  return members.map((member) => {
    const user = users.find(({ id }) => id === member.userId) ?? null;
    const others = tied.filter((row) => user && row.userId === user.id && row.id !== member.id);
    const isClaimed = ({ memberId }: { memberId: number }) =>
      memberId === member.id || others.some(({ id }) => id === memberId);
    const known = {
      member,
      others,
      user,
      entitlements: entitlements.filter(isClaimed),
      overrides: overrides.filter(
        (row) => isClaimed(row) || (user !== null && row.userId === user.id)
      ),
      now,
    };
    const previewed = previewMember(known, today, toCome);
    const why = sayWhy(previewed.because, known.entitlements, known.overrides);
    return { ...previewed, member, others, user, why };
  });
}

function* chunked(ids: readonly number[]): Generator<readonly number[]> {
  for (let start = 0; start < ids.length; start += CHUNK) yield ids.slice(start, start + CHUNK);
}

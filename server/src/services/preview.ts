import type { Core } from '@strapi/strapi';
import type { Preview, PreviewedMember } from '../../../contracts/preview';
import { decideAccess, highestLevel, takesAway } from '../core/access/decide';
import { compareAccess, type Comparison } from '../core/access/preview';
import { isLive } from '../core/entitlements/term';
import { maskEmail } from '../core/members/email';
import { database, type Database } from '../repositories/database';
import { findEntitlementsOf } from '../repositories/entitlements';
import { findMembersOfProduct } from '../repositories/events';
import {
  findMemberIds,
  findMembers,
  findMembersByUser,
  type MemberRow,
} from '../repositories/members';
import { findOverridesOf } from '../repositories/overrides';
import { findUsers, type SiteUser } from '../repositories/users';
import { claimsOf } from './claims';
import { readConnectionRules } from './connection-rules';
import { entitlementsAt, readRules, roleName, type Rules } from './rules';

const CHUNK = 500;
const SHOWN = 200;

/**
 * Who gains, loses, stays and waits if a rule changed: the same decision that would be applied, made for everybody
 * concerned by the rules to come, and nothing written.
 */
export default ({ strapi }: { strapi: Core.Strapi }) => ({
  async of(
    change: (rules: Rules) => Rules,
    asked: {
      /** Null: the change concerns everybody. */
      readonly productIds: readonly string[] | null;
      readonly seesPersonalData: boolean;
    }
  ): Promise<Preview> {
    const db = database(strapi);
    const connection = await readConnectionRules(strapi);
    const today = await readRules(strapi, db, connection);
    const toCome = change(today);
    const counts = { gain: 0, lose: 0, unchanged: 0, held: 0 };
    const members: PreviewedMember[] = [];
    let accounts = 0;

    const moved = new Set<number>();
    for (const ids of chunked(await concerned(db, connection.id, asked.productIds))) {
      for (const compared of await compareAll(strapi, db, ids, today, toCome)) {
        const { member, user, after } = compared;
        const comparison = onceForEach(moved, compared);
        counts[comparison.group] += 1;
        if (comparison.group === 'unchanged') continue;
        if (comparison.group !== 'held' && comparison.createsAccount) accounts += 1;
        if (members.length >= SHOWN) continue;
        members.push({
          memberId: member.id,
          group: comparison.group,
          ...personOf(member, asked.seesPersonalData),
          before: user ? roleName(today, user.roleId) : null,
          after: roleName(toCome, after),
          heldReason: comparison.group === 'held' ? comparison.reason : null,
        });
      }
    }
    return { ...counts, accounts, members };
  },
});

async function concerned(
  db: Database,
  connectionId: number,
  productIds: readonly string[] | null
): Promise<number[]> {
  const all = { afterId: 0, limit: Number.MAX_SAFE_INTEGER };
  if (productIds === null) return findMemberIds(db, connectionId, all);
  const ids = new Set<number>();
  for (const productId of productIds) {
    const buyers = await findMembersOfProduct(db, connectionId, productId, all);
    buyers.forEach((id) => ids.add(id));
  }
  return [...ids].sort((a, b) => a - b);
}

/** An account that several members share moves once: it counts with the first of them. */
function onceForEach(moved: Set<number>, { user, comparison }: ComparedMember): Comparison {
  const { group } = comparison;
  if (!user || group === 'held' || group === 'unchanged') return comparison;
  if (moved.has(user.id)) return { group: 'unchanged' };
  moved.add(user.id);
  return comparison;
}

interface ComparedMember {
  readonly member: MemberRow;
  readonly user: SiteUser | null;
  readonly comparison: Comparison;
  readonly after: number | null;
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
  const entitlements = await findEntitlementsOf(db, all);
  const overrides = await findOverridesOf(db, all, userIds);
  const rankOf = (roleId: number) => toCome.levels.find((level) => level.roleId === roleId)?.rank;
  const now = Date.now();

  return members.map((member) => {
    const user = users.find(({ id }) => id === member.userId) ?? null;
    const others = tied.filter((row) => user && row.userId === user.id && row.id !== member.id);
    const isClaimed = ({ memberId }: { memberId: number }) =>
      memberId === member.id || others.some(({ id }) => id === memberId);
    const stored = entitlements.filter(({ memberId }) => memberId === member.id);
    const inputBy = (rules: Rules) =>
      claimsOf({
        entitlements: entitlementsAt(rules, entitlements.filter(isClaimed), now),
        overrides: overrides.filter(
          (row) => isClaimed(row) || (user !== null && row.userId === user.id)
        ),
        others,
        user,
        lastGivenRoleId: member.lastGivenRoleId,
        rules,
        now,
      }).input;
    const input = inputBy(toCome);
    const decision = user ? decideAccess(input) : null;
    const levelAfter = highestLevel(input)?.roleId ?? null;
    const comparison = compareAccess(
      {
        currentRole: user?.roleId ?? null,
        decision,
        levelBefore: highestLevel(inputBy(today))?.roleId ?? null,
        levelAfter,
        hindrance:
          decision && takesAway(decision, input) ? null : hindranceOf(member, user, toCome),
        needsAccount: entitlementsAt(toCome, stored, now).some(
          (entitlement) => isLive(entitlement) && entitlement.roleId !== null
        ),
      },
      rankOf
    );
    const after = decision?.kind === 'change' ? decision.to : (user?.roleId ?? levelAfter);
    return { member, user, comparison, after };
  });
}

/** Why nothing can be given to this member, whatever the rules say. */
function hindranceOf(member: MemberRow, user: SiteUser | null, rules: Rules): string | null {
  if (user) {
    return rules.roles.requiresConfirmation && !user.confirmed ? 'unconfirmed-account' : null;
  }
  if (member.userId !== null) return 'account-deleted';
  return member.email === null ? 'incomplete' : null;
}

function* chunked(ids: readonly number[]): Generator<readonly number[]> {
  for (let start = 0; start < ids.length; start += CHUNK) yield ids.slice(start, start + CHUNK);
}

function personOf(member: MemberRow, seesPersonalData: boolean) {
  const name = [member.firstName, member.lastName].filter(Boolean).join(' ') || null;
  const { email } = member;
  return seesPersonalData
    ? { name, email }
    : { name: null, email: email === null ? null : maskEmail(email) };
}

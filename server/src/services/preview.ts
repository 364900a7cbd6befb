import type { Core } from '@strapi/strapi';
import type { Preview, PreviewedMember } from '../../../contracts/preview';
import { decideAccess, highestLevel, takesAway } from '../core/access/decide';
import { compareAccess, type Comparison } from '../core/access/preview';
import { isLive } from '../core/entitlements/term';
import { maskEmail } from '../core/members/email';
import { database, type Database } from '../repositories/database';
import { findEntitlementsOf } from '../repositories/entitlements';
import { findMembersOfProduct } from '../repositories/events';
import { findMemberIds, findMembers, type MemberRow } from '../repositories/members';
import { findOverridesOf } from '../repositories/overrides';
import { findUsers, type SiteUser } from '../repositories/users';
import { readConnectionRules } from './connection-rules';
import { accessInput, entitlementsAt, readRules, roleName, type Rules } from './rules';

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

    for (const ids of chunked(await concerned(db, connection.id, asked.productIds))) {
      for (const { member, user, comparison, after } of await compareAll(
        strapi,
        db,
        ids,
        today,
        toCome
      )) {
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
  const entitlements = await findEntitlementsOf(db, ids);
  const overrides = await findOverridesOf(db, ids);
  const users = await findUsers(
    strapi,
    db,
    members.flatMap(({ userId }) => userId ?? [])
  );
  const rankOf = (roleId: number) => toCome.levels.find((level) => level.roleId === roleId)?.rank;
  const now = Date.now();

  return members.map((member) => {
    const user = users.find(({ id }) => id === member.userId) ?? null;
    const stored = entitlements.filter(({ memberId }) => memberId === member.id);
    const mine = overrides.filter(({ memberId }) => memberId === member.id);
    const inputBy = (rules: Rules) =>
      accessInput(rules, {
        entitlements: entitlementsAt(rules, stored, now),
        overrides: mine,
        currentRole: user?.roleId ?? null,
        lastGivenRoleId: member.lastGivenRoleId,
        now,
      });
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

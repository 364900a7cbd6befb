import type { Core } from '@strapi/strapi';
import { BY_PRESENT_RULES, effectOfNewRules, isByEarlierRules } from '../../core/access/new-rules';
import { holdingsOf } from '../../core/access/holdings';
import { liveLevels } from '../../core/access/decide';
import { bestState } from '../../core/access/member-state';
import type { Rules } from '../../core/rules/rules';
import { database, inTransaction, type Database } from '../../repositories/database';
import { planEntitlements, writeEntitlements } from '../../repositories/entitlement-plans';
import {
  findEntitlementsOf,
  type DerivedEntitlement,
  type StoredEntitlement,
} from '../../repositories/entitlements';
import { findProductsOfMembers } from '../../repositories/events';
import {
  findMembers,
  findSharers,
  lockMembers,
  updateMember,
  type MemberRow,
} from '../../repositories/members';
import { markAsDerived, releaseRows } from '../../repositories/new-rules';
import { findOverridesOf } from '../../repositories/overrides';
import { findUsers } from '../../repositories/users';
import { foldRows } from './patient-fold';
import { findTouched } from './known-world';
import { deriveEntitlements } from './derived';
import { recomputeMember } from './recompute';
import { readRules, type ConnectionRules } from './rules';

/**
 * Works out what the rules of this version would make of a member whose access an earlier one derived, and changes
 * nothing visible: no role, no account, no mail. Where nothing would change, the purchases are written
 * again; otherwise all stays as it is, and what would change is noted. Members that share the account are judged together.
 */
export async function judgeMember(
  strapi: Core.Strapi,
  asked: { readonly connection: ConnectionRules; readonly memberId: number; readonly now: number }
): Promise<void> {
  const { connection, memberId, now } = asked;
  const [member] = await findMembers(database(strapi), [memberId]);
  if (!member || !isByEarlierRules(member)) return;
  // A test member's access needs no answer.
  if (member.isTest) {
    const cause = { webhookLogId: null, actor: null };
    return recomputeMember(strapi, { connection, memberId, cause, now });
  }
  await inTransaction(strapi, async (db) => {
    await lockMembers(db, [memberId]);
    const ids = [...new Set([memberId, ...(await findSharers(db, [memberId]))])];
    const group = await lockMembers(db, ids);
    // Another worker was quicker.
    if (!group.some((row) => row.id === memberId && isByEarlierRules(row))) return;
    await judge(strapi, db, connection, group, now);
  });
}

async function judge(
  strapi: Core.Strapi,
  db: Database,
  connection: ConnectionRules,
  group: readonly MemberRow[],
  now: number
): Promise<void> {
  const ids = group.map(({ id }) => id);
  const stored = await findEntitlementsOf(db, ids);
  const productIds = await findProductsOfMembers(db, ids);
  const found = await findTouched(db, connection.id, {
    productIds,
    memberIds: ids,
    factHashes: [],
  });
  const ledger = await foldRows(found.rows);
  const rules = await readRules(strapi, db, connection);
  const derived = deriveEntitlements(connection.id, ids, ledger, { rules, now });

  // End dates that passed since the site last ran are not caused by the new rules; they are handled as usual.
  const isDue = ({ endsAt }: StoredEntitlement) => endsAt !== null && endsAt <= now;
  const levelsOf = await readLevels(strapi, db, { group, rules, now });
  const before = levelsOf(stored.filter((row) => !isDue(row)));
  const after = levelsOf(derived.map(asStored));
  const effect = effectOfNewRules(before, after, rules.levels);
  const changes = effect
    ? { rulesEffect: effect, rulesLevels: { before: [...before], after: [...after] } }
    : { ...BY_PRESENT_RULES, levels: after };

  if (!effect && stored.some(isDue)) await markAsDerived(db, ids);
  else if (!effect) await rewrite(db, { connection, ids, found, stored, derived, now });
  for (const { id } of group) {
    const own = derived.filter((row) => row.memberId === id);
    await updateMember(db, id, { ...changes, ...(effect ? {} : { accessState: bestState(own) }) });
  }
}

/** The levels that purchases and overrides give to the account of these members, highest first. */
async function readLevels(
  strapi: Core.Strapi,
  db: Database,
  { group, rules, now }: { group: readonly MemberRow[]; rules: Rules; now: number }
): Promise<(entitlements: readonly StoredEntitlement[]) => number[]> {
  const [first] = group;
  const userIds = first?.userId == null ? [] : [first.userId];
  const [user = null] = await findUsers(strapi, db, userIds);
  const ids = group.map(({ id }) => id);
  const overrides = await findOverridesOf(db, ids, userIds);
  return (entitlements) =>
    liveLevels(
      holdingsOf({
        entitlements,
        overrides,
        user,
        lastGiven: group.map(({ lastGivenRoleId }) => lastGivenRoleId),
        rules,
        now,
      }).input
    ).map(({ roleId }) => roleId);
}

const asStored = (row: DerivedEntitlement): StoredEntitlement => ({
  ...row,
  id: 0,
  changedAt: null,
  derivedAt: null,
});

async function rewrite(
  db: Database,
  known: {
    readonly connection: ConnectionRules;
    readonly ids: readonly number[];
    readonly found: Awaited<ReturnType<typeof findTouched>>;
    readonly stored: readonly StoredEntitlement[];
    readonly derived: readonly DerivedEntitlement[];
    readonly now: number;
  }
): Promise<void> {
  const { connection, ids, found, stored, derived, now } = known;
  const neighbors = await findMembers(
    db,
    found.memberIds.filter((id) => !ids.includes(id))
  );
  await releaseRows(db, connection.id, {
    purchaseKeys: derived.map(({ purchaseKey }) => purchaseKey),
    memberIds: neighbors.filter(isByEarlierRules).map(({ id }) => id),
  });
  const productIds = [...found.productIds, ...stored.map(({ productId }) => productId)];
  const scope = { connectionId: connection.id, productIds, memberIds: ids, at: now };
  await writeEntitlements(db, planEntitlements(scope, stored, derived));
}

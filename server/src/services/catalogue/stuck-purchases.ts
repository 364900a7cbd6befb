import { areAllGone } from '../../core/rules/roles';
import type { Rules } from '../../core/rules/rules';
import { mappingFor } from '../../core/rules/mappings';
import { isStuckReason } from '../../core/access/explain-stuck';
import type { StuckReason } from '../../core/access/explain-sources';
import { entitlementOf } from '../../core/entitlements/entitlement';
import type { Purchase } from '../../core/entitlements/fact';
import { isLive } from '../../core/entitlements/term';
import type { Database } from '../../repositories/database';
import { findEntitlementsOf, type StoredEntitlement } from '../../repositories/entitlements';
import { findNeighborhood } from '../../repositories/neighborhoods';
import type { StoredMapping } from '../../repositories/mappings';
import {
  countUnfinishedBuyers,
  findMembersWithUnfinished,
  findUnfinishedLogs,
  type UnfinishedLog,
} from '../../repositories/unfinished-logs';
import { foldRows } from '../engine';

/**
 * Why purchases give nothing yet though they were paid: a webhook of theirs failed or waits, and nothing was stored of
 * what it brings; or the role that they give is gone.
 */
export async function readStuck(
  db: Database,
  rules: Rules,
  known: {
    readonly purchases: readonly Purchase[];
    readonly stored: readonly StoredEntitlement[];
    readonly now: number;
  }
): Promise<(purchase: Purchase) => StuckReason | null> {
  const logs = await findUnfinishedLogs(db, [...new Set(known.purchases.flatMap(logIdsOf))]);
  const byId = new Map(logs.map((log) => [log.id, log]));
  return (purchase) => {
    const entitlement = entitlementOf(purchase, rules.mappings, known.now);
    const isPaidFor = isLive(entitlement);
    const { roleIds } = entitlement;
    if (isPaidFor && areAllGone(roleIds, rules.roles)) return 'role-missing';
    const unfinished = logIdsOf(purchase).flatMap((id) => byId.get(id) ?? []);
    const row = known.stored.find(
      ({ purchaseKey, productId }) =>
        purchaseKey === purchase.key && productId === purchase.productId
    );
    const isDone = row !== undefined && isLive(row) === isPaidFor;
    return unfinished.length === 0 || isDone ? null : reasonOf(unfinished);
  };
}

const logIdsOf = ({ events }: Purchase): number[] =>
  events.flatMap(({ facts }) => facts.map(({ webhookLogId }) => webhookLogId));

/** That of the one that was given up, else that fails, else it only waits. */
function reasonOf(logs: readonly UnfinishedLog[]): StuckReason {
  const failed =
    logs.find(({ state }) => state === 'dead') ?? logs.find(({ state }) => state === 'failed');
  if (!failed) return 'waiting';
  return isStuckReason(failed.reason) ? failed.reason : 'internal';
}

/** What these members bought, including purchases whose webhook is stuck: the changed rules may let it through. */
export async function readEntitlementsWithStuck(
  db: Database,
  rules: Rules,
  memberIds: readonly number[],
  now: number
): Promise<StoredEntitlement[]> {
  const stored = await findEntitlementsOf(db, memberIds);
  const waiting = await findMembersWithUnfinished(db, memberIds);
  const all = [...stored];
  for (const { memberId, productIds } of waiting) {
    const seed = { productIds, memberIds: [memberId], factHashes: [] };
    const { rows } = await findNeighborhood(db, rules.connectionId, seed);
    const { purchases } = await foldRows(rows);
    for (const purchase of purchases.filter((one) => one.memberId === memberId)) {
      const derived = {
        ...entitlementOf(purchase, rules.mappings, now),
        connectionId: rules.connectionId,
        memberId,
        changedAt: null,
        derivedAt: null,
      };
      const at = all.findIndex(
        (row) => row.purchaseKey === derived.purchaseKey && row.productId === derived.productId
      );
      const row = all[at];
      if (row) all[at] = { ...row, ...derived };
      else all.push({ id: 0, ...derived });
    }
  }
  return all;
}

/** By mapping: how many paid while the webhook that says so is stuck. */
export async function countWaiting(
  db: Database,
  connectionId: number,
  mappings: readonly StoredMapping[]
): Promise<ReadonlyMap<number, number>> {
  const counts = new Map<number, number>();
  for (const { productId, pricePoint, buyers } of await countUnfinishedBuyers(db, connectionId)) {
    const mapping = mappingFor(mappings, productId, pricePoint);
    if (mapping) counts.set(mapping.id, (counts.get(mapping.id) ?? 0) + buyers);
  }
  return counts;
}

import { isDeepStrictEqual } from 'node:util';
import { TABLES } from '../constants';
import type { Database } from './database';
import {
  entitlementCodec as codec,
  isOurs,
  toLevelColumns,
  type DerivedEntitlement,
  type StoredEntitlement,
} from './entitlements';
import { updateEach } from './update-each';

const isSame = (stored: StoredEntitlement, derived: DerivedEntitlement): boolean =>
  (Object.keys(derived) as (keyof DerivedEntitlement)[]).every((name) => {
    const [is, shouldBe] = [stored[name], derived[name]];
    return isDeepStrictEqual(is, shouldBe);
  });

/** What has to be written so that the stored entitlements of some members and products are the derived ones. */
export interface EntitlementPlan {
  readonly at: number;
  /** What is right already. */
  readonly kept: readonly StoredEntitlement[];
  /** What the same members have of other products. */
  readonly others: readonly StoredEntitlement[];
  readonly gone: readonly StoredEntitlement[];
  readonly changed: readonly {
    readonly row: StoredEntitlement;
    readonly next: DerivedEntitlement;
  }[];
  readonly added: readonly DerivedEntitlement[];
}

/** A row keeps its id as long as its purchase does: matched by key, else by an order id in common. */
export function planEntitlements(
  scope: {
    readonly connectionId: number;
    readonly productIds: readonly string[];
    readonly memberIds: readonly number[];
    readonly at: number;
  },
  stored: readonly StoredEntitlement[],
  derived: readonly DerivedEntitlement[]
): EntitlementPlan {
  const productIds = new Set(scope.productIds);
  const memberIds = new Set(scope.memberIds);
  const own = stored.filter(({ memberId }) => memberIds.has(memberId));
  const isInScope = (row: StoredEntitlement) =>
    row.connectionId === scope.connectionId && productIds.has(row.productId);
  const known = own.filter(isInScope);
  const { pairs, left } = matchRows(known, derived);
  const isRight = ({ row, next }: (typeof pairs)[number]) =>
    row !== undefined && isOurs(row) && isSame(row, next);
  const wrong = pairs.filter((pair) => !isRight(pair));
  const touched = new Set([...left, ...wrong.flatMap(({ row }) => row ?? [])]);
  return {
    at: scope.at,
    kept: known.filter((row) => !touched.has(row)),
    others: own.filter((row) => !isInScope(row)),
    gone: [...left],
    changed: wrong.flatMap(({ row, next }) => (row ? { row, next } : [])),
    added: wrong.flatMap(({ row, next }) => (row ? [] : next)),
  };
}

/** Rows written by one statement. */
const AT_ONCE = 40;

/** The caller holds the locks of the members, and no one else held them since the plan was made. Returns what they have of these products. */
export async function writeEntitlements(
  db: Database,
  { at, kept, gone, changed, added }: EntitlementPlan
): Promise<StoredEntitlement[]> {
  const now = { changedAt: at, derivedAt: at };
  const columnsOf = (next: DerivedEntitlement) =>
    codec.toColumns({
      ...next,
      ...toLevelColumns(next.roleIds),
      ...now,
    });
  // Rows that go are deleted first: a key may pass from one to another.
  const goneIds = gone.map(({ id }) => id);
  if (goneIds.length > 0) await db.table(TABLES.entitlement).whereIn('id', goneIds).delete();
  const wrong = new Map(changed.map(({ row, next }) => [row.id, columnsOf(next)]));
  await updateEach(db, TABLES.entitlement, wrong);
  const ids = new Map<DerivedEntitlement, number>();
  for (let start = 0; start < added.length; start += AT_ONCE) {
    const group = added.slice(start, start + AT_ONCE);
    const [only] = group;
    if (only && group.length === 1) {
      ids.set(only, await db.insert(TABLES.entitlement, columnsOf(only)));
      continue;
    }
    await db.table(TABLES.entitlement).insert(group.map(columnsOf));
    const raws = await db
      .table(TABLES.entitlement)
      .whereIn('product_id', [...new Set(group.map(({ productId }) => productId))])
      .whereIn(
        'purchase_key',
        group.map(({ purchaseKey }) => purchaseKey)
      )
      .select('id', 'connection_id', 'product_id', 'purchase_key');
    for (const next of group) {
      const raw = raws.find(
        (one) =>
          Number(one['connection_id']) === next.connectionId &&
          one['product_id'] === next.productId &&
          one['purchase_key'] === next.purchaseKey
      );
      if (!raw) throw new Error('An entitlement was not stored.');
      ids.set(next, Number(raw['id']));
    }
  }
  return [
    ...kept,
    ...changed.map(({ row, next }) => ({ ...next, id: row.id, ...now })),
    ...added.map((next) => ({ ...next, id: ids.get(next) ?? 0, ...now })),
  ];
}

function matchRows(stored: readonly StoredEntitlement[], derived: readonly DerivedEntitlement[]) {
  const left = new Set(stored);
  const byKey = new Map(stored.map((row) => [row.purchaseKey, row]));
  const byOrder = new Map(stored.flatMap((row) => row.orderIds.map((id) => [id, row] as const)));
  const take = (row: StoredEntitlement | undefined) => (row && left.delete(row) ? row : undefined);
  const known = new Map(derived.map((next) => [next, take(byKey.get(next.purchaseKey))]));
  const pairs = derived.map((next) => ({
    next,
    row:
      known.get(next) ??
      take(next.orderIds.map((id) => byOrder.get(id)).find((row) => row && left.has(row))),
  }));
  return { pairs, left };
}

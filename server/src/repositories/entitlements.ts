import { TABLES } from '../constants';
import { entitlement as schema } from '../content-types/entitlement';
import type { History } from '../core/entitlements/history';
import type { Database } from './database';
import { readRoleIds, writeRoleIds } from './level-sets';
import { testMembers } from './members';
import { rowCodec } from './rows';

interface EntitlementRow {
  id: number;
  connectionId: number;
  memberId: number;
  productId: string;
  /** The purchase's key: hash of its first event. */
  purchaseKey: string;
  productName: string | null;
  pricePoint: string | null;
  type: string;
  state: string;
  /** Why it ended; null while it has not. */
  reason: string | null;
  /** First level its mapping gives; null: no mapping covers it. */
  roleId: number | null;
  /** All of them, where they are several. */
  levels: string | null;
  mappingId: number | null;
  /** JSON list. */
  orderIds: string | null;
  subscriptionId: string | null;
  startedAt: string | null;
  lastPaidAt: string | null;
  endedAt: string | null;
  /** Epoch ms at which the state changes by itself. */
  endsAt: number | null;
  /** JSON; null in a row that an older version wrote. */
  history: string | null;
  changedAt: number | null;
}

export interface StoredEntitlement extends Omit<
  EntitlementRow,
  'orderIds' | 'history' | 'roleId' | 'levels'
> {
  /** Levels its mapping gives; none: no mapping covers it. */
  readonly roleIds: readonly number[];
  readonly orderIds: readonly string[];
  readonly history: History | null;
}

export type DerivedEntitlement = Omit<StoredEntitlement, 'id' | 'changedAt'>;

const codec = rowCodec<EntitlementRow>(schema);

const toDomain = (raw: Record<string, unknown>): StoredEntitlement => {
  const { roleId, levels, ...row } = codec.fromColumns(raw);
  return {
    ...row,
    roleIds: readRoleIds(roleId, levels),
    orderIds: JSON.parse(row.orderIds ?? '[]') as string[],
    history: row.history === null ? null : (JSON.parse(row.history) as History),
  };
};

export async function findEntitlementsOf(
  db: Database,
  memberIds: readonly number[]
): Promise<StoredEntitlement[]> {
  const raws = await db
    .table(TABLES.entitlement)
    .whereIn('member_id', [...memberIds])
    .orderBy('id');
  return raws.map(toDomain);
}

const toLevelColumns = (roleIds: readonly number[]) => ({
  roleId: roleIds[0] ?? null,
  levels: writeRoleIds(roleIds),
});

const isSame = (stored: StoredEntitlement, derived: DerivedEntitlement): boolean =>
  (Object.keys(derived) as (keyof DerivedEntitlement)[]).every(
    (name) => JSON.stringify(stored[name]) === JSON.stringify(derived[name])
  );

/**
 * Makes the stored entitlements of these members for one product equal to the derived ones. A row keeps its id as
 * long as its purchase does: matched by key, else by an order id in common. The caller holds the members.
 */
export async function replaceEntitlements(
  db: Database,
  scope: {
    readonly connectionId: number;
    readonly productId: string;
    readonly memberIds: readonly number[];
    readonly at: number;
  },
  derived: readonly DerivedEntitlement[]
): Promise<void> {
  const stored = (await findEntitlementsOf(db, scope.memberIds)).filter(
    (row) => row.connectionId === scope.connectionId && row.productId === scope.productId
  );
  const left = new Set(stored);
  const take = (matches: (row: StoredEntitlement) => boolean) => {
    const match = [...left].find(matches);
    if (match) left.delete(match);
    return match;
  };
  const byKey = new Map(
    derived.map((next) => [next, take((row) => row.purchaseKey === next.purchaseKey)])
  );
  const pairs = derived.map((next) => ({
    next,
    row: byKey.get(next) ?? take((row) => row.orderIds.some((id) => next.orderIds.includes(id))),
  }));

  // Rows that go are deleted first: a key may pass from one to another.
  for (const gone of left) await db.table(TABLES.entitlement).where({ id: gone.id }).delete();
  for (const { next, row } of pairs) {
    if (row && isSame(row, next)) continue;
    const columns = codec.toColumns({
      ...next,
      ...toLevelColumns(next.roleIds),
      orderIds: JSON.stringify(next.orderIds),
      history: JSON.stringify(next.history),
      changedAt: scope.at,
    });
    if (row) await db.table(TABLES.entitlement).where({ id: row.id }).update(columns);
    else await db.insert(TABLES.entitlement, columns);
  }
}

/** What mappings and time made of it. */
export async function updateEntitlement(
  db: Database,
  id: number,
  { roleIds, mappingId, state, reason, endsAt, endedAt }: StoredEntitlement,
  at: number
): Promise<void> {
  const value = { mappingId, state, reason, endsAt, endedAt, changedAt: at };
  const columns = { ...value, ...toLevelColumns(roleIds) };
  await db.table(TABLES.entitlement).where({ id }).update(codec.toColumns(columns));
}

/** Members of whom something ended by itself since it was last looked at, the longest overdue first. */
export async function findMembersWithEnds(
  db: Database,
  connectionId: number,
  asked: { readonly now: number; readonly limit: number }
): Promise<number[]> {
  const raws = await db
    .table(TABLES.entitlement)
    .where({ connection_id: connectionId })
    .where('ends_at', '<=', asked.now)
    .groupBy('member_id')
    .select('member_id')
    .min({ first: 'ends_at' })
    .orderBy('first')
    .limit(asked.limit);
  return raws.map((raw) => Number(raw['member_id']));
}

/** Members of whom an older version wrote entitlements, without what policies need. */
export async function findMembersOfOldVersion(
  db: Database,
  connectionId: number,
  limit: number
): Promise<number[]> {
  const raws = await db
    .table(TABLES.entitlement)
    .where({ connection_id: connectionId })
    .whereNull('history')
    .distinct('member_id')
    .orderBy('member_id')
    .limit(limit);
  return raws.map((raw) => Number(raw['member_id']));
}

/** People with a live purchase that no mapping covers, by product and price point. */
export async function countWaitingBuyers(
  db: Database,
  connectionId: number
): Promise<{ productId: string; pricePoint: string | null; buyers: number }[]> {
  const raws = await db
    .table(TABLES.entitlement)
    .where({ connection_id: connectionId })
    .whereNull('role_id')
    .whereNot({ state: 'ended' })
    .whereNotIn('member_id', testMembers(db))
    .groupBy('product_id', 'price_point')
    .select('product_id', 'price_point')
    .countDistinct({ buyers: 'member_id' });
  return raws.map((raw) => ({
    productId: String(raw['product_id']),
    pricePoint: typeof raw['price_point'] === 'string' ? raw['price_point'] : null,
    buyers: Number(raw['buyers']),
  }));
}

/** Members whose live purchases each mapping covers. */
export async function countMembersByMapping(
  db: Database,
  connectionId: number
): Promise<ReadonlyMap<number, number>> {
  const raws = await db
    .table(TABLES.entitlement)
    .where({ connection_id: connectionId })
    .whereNotNull('mapping_id')
    .whereNot({ state: 'ended' })
    .where((any) => any.whereNull('reason').orWhereNot({ reason: 'suspended' }))
    .groupBy('mapping_id')
    .select('mapping_id')
    .countDistinct({ members: 'member_id' });
  return new Map(raws.map((raw) => [Number(raw['mapping_id']), Number(raw['members'])]));
}

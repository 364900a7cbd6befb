import { z } from 'zod';
import { TABLES } from '../constants';
import { entitlement as schema } from '../content-types/entitlement';
import { PURCHASE_TYPES, type History } from '../core/entitlements/history';
import { TERM_REASONS, TERM_STATES, type Term } from '../core/entitlements/term';
import { EVENT_KINDS, SURFACES } from '../core/kartra/event';
import { json, oneOf } from './columns';
import type { Database } from './database';
import { levelSet, readRoleIds, severalOrNull } from './level-sets';
import { membersByEarlierRules, testMembers } from './members';
import { rowCodec } from './rows';
import { updateEach } from './update-each';

interface EntitlementRow {
  id: number;
  connectionId: number;
  memberId: number;
  productId: string;
  /** The purchase's key: hash of its first event. */
  purchaseKey: string;
  productName: string | null;
  pricePoint: string | null;
  type: History['type'];
  state: Term['state'];
  /** Why it ended, or gives nothing; null: neither. */
  reason: Term['reason'];
  /** First level its mapping gives; null: no mapping covers it. */
  roleId: number | null;
  /** All of them, where they are several. */
  levels: readonly number[] | null;
  mappingId: number | null;
  orderIds: readonly string[];
  subscriptionId: string | null;
  startedAt: string | null;
  lastPaidAt: string | null;
  endedAt: string | null;
  /** Epoch ms at which the state changes without another event. */
  endsAt: number | null;
  /** Null in a row that an older version wrote: its members are recomputed. */
  history: History | null;
  changedAt: number | null;
  /** Equal to `changedAt`, unless an older version, which knows no such column, wrote the row last. */
  derivedAt: number | null;
}

export interface StoredEntitlement extends Omit<EntitlementRow, 'roleId' | 'levels'> {
  /** Levels its mapping gives; none: no mapping covers it. */
  readonly roleIds: readonly number[];
}

export type DerivedEntitlement = Omit<StoredEntitlement, 'id' | 'changedAt' | 'derivedAt'>;

/** The defaults are what an earlier version did not say: it knew one product, and not which surface reported a payment. */
const moment = z.object({
  kind: z.enum(EVENT_KINDS),
  date: z.string().nullable(),
  trial: z.boolean(),
  trialDays: z.number().nullable(),
  payNumber: z.string().nullable(),
  paymentsLeft: z.number().nullable().default(null),
  toldBy: z.array(z.enum(SURFACES)).default([]),
  isPresent: z.boolean().default(true),
  isQuiet: z.boolean().default(false),
  endsOn: z.string().exactOptional(),
});

const history = z.object({ type: z.enum(PURCHASE_TYPES), moments: z.array(moment) });

export const entitlementCodec = rowCodec<EntitlementRow>(schema, {
  type: oneOf(PURCHASE_TYPES, 'one-time'),
  // No one loses what was paid for because this version does not know the word for its state.
  state: oneOf(TERM_STATES, 'active'),
  reason: oneOf(TERM_REASONS, null),
  levels: levelSet,
  orderIds: json(z.array(z.string()), []),
  history: json(history.nullable(), null),
});
const codec = entitlementCodec;

const toDomain = (raw: Record<string, unknown>): StoredEntitlement => {
  const { roleId, levels, ...row } = codec.fromColumns(raw);
  return { ...row, roleIds: readRoleIds(roleId, levels) };
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

/** Not written last by an older version, which derives by other rules. */
export const isOurs = ({ changedAt, derivedAt }: StoredEntitlement): boolean =>
  derivedAt !== null && derivedAt === changedAt;

export const toLevelColumns = (roleIds: readonly number[]) => ({
  roleId: roleIds[0] ?? null,
  levels: severalOrNull(roleIds),
});

/** What mappings and time made of them. */
export const updateEntitlements = (
  db: Database,
  rows: readonly StoredEntitlement[],
  at: number
): Promise<void> =>
  updateEach(
    db,
    TABLES.entitlement,
    new Map(
      rows.map((row) => {
        const { id, roleIds, mappingId, state, reason, endsAt, endedAt } = row;
        // Rows of an older version are read as they are until their members are recomputed.
        const derivedAt = isOurs(row) ? at : row.derivedAt;
        const value = { mappingId, state, reason, endsAt, endedAt, changedAt: at, derivedAt };
        return [id, codec.toColumns({ ...value, ...toLevelColumns(roleIds) })];
      })
    )
  );

/**
 * Members with an end date that has passed since they were last recomputed, the longest overdue first; not those for whom
 * the answer about new rules is awaited.
 */
export async function findMembersWithEnds(
  db: Database,
  connectionId: number,
  asked: { readonly now: number; readonly limit: number }
): Promise<number[]> {
  const raws = await db
    .table(TABLES.entitlement)
    .where({ connection_id: connectionId })
    .where('ends_at', '<=', asked.now)
    .whereNotIn('member_id', membersByEarlierRules(db))
    .groupBy('member_id')
    .select('member_id')
    .min({ first: 'ends_at' })
    .orderBy('first')
    .limit(asked.limit);
  return raws.map((raw) => Number(raw['member_id']));
}

/** What the latest purchases of a product went through, or of one of its price points; those of tests left out. */
export async function findHistories(
  db: Database,
  connectionId: number,
  of: { readonly productId: string; readonly pricePoint: string | null },
  limit: number
): Promise<History[]> {
  const query = db
    .table(TABLES.entitlement)
    .where({ connection_id: connectionId, product_id: of.productId })
    .whereNotNull('history')
    .whereNotIn('member_id', testMembers(db))
    .orderBy('id', 'desc')
    .limit(limit)
    .select('id', 'history');
  if (of.pricePoint !== null) void query.where({ price_point: of.pricePoint });
  return (await query).flatMap((raw) => codec.fromColumns(raw).history ?? []);
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

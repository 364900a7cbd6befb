import { z } from 'zod';
import { ALL_PRICE_POINTS, TABLES } from '../constants';
import { mapping as schema } from '../content-types/mapping';
import type { MappingRule } from '../core/rules/mappings';
import {
  GUIDE_POLICY,
  ON_CANCELLATION,
  ON_PARTIAL_REFUND,
  ON_REFUND,
  WHEN_PAID_IN_FULL,
  type Policy,
} from '../core/rules/policy';
import { json, oneOf } from './columns';
import type { Database } from './database';
import { rowCodec } from './rows';

/** Policies are null in rows that were saved before there were any. */
type PolicyColumns = { [Name in keyof Policy]: Policy[Name] | null };

interface MappingRow extends PolicyColumns {
  id: number;
  connectionId: number;
  productId: string;
  pricePoint: string;
  /** The first level of the set. */
  roleId: number;
  roleName: string | null;
  /** All levels with their names; null for a single one, as in rows that were saved before there were sets. */
  levels: readonly NamedLevel[] | null;
  mailName: string | null;
  version: number;
  savedAt: number;
  savedBy: string | null;
}

/** A mapping as stored; `pricePoint` null means all of them. */
export interface StoredMapping extends MappingRule {
  readonly connectionId: number;
  /** Names of the roles when the mapping was last saved, in the order of `roleIds`: shown when a role is gone. */
  readonly roleNames: readonly (string | null)[];
  /** What mails call the product; null: its name from Kartra, as plain words. */
  readonly mailName: string | null;
  readonly savedAt: number;
  readonly savedBy: string | null;
}

const namedLevel = z.object({ roleId: z.int(), name: z.string().nullable() });
type NamedLevel = Readonly<z.output<typeof namedLevel>>;

/** A policy of a newer version reads as what Kartra's guide promises, like one that was never chosen. */
const codec = rowCodec<MappingRow>(schema, {
  levels: json(z.array(namedLevel).nullable(), null),
  onCancellation: oneOf(ON_CANCELLATION, null),
  onRefund: oneOf(ON_REFUND, null),
  onPartialRefund: oneOf(ON_PARTIAL_REFUND, null),
  whenPaidInFull: oneOf(WHEN_PAID_IN_FULL, null),
});

const toDomain = (raw: Record<string, unknown>): StoredMapping => {
  const { pricePoint, roleId, roleName, levels, ...stored } = codec.fromColumns(raw);
  const { onCancellation, onRefund, onPartialRefund, whenPaidInFull, ...row } = stored;
  const set = readLevels({ roleId, roleName, levels });
  return {
    ...row,
    roleIds: set.map((level) => level.roleId),
    roleNames: set.map((level) => level.name),
    pricePoint: pricePoint === ALL_PRICE_POINTS ? null : pricePoint,
    onCancellation: onCancellation ?? GUIDE_POLICY.onCancellation,
    onRefund: onRefund ?? GUIDE_POLICY.onRefund,
    onPartialRefund: onPartialRefund ?? GUIDE_POLICY.onPartialRefund,
    whenPaidInFull: whenPaidInFull ?? GUIDE_POLICY.whenPaidInFull,
  };
};

const toRow = (mapping: Partial<Omit<StoredMapping, 'id'>>): Partial<MappingRow> => {
  const { pricePoint, roleIds, roleNames, ...rest } = mapping;
  return {
    ...rest,
    ...(pricePoint === undefined ? {} : { pricePoint: pricePoint ?? ALL_PRICE_POINTS }),
    ...(roleIds === undefined ? {} : writeLevels(roleIds, roleNames ?? [])),
  };
};

/** A set whose first level is another one was left behind by an earlier version, which knows only one. */
function readLevels({
  roleId,
  roleName,
  levels,
}: Pick<MappingRow, 'roleId' | 'roleName' | 'levels'>): readonly NamedLevel[] {
  return levels?.[0]?.roleId === roleId ? levels : [{ roleId, name: roleName }];
}

function writeLevels(
  roleIds: readonly number[],
  names: readonly (string | null)[]
): Partial<MappingRow> {
  const set = roleIds.map((roleId, index): NamedLevel => ({ roleId, name: names[index] ?? null }));
  const [first] = set;
  if (!first) throw new Error('A mapping gives at least one level.');
  const levels = set.length > 1 ? set : null;
  return { roleId: first.roleId, roleName: first.name, levels };
}

export async function findMappings(db: Database, connectionId: number): Promise<StoredMapping[]> {
  const raws: Record<string, unknown>[] = await db
    .table(TABLES.mapping)
    .where({ connection_id: connectionId })
    .orderBy('id');
  return raws.map(toDomain);
}

export async function findMapping(db: Database, id: number): Promise<StoredMapping | null> {
  const raw: Record<string, unknown> | undefined = await db
    .table(TABLES.mapping)
    .where({ id })
    .first();
  return raw ? toDomain(raw) : null;
}

/** The mapping of this product and price point; null price point: of all of them. */
export async function findMappingOf(
  db: Database,
  connectionId: number,
  productId: string,
  pricePoint: string | null
): Promise<StoredMapping | null> {
  const raw: Record<string, unknown> | undefined = await db
    .table(TABLES.mapping)
    .where({
      connection_id: connectionId,
      product_id: productId,
      price_point: pricePoint ?? ALL_PRICE_POINTS,
    })
    .first();
  return raw ? toDomain(raw) : null;
}

/** Null when there is one for this product and price point already. */
export async function createMapping(
  db: Database,
  mapping: Omit<StoredMapping, 'id'>
): Promise<StoredMapping | null> {
  const before = await findMappingOf(
    db,
    mapping.connectionId,
    mapping.productId,
    mapping.pricePoint
  );
  if (before) return null;
  await db.insertIgnore(TABLES.mapping, codec.toColumns(toRow(mapping)));
  return findMappingOf(db, mapping.connectionId, mapping.productId, mapping.pricePoint);
}

/** False when the stored version is another one: someone else saved first. */
export async function updateMapping(
  db: Database,
  id: number,
  version: number,
  changes: Partial<Omit<StoredMapping, 'id' | 'connectionId' | 'version'>>
): Promise<boolean> {
  const changed = await db
    .table(TABLES.mapping)
    .where({ id, version })
    .update({ ...codec.toColumns(toRow(changes)), version: version + 1 });
  return changed > 0;
}

export async function deleteMapping(db: Database, id: number): Promise<void> {
  await db.table(TABLES.mapping).where({ id }).delete();
}

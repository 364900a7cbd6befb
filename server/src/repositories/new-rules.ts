import { TABLES } from '../constants';
import { RULES_VERSION, type RulesEffect } from '../core/access/new-rules';
import type { Database, Query, RawRow } from './database';
import { memberCodec, whereByEarlierRules, type MemberRow } from './members';

/** Members whose access an earlier version derived, and what the rules of this one would make of it. */

const ofConnection = (db: Database, connectionId: number): Query =>
  db.table(TABLES.member).where({ connection_id: connectionId });

/** Nothing is known yet of what the new rules would do to them. */
const unjudged = (db: Database, connectionId: number): Query =>
  whereByEarlierRules(ofConnection(db, connectionId)).whereNull('rules_effect');

/** The new rules would change something, and no administrator has answered yet. */
const waiting = (db: Database, connectionId: number): Query =>
  whereByEarlierRules(ofConnection(db, connectionId)).whereNotNull('rules_effect');

interface IdPage {
  readonly afterId: number;
  readonly limit: number;
}

const idsOf = async (query: Query, { afterId, limit }: IdPage): Promise<number[]> => {
  const raws = await query.where('id', '>', afterId).orderBy('id').limit(limit).select('id');
  return raws.map((raw) => Number(raw['id']));
};

export const findUnjudged = (db: Database, connectionId: number, page: IdPage) =>
  idsOf(unjudged(db, connectionId), page);

export const findWaiting = (db: Database, connectionId: number, page: IdPage) =>
  idsOf(waiting(db, connectionId), page);

const countOf = async (query: Query): Promise<number> => {
  const [counted] = await query.count({ total: '*' });
  return Number(counted?.['total'] ?? 0);
};

export const countUnjudged = (db: Database, connectionId: number) =>
  countOf(unjudged(db, connectionId));

export const countWaiting = (db: Database, connectionId: number) =>
  countOf(waiting(db, connectionId));

/** An account that several members share changes once. */
export async function countByEffect(
  db: Database,
  connectionId: number
): Promise<Readonly<Record<RulesEffect, number>>> {
  const raws = await waiting(db, connectionId)
    .groupBy('rules_effect')
    .select<RawRow[]>('rules_effect', db.raw('count(distinct coalesce(user_id, -id)) as total'));
  const countFor = (effect: RulesEffect) =>
    Number(raws.find((raw) => raw['rules_effect'] === effect)?.['total'] ?? 0);
  return { gain: countFor('gain'), lose: countFor('lose'), move: countFor('move') };
}

/** One effect after the other. */
export async function listWaiting(
  db: Database,
  connectionId: number,
  page: { readonly offset: number; readonly limit: number }
): Promise<MemberRow[]> {
  const raws = await waiting(db, connectionId)
    .orderBy([{ column: 'rules_effect', order: 'desc' }, { column: 'id' }])
    .offset(page.offset)
    .limit(page.limit);
  return raws.map((raw) => memberCodec.fromColumns(raw));
}

/** They keep what they have; from now on the rules apply to them as to all members. */
export async function keepWaiting(
  db: Database,
  connectionId: number,
  memberIds: readonly number[]
): Promise<void> {
  await markAsDerived(db, memberIds);
  await ofConnection(db, connectionId)
    .whereIn('id', [...memberIds])
    .update({ rules_version: RULES_VERSION, rules_effect: null, rules_levels: null });
}

/** Their rows stay as they are and count as written by this version. */
export async function markAsDerived(db: Database, memberIds: readonly number[]): Promise<void> {
  await db
    .table(TABLES.entitlement)
    .whereIn('member_id', [...memberIds])
    .update({ derived_at: db.raw('coalesce(changed_at, 0)') });
  await db
    .table(TABLES.entitlement)
    .whereIn('member_id', [...memberIds])
    .whereNull('changed_at')
    .update({ changed_at: 0 });
}

/**
 * An older version that ran beside this one, or after it, derived the access of these once more and left the number of
 * the rules as it was.
 */
export async function findRederivedByOlder(
  db: Database,
  connectionId: number,
  limit: number
): Promise<number[]> {
  const raws = await db
    .table(TABLES.entitlement)
    .where({ connection_id: connectionId })
    .where((any) =>
      any.whereNull('derived_at').orWhereRaw('?? <> ??', ['derived_at', 'changed_at'])
    )
    .whereIn(
      'member_id',
      ofConnection(db, connectionId).where('rules_version', '>=', RULES_VERSION).select('id')
    )
    .distinct('member_id')
    .limit(limit)
    .select('member_id');
  return raws.map((raw) => Number(raw['member_id']));
}

export async function markAsEarlier(db: Database, memberIds: readonly number[]): Promise<void> {
  await db
    .table(TABLES.member)
    .whereIn('id', [...memberIds])
    .update({ rules_version: null });
}

/** A purchase has one row: rows that now belong to another member are removed from the members who wait. */
export async function releaseRows(
  db: Database,
  connectionId: number,
  asked: { readonly purchaseKeys: readonly string[]; readonly memberIds: readonly number[] }
): Promise<void> {
  if (asked.memberIds.length === 0 || asked.purchaseKeys.length === 0) return;
  await db
    .table(TABLES.entitlement)
    .where({ connection_id: connectionId })
    .whereIn('member_id', [...asked.memberIds])
    .whereIn('purchase_key', [...asked.purchaseKeys])
    .delete();
}

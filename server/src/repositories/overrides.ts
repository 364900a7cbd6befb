import { TABLES } from '../constants';
import { override as schema } from '../content-types/override';
import { OVERRIDE_EFFECTS, OVERRIDE_SOURCES, type Override } from '../core/access/overrides';
import { oneOf } from './columns';
import type { Database, Query } from './database';
import { membersByEarlierRules } from './members';
import { rowCodec } from './rows';

export interface OverrideRow {
  id: number;
  connectionId: number;
  memberId: number;
  effect: Override['effect'];
  /** `held-before`: the level a member had before the first webhook. */
  source: Override['source'];
  roleId: number | null;
  /** Account that held the level before; null: given by hand, and it goes with the member. */
  userId: number | null;
  until: number | null;
  reason: string | null;
  author: string | null;
  givenAt: number;
  removedAt: number | null;
  removedBy: string | null;
}

export type NewOverride = Omit<OverrideRow, 'id' | 'removedAt' | 'removedBy'>;

export const overrideCodec = rowCodec<OverrideRow>(schema, {
  // Should one get past the look-ups below, it gives nothing.
  effect: oneOf(OVERRIDE_EFFECTS, 'deny'),
  source: oneOf(OVERRIDE_SOURCES, 'manual'),
});

const codec = overrideCodec;

/** Not taken back, and of an effect that this version knows: what it can't carry out neither gives nor denies. */
const open = (db: Database): Query =>
  db.table(TABLES.override).whereNull('removed_at').whereIn('effect', OVERRIDE_EFFECTS);

/** Those not taken back, of these members and of these accounts; some may be past their end. */
export async function findOverridesOf(
  db: Database,
  memberIds: readonly number[],
  userIds: readonly number[] = []
): Promise<OverrideRow[]> {
  const raws: Record<string, unknown>[] = await open(db)
    .where((any) => any.whereIn('member_id', [...memberIds]).orWhereIn('user_id', [...userIds]))
    .orderBy('id');
  return raws.map((raw) => codec.fromColumns(raw));
}

export async function createOverride(db: Database, override: NewOverride): Promise<number> {
  return db.insert(TABLES.override, codec.toColumns(override));
}

/** Whether it was looked what this account held before; one that was taken back counts too. */
export async function hasHeldBefore(db: Database, userId: number): Promise<boolean> {
  const found = await db.table(TABLES.override).where({ user_id: userId }).limit(1).select('id');
  return found.length > 0;
}

/** False when there is none, or it was taken back already. */
export async function removeOverride(
  db: Database,
  memberId: number,
  id: number,
  removed: { at: number; by: string }
): Promise<boolean> {
  const changed = await db
    .table(TABLES.override)
    .where({ id, member_id: memberId })
    .whereNull('removed_at')
    .update(codec.toColumns({ removedAt: removed.at, removedBy: removed.by }));
  return changed > 0;
}

/** Past their end and not yet taken back, oldest end first; not of those who wait for the answer about new rules. */
export async function findEndedOverrides(db: Database, now: number): Promise<OverrideRow[]> {
  const raws = await open(db)
    .where('until', '<=', now)
    .whereNotIn('member_id', membersByEarlierRules(db))
    .orderBy('until')
    .limit(500);
  return raws.map((raw) => codec.fromColumns(raw));
}

/** Its time is over: it is taken back as of its own end. */
export async function endOverride(db: Database, id: number, until: number): Promise<void> {
  await db
    .table(TABLES.override)
    .where({ id })
    .whereNull('removed_at')
    .update({ removed_at: until });
}

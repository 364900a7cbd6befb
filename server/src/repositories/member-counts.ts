import { TABLES } from '../constants';
import type { Database } from './database';

/** Members by the level that purchases and overrides give them. */
export async function countMembersByLevel(
  db: Database,
  connectionId: number
): Promise<ReadonlyMap<number, number>> {
  const raws = await db
    .table(TABLES.member)
    .where({ connection_id: connectionId })
    .whereNotNull('level_role_id')
    .where({ is_test: false })
    .groupBy('level_role_id')
    .select('level_role_id')
    .count({ members: '*' });
  return new Map(raws.map((raw) => [Number(raw['level_role_id']), Number(raw['members'])]));
}

/** When the first member who was ever given a role was first seen; null if there is none yet. */
export async function findFirstMemberIn(
  db: Database,
  connectionId: number
): Promise<number | null> {
  const [raw] = await db
    .table(TABLES.member)
    .where({ connection_id: connectionId })
    .whereNotNull('last_given_role_id')
    .orderBy('id')
    .limit(1)
    .select('first_seen_at');
  return raw ? Number(raw['first_seen_at']) : null;
}

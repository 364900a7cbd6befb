import { TABLES } from '../constants';
import { accessLevel as schema } from '../content-types/access-level';
import type { Database } from './database';
import { rowCodec } from './rows';

export interface AccessLevelRow {
  id: number;
  connectionId: number;
  roleId: number;
  /** 1 is the highest. */
  rank: number;
}

const codec = rowCodec<AccessLevelRow>(schema);

/** Highest first. */
export async function findAccessLevels(
  db: Database,
  connectionId: number
): Promise<AccessLevelRow[]> {
  const raws: Record<string, unknown>[] = await db
    .table(TABLES.accessLevel)
    .where({ connection_id: connectionId })
    .orderBy('rank')
    .orderBy('id');
  return raws.map((raw) => codec.fromColumns(raw));
}

/** The new level is the lowest; false, and nothing happens, when the role is a level already. */
export async function addAccessLevel(
  db: Database,
  connectionId: number,
  roleId: number
): Promise<boolean> {
  const levels = await findAccessLevels(db, connectionId);
  if (levels.some((level) => level.roleId === roleId)) return false;
  const lowest = Math.max(0, ...levels.map((level) => level.rank));
  await db.insertIgnore(
    TABLES.accessLevel,
    codec.toColumns({ connectionId, roleId, rank: lowest + 1 })
  );
  return true;
}

/** Highest first; a level left out stops being one. */
export async function replaceAccessLevels(
  db: Database,
  connectionId: number,
  roleIds: readonly number[]
): Promise<void> {
  await db
    .table(TABLES.accessLevel)
    .where({ connection_id: connectionId })
    .whereNotIn('role_id', [...roleIds])
    .delete();
  for (const [index, roleId] of roleIds.entries()) {
    await db.insertIgnore(
      TABLES.accessLevel,
      codec.toColumns({ connectionId, roleId, rank: index + 1 })
    );
    await db
      .table(TABLES.accessLevel)
      .where({ connection_id: connectionId, role_id: roleId })
      .update({ rank: index + 1 });
  }
}

import { TABLES } from '../constants';
import type { HeldReason } from '../core/access/hindrance';
import type { Database } from './database';
import { memberCodec as codec, type MemberRow } from './members';

/** Members of whom something waits for one of these reasons, oldest first. */
export async function findMembersHeldBy(
  db: Database,
  reasons: readonly HeldReason[],
  limit: number
): Promise<MemberRow[]> {
  const raws: Record<string, unknown>[] = await db
    .table(TABLES.member)
    .whereIn('held_reason', [...reasons])
    .orderBy('id')
    .limit(limit);
  return raws.map((raw) => codec.fromColumns(raw));
}

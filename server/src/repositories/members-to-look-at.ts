import { TABLES } from '../constants';
import type { Database } from './database';
import { memberCodec, type MemberRow } from './members';

/** Members with new identities, by which other accounts of theirs may be found. */
export async function findMembersToLookAt(
  db: Database,
  asked: { readonly now: number; readonly limit: number }
): Promise<MemberRow[]> {
  const raws: Record<string, unknown>[] = await db
    .table(TABLES.member)
    .where('look_for_others_at', '<=', asked.now)
    .orderBy('look_for_others_at')
    .limit(asked.limit);
  return raws.map((raw) => memberCodec.fromColumns(raw));
}

/**
 * When the member is to be looked at again, null: not until something new is known. False when another instance was
 * quicker, or something new became known in the meantime.
 */
export async function planLook(
  db: Database,
  { id, lookForOthersAt }: Pick<MemberRow, 'id' | 'lookForOthersAt'>,
  again: number | null
): Promise<boolean> {
  const changed: number = await db
    .table(TABLES.member)
    .where({ id, look_for_others_at: lookForOthersAt })
    .update({ look_for_others_at: again });
  return changed > 0;
}

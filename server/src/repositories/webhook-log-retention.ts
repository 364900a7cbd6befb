import { TABLES } from '../constants';
import type { Database, Query } from './database';

/** What nobody will work on any more. */
const DECIDED = ['applied', 'ignored', 'held', 'dead', 'rejected'];

interface Old {
  readonly connectionId: number;
  /** Received before this moment, epoch ms. */
  readonly before: number;
  readonly limit: number;
}

async function idsOf(query: Query, { connectionId, before, limit }: Old): Promise<number[]> {
  const raws = await query
    .where({ connection_id: connectionId })
    .whereIn('state', DECIDED)
    // Kept while paused: still to be processed, however long the pause.
    .where((any) => any.whereNot({ state: 'held' }).orWhereNot({ reason: 'paused' }))
    .where('received_at', '<', before)
    .orderBy('received_at')
    .limit(limit)
    .select('id');
  return raws.map((raw) => Number(raw['id']));
}

/** One batch; returns how many. The row stays, with what the webhook meant. */
export async function deleteOldPayloads(
  db: Database,
  old: Old & { readonly now: number }
): Promise<number> {
  const ids = await idsOf(db.table(TABLES.webhookLog).whereNull('payload_deleted_at'), old);
  if (ids.length === 0) return 0;
  await db
    .table(TABLES.webhookLog)
    .whereIn('id', ids)
    .update({ body: null, headers: null, payload_deleted_at: old.now });
  return ids.length;
}

/** One batch; returns how many. The facts these rows brought stay in the ledger. */
export async function deleteOldLogs(db: Database, old: Old): Promise<number> {
  const ids = await idsOf(db.table(TABLES.webhookLog), old);
  if (ids.length === 0) return 0;
  await db.table(TABLES.webhookLog).whereIn('id', ids).delete();
  return ids.length;
}

/** Strikes one buyer out of all logs: whatever came for the member, or from one of the addresses. */
export async function forgetBuyer(
  db: Database,
  buyer: { readonly memberId: number; readonly emails: readonly string[]; readonly now: number }
): Promise<void> {
  await db
    .table(TABLES.webhookLog)
    .where((mine) => {
      void mine.where({ member_id: buyer.memberId }).orWhereIn('email', [...buyer.emails]);
    })
    .update({
      body: null,
      headers: null,
      payload_deleted_at: buyer.now,
      email: null,
      buyer_name: null,
      member_key: null,
    });
}

import { TABLES } from '../constants';
import type { Database, Query } from './database';

/** Finished rows: no worker will take them again. */
const DECIDED = ['applied', 'ignored', 'held', 'dead', 'rejected'];

interface Old {
  readonly connectionId: number;
  /** Received before this moment, epoch ms. */
  readonly before: number;
  readonly limit: number;
}

const selectOld = (query: Query, { connectionId, before }: Omit<Old, 'limit'>): Query =>
  query
    .where({ connection_id: connectionId })
    .whereIn('state', DECIDED)
    // Kept while paused: still to be processed, however long the pause.
    .where((any) => any.whereNot({ state: 'held' }).orWhereNot({ reason: 'paused' }))
    .where('received_at', '<', before);

async function idsOf(query: Query, old: Old): Promise<number[]> {
  const raws = await selectOld(query, old).orderBy('received_at').limit(old.limit).select('id');
  return raws.map((raw) => Number(raw['id']));
}

const withPayload = (db: Database): Query =>
  db.table(TABLES.webhookLog).whereNull('payload_deleted_at');

/** Payloads that the next housekeeping deletes. */
export async function countOldPayloads(db: Database, old: Omit<Old, 'limit'>): Promise<number> {
  const [counted] = await selectOld(withPayload(db), old).count({ total: '*' });
  return Number(counted?.['total'] ?? 0);
}

/** Log lines that the next housekeeping deletes. */
export async function countOldLogs(db: Database, old: Omit<Old, 'limit'>): Promise<number> {
  const [counted] = await selectOld(db.table(TABLES.webhookLog), old).count({ total: '*' });
  return Number(counted?.['total'] ?? 0);
}

/** One batch; returns how many. The row stays, with what the webhook meant. */
export async function deleteOldPayloads(
  db: Database,
  old: Old & { readonly now: number }
): Promise<number> {
  const ids = await idsOf(withPayload(db), old);
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
      accepted_reason: null,
    });
}

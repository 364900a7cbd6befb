import { z } from 'zod';
import { TABLES } from '../constants';
import { lockConnection } from './connections';
import type { Database, Query } from './database';

/** Nothing waits for these: what they meant is in the ledger, or they meant nothing. */
const DONE = ['applied', 'ignored', 'rejected'];

/** Webhooks of one connection that came in this span, epoch ms; `to` is not in it. */
export interface PayloadSpan {
  readonly connectionId: number;
  readonly from: number;
  readonly to: number;
}

/** Payloads of one day, in UTC, that were deleted because the day brought too many bytes. */
const droppedSchema = z.object({ day: z.int(), count: z.int(), bytes: z.int(), lastAt: z.int() });
export type DroppedPayloads = Readonly<z.output<typeof droppedSchema>>;

const KEPT_DAYS = 14;

const kept = (db: Database, { connectionId, from, to }: PayloadSpan): Query =>
  db
    .table(TABLES.webhookLog)
    .whereNull('payload_deleted_at')
    .where('received_at', '>=', from)
    .where('received_at', '<', to)
    .where({ connection_id: connectionId });

/**
 * Bytes of the payloads that are kept, as they came. Those of webhooks that are about to be applied count when they are:
 * a large one would cost the small ones theirs a moment before it can go itself.
 */
export async function sumPayloads(db: Database, span: PayloadSpan): Promise<number> {
  const [raw] = await kept(db, span)
    .whereNotIn('state', ['received', 'processing'])
    .sum({ bytes: 'byte_length' });
  return Number(raw?.['bytes'] ?? 0);
}

/**
 * One batch of the largest payloads that are not needed anymore, until so many bytes are gone: a flood is made of large
 * ones, and the fewest webhooks lose theirs. The rows stay, with what the webhooks meant.
 */
export async function dropLargestPayloads(
  db: Database,
  asked: PayloadSpan & { readonly bytes: number; readonly limit: number; readonly now: number }
): Promise<{ readonly count: number; readonly bytes: number }> {
  const raws = await kept(db, asked)
    .whereIn('state', DONE)
    .where('byte_length', '>', 0)
    .orderBy('byte_length', 'desc')
    .limit(asked.limit)
    .select('id', 'byte_length');
  const dropped: number[] = [];
  let bytes = 0;
  for (const raw of raws) {
    if (bytes >= asked.bytes) break;
    dropped.push(Number(raw['id']));
    bytes += Number(raw['byte_length']);
  }
  if (dropped.length > 0) {
    await db
      .table(TABLES.webhookLog)
      .whereIn('id', dropped)
      .update({ body: null, headers: null, payload_deleted_at: asked.now });
  }
  return { count: dropped.length, bytes };
}

/** By day, oldest first. */
export async function findDroppedPayloads(
  db: Database,
  connectionId: number
): Promise<DroppedPayloads[]> {
  const raw = await db
    .table(TABLES.connection)
    .where({ id: connectionId })
    .first('dropped_payloads');
  const stored: unknown = raw?.['dropped_payloads'];
  return typeof stored === 'string' ? z.array(droppedSchema).parse(JSON.parse(stored)) : [];
}

/** The caller runs in a transaction: read and write belong together. */
export async function noteDroppedPayloads(
  db: Database,
  connectionId: number,
  dropped: DroppedPayloads
): Promise<void> {
  await lockConnection(db, connectionId);
  const before = await findDroppedPayloads(db, connectionId);
  const same = before.find(({ day }) => day === dropped.day);
  const sum = {
    ...dropped,
    count: dropped.count + (same?.count ?? 0),
    bytes: dropped.bytes + (same?.bytes ?? 0),
  };
  const days = [...before.filter((one) => one !== same), sum].sort((a, b) => a.day - b.day);
  await db
    .table(TABLES.connection)
    .where({ id: connectionId })
    .update({ dropped_payloads: JSON.stringify(days.slice(-KEPT_DAYS)) });
}

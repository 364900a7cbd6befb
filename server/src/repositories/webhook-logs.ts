import { TABLES } from '../constants';
import { webhookLog as schema } from '../content-types/webhook-log';
import { codeOf } from '../utils/describe-error';
import type { Database } from './database';
import { rowCodec } from './rows';

/** One request from Kartra. Times are epoch ms; `values`, `events`, `effect` and `attemptLog` are JSON. */
export interface WebhookLogRow {
  id: number;
  connectionId: number;
  receivedAt: number;
  state: string;
  reason: string | null;
  code: string | null;
  values: string | null;
  /** What each event came to (`LogEvent`), where the webhook told of several; null for one alone. */
  events: string | null;
  kind: string | null;
  action: string | null;
  productId: string | null;
  productName: string | null;
  pricePoint: string | null;
  email: string | null;
  buyerName: string | null;
  surface: string | null;
  dedupeKey: string;
  bodyHash: string | null;
  body: string | null;
  /** `utf8`, or `base64` where the bytes are no clean text. */
  bodyEncoding: string | null;
  contentType: string | null;
  /** JSON; null when forgotten with the payload, or stored by an earlier version. */
  headers: string | null;
  /** From the first byte of the body to the answer; null while unknown. */
  answeredInMs: number | null;
  byteLength: number;
  deliveries: number;
  lastDeliveredAt: number | null;
  attempts: number;
  failures: number;
  attemptLog: string | null;
  nextAttemptAt: number | null;
  leaseToken: string | null;
  leaseUntil: number | null;
  memberKey: string | null;
  memberId: number | null;
  factHash: string | null;
  duplicateOf: number | null;
  effect: string | null;
  mappingId: number | null;
  mappingVersion: number | null;
  endpointUsed: string | null;
  payloadDeletedAt: number | null;
  isTest: boolean;
  finishedAt: number | null;
  /** When somebody left it as it is; null while nobody has, or since something else became of it. */
  acceptedAt: number | null;
  acceptedBy: string | null;
  acceptedReason: string | null;
}

export const webhookLogCodec = rowCodec<WebhookLogRow>(schema);

export type ReceivedLog = Pick<
  WebhookLogRow,
  | 'connectionId'
  | 'receivedAt'
  | 'state'
  | 'reason'
  | 'code'
  | 'kind'
  | 'action'
  | 'productId'
  | 'productName'
  | 'pricePoint'
  | 'email'
  | 'buyerName'
  | 'surface'
  | 'dedupeKey'
  | 'bodyHash'
  | 'body'
  | 'bodyEncoding'
  | 'contentType'
  | 'headers'
  | 'byteLength'
  | 'memberKey'
  | 'endpointUsed'
  | 'isTest'
> &
  Partial<Pick<WebhookLogRow, 'values'>>;

const DUPLICATE_CODES = new Set(['23505', 'ER_DUP_ENTRY', 'SQLITE_CONSTRAINT_UNIQUE']);

const isDuplicate = (error: unknown): boolean => DUPLICATE_CODES.has(codeOf(error) ?? '');

/**
 * Stores one request with one insert, outside any transaction. The same bytes once more are no new row: they are
 * counted on the first one, and the answer is null.
 */
export async function storeReceived(db: Database, log: ReceivedLog): Promise<number | null> {
  try {
    return await db.insert(
      TABLES.webhookLog,
      webhookLogCodec.toColumns({
        ...log,
        deliveries: 1,
        lastDeliveredAt: log.receivedAt,
        attempts: 0,
        failures: 0,
      })
    );
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    await db
      .table(TABLES.webhookLog)
      .where({ connection_id: log.connectionId, dedupe_key: log.dedupeKey })
      .update({ last_delivered_at: log.receivedAt })
      .increment('deliveries', 1);
    return null;
  }
}

import { z } from 'zod';
import { messageValues } from '../../../contracts/common';
import { attempt, effect, type Attempt } from '../../../contracts/webhook-log';
import { TABLES } from '../constants';
import { webhookLog as schema } from '../content-types/webhook-log';
import type { Effect } from '../core/inbox/effect';
import type { Headers } from '../core/kartra/headers';
import type { MessageValues } from '../core/wording/sentence';
import {
  FAILURE_KINDS,
  LOG_CODES,
  LOG_REASONS,
  readCode,
  type LogCode,
  type LogReason,
} from '../core/inbox/codes';
import { UNKNOWN_STATE, WEBHOOK_LOG_STATES, type WebhookLogState } from '../core/inbox/states';
import { EVENT_KINDS, SURFACES, type EventKind, type Surface } from '../core/kartra/event';
import { BODY_ENCODINGS, type BodyEncoding } from '../core/kartra/stored-body';
import { OTHER, type Other } from '../core/wording/other';
import { json, oneOf } from './columns';
import type { Database, RawRow } from './database';
import { rowCodec, type RowCodec } from './rows';

/** A field that a newer version added is ignored. */
const storedEffect = z.object(effect.shape);

const storedEvent = z.object({
  /** Null: it could not enter the ledger. */
  factHash: z.string().nullable(),
  kind: z.enum(EVENT_KINDS).nullable().catch(null),
  productId: z.string().nullable(),
  productName: z.string().nullable(),
  pricePoint: z.string().nullable(),
  state: z.enum(WEBHOOK_LOG_STATES).catch(UNKNOWN_STATE),
  reason: z
    .enum([...LOG_REASONS, OTHER])
    .nullable()
    .catch(OTHER),
  code: z.string(),
  values: messageValues,
  effect: storedEffect.nullable(),
  memberId: z.int().nullable(),
  duplicateOf: z.int().nullable(),
  mappingId: z.int().nullable(),
  mappingVersion: z.int().nullable(),
  /** Epoch ms: when it was decided. */
  decidedAt: z.number(),
});

const logEvent = storedEvent.transform((event) => ({
  ...event,
  ...readCode(LOG_CODES, event.code, event.values),
}));

/** What one of several events of a webhook came to. Nothing in it names a person. */
export type LogEvent = Readonly<z.output<typeof logEvent>>;

/** A failure of another version is named by its sentence. */
const storedFailure = z
  .object({ code: z.string(), values: messageValues })
  .transform(({ code, values }) => readCode(FAILURE_KINDS, code, values));

const storedAttempt = z.object({
  ...attempt.shape,
  outcome: attempt.shape.outcome.catch(OTHER),
  failure: storedFailure.optional(),
});

/** One request from Kartra. Times are epoch ms. */
export interface WebhookLogRow {
  id: number;
  connectionId: number;
  receivedAt: number;
  state: WebhookLogState;
  reason: LogReason | Other | null;
  code: LogCode | Other | null;
  values: MessageValues;
  /** What each event came to, where the webhook has several; empty for one alone. */
  events: readonly LogEvent[];
  kind: EventKind | null;
  action: string | null;
  productId: string | null;
  productName: string | null;
  pricePoint: string | null;
  email: string | null;
  buyerName: string | null;
  surface: Surface | null;
  dedupeKey: string;
  /** Random: by it the request that made the row knows it again. Null where an earlier version stored it. */
  nonce: string | null;
  bodyHash: string | null;
  body: string | null;
  /** `utf8`, or `base64` where the bytes are no clean text. */
  bodyEncoding: BodyEncoding | null;
  contentType: string | null;
  /** Null when forgotten with the payload, or stored by an earlier version. */
  headers: Headers | null;
  /** From the first byte of the body to the answer; null while unknown. */
  answeredInMs: number | null;
  byteLength: number;
  deliveries: number;
  lastDeliveredAt: number | null;
  attempts: number;
  failures: number;
  /** Oldest first. */
  attemptLog: readonly Attempt[];
  nextAttemptAt: number | null;
  leaseToken: string | null;
  leaseUntil: number | null;
  memberKey: string | null;
  memberId: number | null;
  factHash: string | null;
  duplicateOf: number | null;
  effect: Effect | null;
  mappingId: number | null;
  mappingVersion: number | null;
  endpointUsed: string | null;
  payloadDeletedAt: number | null;
  isTest: boolean;
  finishedAt: number | null;
  /** When an administrator left it as it is; null if none has, or if its outcome changed since. */
  acceptedAt: number | null;
  acceptedBy: string | null;
  acceptedReason: string | null;
}

const columns = rowCodec<WebhookLogRow>(schema, {
  state: oneOf(WEBHOOK_LOG_STATES, UNKNOWN_STATE),
  reason: oneOf(LOG_REASONS, null, OTHER),
  code: oneOf(LOG_CODES, null, OTHER),
  kind: oneOf(EVENT_KINDS, null),
  surface: oneOf(SURFACES, null),
  bodyEncoding: oneOf(BODY_ENCODINGS, null),
  values: json(messageValues, {}),
  events: json(z.array(logEvent), []),
  headers: json(z.record(z.string(), z.string()).nullable(), null),
  attemptLog: json(z.array(storedAttempt), []),
  effect: json(storedEffect.nullable(), null),
});

const codec: RowCodec<WebhookLogRow> = {
  ...columns,
  fromColumns(raw) {
    const row = columns.fromColumns(raw);
    return row.code === OTHER ? { ...row, ...readCode([], String(raw['code']), row.values) } : row;
  },
};
export { codec as webhookLogCodec };

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

/** One request to be stored, with a random text by which it knows its own row again. */
export interface NewLog extends ReceivedLog {
  readonly nonce: string;
}

export interface StoredLog {
  readonly id: number;
  /** The same bytes were here before: they were counted on the first row. */
  readonly isDuplicate: boolean;
}

const KEY = ['connection_id', 'dedupe_key'];

const keyOf = ({ connectionId, dedupeKey }: Pick<NewLog, 'connectionId' | 'dedupeKey'>): string =>
  `${connectionId}:${dedupeKey}`;

/**
 * Stores requests with one insert, outside any transaction; what became of each, in the same order. The same bytes once
 * more are no new row. Storing the same request again, because it was not known whether it is stored, changes nothing.
 */
export async function storeReceived(
  db: Database,
  logs: readonly NewLog[]
): Promise<readonly StoredLog[]> {
  const rows = new Map<string, NewLog & { deliveries: number }>();
  for (const log of logs) {
    const first = rows.get(keyOf(log));
    if (first) first.deliveries += 1;
    else rows.set(keyOf(log), { ...log, deliveries: 1 });
  }
  const stored = await insertOrCount(db, [...rows.values()]);
  const found = new Map(stored.map((row) => [keyOf(row), row]));
  return logs.map((log) => {
    const row = found.get(keyOf(log));
    if (!row) throw new Error('A webhook log was stored and is not there.');
    return { id: row.id, isDuplicate: row.nonce !== log.nonce };
  });
}

type Found = Pick<WebhookLogRow, 'id' | 'connectionId' | 'dedupeKey' | 'nonce'>;

/** PostgreSQL and SQLite tell the rows at once; MySQL has to be asked. */
async function insertOrCount(
  db: Database,
  rows: readonly (NewLog & { readonly deliveries: number })[]
): Promise<Found[]> {
  const told = ['id', 'connection_id', 'dedupe_key', 'nonce'];
  const columns = rows.map((row) =>
    codec.toColumns({ ...row, lastDeliveredAt: row.receivedAt, attempts: 0, failures: 0 })
  );
  const insert = db.table(TABLES.webhookLog).insert(columns).onConflict(KEY).merge(counting(db));
  const raws =
    db.client === 'mysql'
      ? await insert.then(() =>
          db
            .table(TABLES.webhookLog)
            .whereIn(
              'dedupe_key',
              rows.map(({ dedupeKey }) => dedupeKey)
            )
            .select(told)
        )
      : ((await insert.returning(told)) as unknown as RawRow[]);
  return raws.map((raw) => codec.fromColumns(raw));
}

/** Delivered once more, unless the row that is there is this very request. */
function counting(db: Database): Record<string, unknown> {
  const here = (column: string) => `${TABLES.webhookLog}.${column}`;
  const given = (column: string) =>
    db.client === 'mysql' ? `values(${column})` : `excluded.${column}`;
  const count = `case when ${here('nonce')} = ${given('nonce')} then 0 else ${given('deliveries')} end`;
  return {
    deliveries: db.raw(`${here('deliveries')} + ${count}`),
    last_delivered_at: db.raw(given('last_delivered_at')),
  };
}

import { TABLES } from '../constants';
import { storedCode } from '../core/inbox/codes';
import type { Database, Query, RawRow } from './database';
import { claimRow, type Lease, readHeld, releaseRow, whereFree } from './leases';
import { eachColumn } from './update-each';
import { webhookLogCodec as codec, type WebhookLogRow } from './webhook-logs';

/** Claiming and finishing webhook logs, under a lease. */

/** Bound parameters in one statement stay well below what SQLite takes. */
const CHUNK = 500;

const due = (query: Query, now: number): Query =>
  query.where((any) =>
    any
      .where((fresh) =>
        fresh
          .where({ state: 'received' })
          .where((time) => time.whereNull('next_attempt_at').orWhere('next_attempt_at', '<=', now))
      )
      .orWhere((again) => again.where({ state: 'failed' }).where('next_attempt_at', '<=', now))
      .orWhere((lost) => whereFree(lost.where({ state: 'processing' }), now))
  );

/** A webhook whose turn it is. */
export interface DueLog {
  readonly id: number;
  readonly memberKey: string | null;
  /** It was tried before. */
  readonly isRetry: boolean;
}

const OF_DUE = ['id', 'member_key', 'attempts'] as const;

const toDue = (raw: RawRow): DueLog => ({
  id: Number(raw['id']),
  memberKey: typeof raw['member_key'] === 'string' ? raw['member_key'] : null,
  isRetry: Number(raw['attempts'] ?? 0) > 0,
});

/** Oldest first. */
export async function findDueLogs(db: Database, now: number, limit: number): Promise<DueLog[]> {
  const query = due(db.table(TABLES.webhookLog), now).orderBy('id').limit(limit);
  const raws: RawRow[] = await query.select(OF_DUE);
  return raws.map(toDue);
}

/** Of each of these buyers, the first webhook that is not decided yet: that one goes first. */
export async function findFirstWaiting(
  db: Database,
  memberKeys: readonly string[]
): Promise<ReadonlyMap<string, number>> {
  if (memberKeys.length === 0) return new Map();
  const raws: RawRow[] = await db
    .table(TABLES.webhookLog)
    .whereIn('member_key', [...memberKeys])
    .whereIn('state', ['received', 'processing'])
    .groupBy('member_key')
    .select('member_key')
    .min({ first: 'id' });
  return new Map(raws.map((raw) => [String(raw['member_key']), Number(raw['first'])]));
}

/** Of each of these buyers, the next undecided webhook that is due. */
export async function findNextWaiting(
  db: Database,
  memberKeys: readonly string[],
  now: number
): Promise<DueLog[]> {
  if (memberKeys.length === 0) return [];
  const query = due(db.table(TABLES.webhookLog).whereIn('member_key', [...memberKeys]), now);
  const firsts: RawRow[] = await query.groupBy('member_key').min({ first: 'id' });
  if (firsts.length === 0) return [];
  const ids = firsts.map((raw) => Number(raw['first']));
  const raws: RawRow[] = await db.table(TABLES.webhookLog).whereIn('id', ids).select(OF_DUE);
  return raws.map(toDue);
}

/** Those of them that this worker holds from now on, oldest first; others are decided, or another worker's. */
export async function claimLogs(
  db: Database,
  logs: readonly {
    readonly id: number;
    /** Known to the instance that answered it. */
    readonly answeredInMs?: number;
  }[],
  lease: Lease
): Promise<WebhookLogRow[]> {
  const ids = logs.map(({ id }) => id);
  const answered = new Map(
    logs.flatMap(({ id, answeredInMs }) =>
      answeredInMs === undefined ? [] : [[id, { answered_in_ms: answeredInMs }] as const]
    )
  );
  const query = due(db.table(TABLES.webhookLog).whereIn('id', ids), lease.takenAt);
  const columns = { ...eachColumn(db, answered), state: 'processing' };
  if (!(await claimRow(query, lease, { columns, countIn: 'attempts' }))) return [];
  const raws: RawRow[] = await db
    .table(TABLES.webhookLog)
    .whereIn('id', ids)
    .where({ lease_token: lease.token })
    .orderBy('id');
  return raws.map((raw) => codec.fromColumns(raw));
}

/** By a person, whenever it is due or not; null when it is decided already, or worked on now. */
export async function claimForReplay(
  db: Database,
  id: number,
  lease: Lease
): Promise<WebhookLogRow | null> {
  const decided = db.table(TABLES.webhookLog).where({ id });
  return claim(db, decided.whereIn('state', ['held', 'failed', 'dead']), id, lease);
}

async function claim(
  db: Database,
  query: Query,
  id: number,
  lease: Lease,
  known: Readonly<Record<string, unknown>> = {}
): Promise<WebhookLogRow | null> {
  const columns = { ...known, state: 'processing' };
  if (!(await claimRow(query, lease, { columns, countIn: 'attempts' }))) return null;
  const raw = await readHeld(db, TABLES.webhookLog, { id, token: lease.token });
  return raw && codec.fromColumns(raw);
}

export type LogResult = Partial<
  Pick<
    WebhookLogRow,
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
    | 'memberId'
    | 'factHash'
    | 'duplicateOf'
    | 'mappingId'
    | 'mappingVersion'
    | 'nextAttemptAt'
    | 'failures'
    | 'finishedAt'
    | 'values'
    | 'events'
    | 'effect'
    | 'attemptLog'
  >
>;

/** A webhook that was left as it is waits again once its outcome changes. */
const columnsAfter = (before: Pick<WebhookLogRow, 'code'>, result: LogResult) => ({
  ...codec.toColumns(result),
  ...(result.code === before.code
    ? {}
    : { accepted_at: null, accepted_by: null, accepted_reason: null }),
});

/** Writes the results and gives the lease back; false when another worker holds one of the rows now. */
export async function finishLogs(
  db: Database,
  results: readonly {
    readonly log: Pick<WebhookLogRow, 'id' | 'code'>;
    readonly result: LogResult;
  }[],
  token: string
): Promise<boolean> {
  const columns = new Map(results.map(({ log, result }) => [log.id, columnsAfter(log, result)]));
  const written: number = await db
    .table(TABLES.webhookLog)
    .whereIn('id', [...columns.keys()])
    .where({ lease_token: token })
    .update({ ...eachColumn(db, columns), lease_token: null, lease_until: null });
  return written === results.length;
}

export const finishLog = (
  db: Database,
  log: Pick<WebhookLogRow, 'id' | 'code'>,
  token: string,
  result: LogResult
): Promise<boolean> => finishLogs(db, [{ log, result }], token);

/** The outcome, without the payload: thousands of them are looked at in one go. */
const TOLD = ['id', 'state', 'reason', 'code', 'memberId', 'email', 'events'] as const;
export type ToldLog = Pick<WebhookLogRow, (typeof TOLD)[number]>;

async function findTold(
  db: Database,
  ids: readonly number[],
  which: (query: Query) => Query
): Promise<ToldLog[]> {
  const rows: ToldLog[] = [];
  for (let start = 0; start < ids.length; start += CHUNK) {
    const chunk = db.table(TABLES.webhookLog).whereIn('id', ids.slice(start, start + CHUNK));
    const raws = await which(chunk)
      .orderBy('id')
      .select(TOLD.map((name) => codec.column(name)));
    rows.push(...raws.map((raw) => codec.fromColumns(raw)));
  }
  return rows;
}

/** Those of these rows in one of the states. Paused ones are left out: they wait for the switch alone. */
export const findDecidedLogs = (
  db: Database,
  ids: readonly number[],
  states: readonly ('held' | 'applied' | 'ignored')[]
): Promise<ToldLog[]> =>
  findTold(db, ids, (query) => query.whereIn('state', [...states]).whereNot({ reason: 'paused' }));

/** Applied rows with several events: one of them may have been ignored. */
export const findAppliedLogsOfSeveral = (
  db: Database,
  ids: readonly number[]
): Promise<ToldLog[]> =>
  findTold(db, ids, (query) => query.where({ state: 'applied' }).whereNotNull('events'));

/** A decided row that was looked at again; nothing happens when it is in another state by now. */
export async function updateDecidedLog(
  db: Database,
  log: Pick<WebhookLogRow, 'id' | 'state' | 'code'>,
  result: LogResult
): Promise<void> {
  const { id, state } = log;
  await db.table(TABLES.webhookLog).where({ id, state }).update(columnsAfter(log, result));
}

/** Its state stays; it only stops waiting for an answer. False when someone else was first. */
export async function acceptLog(
  db: Database,
  log: Pick<WebhookLogRow, 'id' | 'code' | 'values'>,
  accepted: { readonly at: number; readonly by: string; readonly reason: string | null }
): Promise<boolean> {
  const changed = await db
    .table(TABLES.webhookLog)
    .where({ id: log.id, code: storedCode(log) })
    .whereNull('accepted_at')
    .update({
      accepted_at: accepted.at,
      accepted_by: accepted.by,
      accepted_reason: accepted.reason,
    });
  return changed > 0;
}

/** What was kept while paused goes back into the queue; returns how many. */
export async function releasePausedLogs(db: Database): Promise<number> {
  return db
    .table(TABLES.webhookLog)
    .where({ state: 'held', reason: 'paused' })
    .update({ state: 'received', reason: null, code: 'received', next_attempt_at: null });
}

/** Gives back what a worker of this process could not finish; due at once for any instance. */
export async function giveBackLog(db: Database, id: number, token: string): Promise<void> {
  await releaseRow(db, TABLES.webhookLog, { id, token }, { state: 'received' });
}

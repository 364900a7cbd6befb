import { TABLES } from '../constants';
import {
  FAILURE_KINDS,
  LOG_REASONS,
  readReason,
  readState,
  type FailureKind,
  type LogReason,
} from '../core/inbox/codes';
import { PART_REFUNDED } from '../core/inbox/decisions';
import type { WebhookLogState } from '../core/inbox/states';
import type { EventKind } from '../core/kartra/event';
import { OTHER, type Other } from '../core/wording/other';
import type { Database, Query, RawRow } from './database';
import { webhookLogCodec, type WebhookLogRow } from './webhook-logs';

/** Reading webhook logs for people. Times are epoch ms. */
export interface LogFilter {
  readonly state?: WebhookLogState | undefined;
  /** `other`: one that this version does not know. */
  readonly reason?: LogReason | Other | undefined;
  /** `other`: what says nothing of a payment. */
  readonly kind?: EventKind | Other | undefined;
  readonly productId?: string | undefined;
  /** As stored: normalised. */
  readonly email?: string | undefined;
  readonly memberId?: number | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly upTo?: number | undefined;
  /** Only webhooks that need an answer: not left as they are, and not for an unmapped product, which waits as an offer. */
  readonly waits?: boolean | undefined;
  /** Only these, as selected in the list. */
  readonly ids?: readonly number[] | undefined;
}

/** Counting a million rows is slow and useless: beyond this the answer is "more". */
export const COUNT_CAP = 10_000;

function select(db: Database, filter: LogFilter): Query {
  const query = db.table(TABLES.webhookLog);
  const equal = {
    state: filter.state,
    product_id: filter.productId,
    email: filter.email,
    member_id: filter.memberId,
  };
  for (const [column, value] of Object.entries(equal)) {
    if (value !== undefined) void query.where({ [column]: value });
  }
  if (filter.reason === OTHER) void query.whereNotIn('reason', LOG_REASONS);
  else if (filter.reason !== undefined) void query.where({ reason: filter.reason });
  // What says nothing of a payment has no kind.
  if (filter.kind === OTHER) void query.whereNull('kind');
  else if (filter.kind !== undefined) void query.where({ kind: filter.kind });
  if (filter.from !== undefined) void query.where('received_at', '>=', filter.from);
  if (filter.to !== undefined) void query.where('received_at', '<=', filter.to);
  if (filter.waits) {
    void query
      .whereNull('accepted_at')
      .whereNot({ reason: 'unmapped-product' })
      .where((any) => any.whereIn('state', ['held', 'dead']).orWhere({ code: PART_REFUNDED }));
  }
  if (filter.ids !== undefined) void query.whereIn('id', [...filter.ids]);
  if (filter.upTo !== undefined) void query.where('id', '<=', filter.upTo);
  return query;
}

/** Newest first unless asked otherwise. */
export async function findLogs(
  db: Database,
  filter: LogFilter,
  page: { readonly offset: number; readonly limit: number; readonly oldestFirst?: boolean }
): Promise<WebhookLogRow[]> {
  const raws = await select(db, filter)
    .orderBy('id', page.oldestFirst ? 'asc' : 'desc')
    .offset(page.offset)
    .limit(page.limit);
  return raws.map((raw) => webhookLogCodec.fromColumns(raw));
}

/** Oldest first, behind `afterId`. */
export async function findLogIds(
  db: Database,
  filter: LogFilter,
  page: { readonly afterId: number; readonly limit: number }
): Promise<number[]> {
  const raws = await select(db, filter)
    .where('id', '>', page.afterId)
    .orderBy('id')
    .limit(page.limit)
    .select('id');
  return raws.map((raw) => Number(raw['id']));
}

/** Exact up to the cap. */
export async function countLogs(
  db: Database,
  filter: LogFilter
): Promise<{ total: number; isCapped: boolean }> {
  const found = await select(db, filter)
    .orderBy('id', 'desc')
    .offset(COUNT_CAP)
    .limit(1)
    .select('id');
  if (found.length > 0) return { total: COUNT_CAP, isCapped: true };
  const [counted] = await select(db, filter).count({ total: '*' });
  return { total: Number(counted?.['total'] ?? 0), isCapped: false };
}

/** Later webhooks of the member with the same event; the first few. */
export async function findRepeats(
  db: Database,
  id: number,
  memberId: number
): Promise<Pick<WebhookLogRow, 'id' | 'surface'>[]> {
  const raws: RawRow[] = await db
    .table(TABLES.webhookLog)
    .where({ member_id: memberId, duplicate_of: id })
    .orderBy('id')
    .limit(5)
    .select('id', 'surface');
  return raws.map((raw) => {
    const { id: repeat, surface } = webhookLogCodec.fromColumns(raw);
    return { id: repeat, surface };
  });
}

/** Those of the ids whose lines are still kept. */
export async function findExistingLogs(
  db: Database,
  ids: readonly number[]
): Promise<ReadonlySet<number>> {
  const raws = await db
    .table(TABLES.webhookLog)
    .whereIn('id', [...ids])
    .select('id');
  return new Set(raws.map((raw) => Number(raw['id'])));
}

export async function findLog(db: Database, id: number): Promise<WebhookLogRow | null> {
  const raw = await db.table(TABLES.webhookLog).where({ id }).first();
  return raw ? webhookLogCodec.fromColumns(raw) : null;
}

type State = WebhookLogRow['state'];
type Reason = NonNullable<WebhookLogRow['reason']>;

/** Rows of a count by the words of one column; several words may be read as one. */
function totals<Word extends string>(
  raws: readonly RawRow[],
  wordOf: (raw: RawRow) => Word
): Partial<Record<Word, number>> {
  const found: Partial<Record<Word, number>> = {};
  for (const raw of raws) {
    const word = wordOf(raw);
    found[word] = (found[word] ?? 0) + Number(raw['total']);
  }
  return found;
}

export async function countByState(db: Database): Promise<Partial<Record<State, number>>> {
  const raws = await db
    .table(TABLES.webhookLog)
    .groupBy('state')
    .select('state')
    .count({ total: '*' });
  return totals(raws, (raw) => readState(raw['state']));
}

/** Webhooks that wait for an administrator; those left as they are do not. */
export async function countHeldByReason(db: Database): Promise<Partial<Record<Reason, number>>> {
  const raws = await db
    .table(TABLES.webhookLog)
    .where({ state: 'held' })
    .whereNull('accepted_at')
    .groupBy('reason')
    .select('reason')
    .count({ total: '*' });
  return totals(raws, (raw) => readReason(raw['reason']) ?? OTHER);
}

/** State and number of webhooks received since, by whole days since 1970 (UTC). */
export async function countByDay(
  db: Database,
  since: number
): Promise<{ day: number; state: State; total: number }[]> {
  const dayOf = db.client === 'mysql' ? 'received_at div 86400000' : 'received_at / 86400000';
  const raws = await db
    .table(TABLES.webhookLog)
    .where('received_at', '>=', since)
    .groupByRaw(`${dayOf}, state`)
    .select<RawRow[]>(db.raw(`${dayOf} as day, state, count(*) as total`));
  return raws.map((raw) => ({
    day: Number(raw['day']),
    state: readState(raw['state']),
    total: Number(raw['total']),
  }));
}

/** Receiving time of Kartra's first and last webhook, of the oldest waiting one, and the next attempt. */
export async function findMoments(db: Database): Promise<{
  firstAt: number | null;
  lastAt: number | null;
  oldestWaitingAt: number | null;
  nextAttemptAt: number | null;
  oldestFailingAt: number | null;
}> {
  const pick = async (query: Query, column: string): Promise<number | null> => {
    const [raw] = await query.limit(1).select(column);
    return raw?.[column] == null ? null : Number(raw[column]);
  };
  const logs = () => db.table(TABLES.webhookLog);
  return {
    firstAt: await pick(logs().where({ is_test: false }).orderBy('id'), 'received_at'),
    lastAt: await pick(logs().where({ is_test: false }).orderBy('id', 'desc'), 'received_at'),
    oldestWaitingAt: await pick(
      logs().whereIn('state', ['received', 'processing']).orderBy('id'),
      'received_at'
    ),
    nextAttemptAt: await pick(
      logs().where({ state: 'failed' }).orderBy('next_attempt_at'),
      'next_attempt_at'
    ),
    oldestFailingAt: await pick(logs().where({ state: 'failed' }).orderBy('id'), 'received_at'),
  };
}

/** All rows, and the bytes of the payloads still kept. */
export async function measurePayloads(db: Database): Promise<{ logs: number; bytes: number }> {
  const [raw] = await db
    .table(TABLES.webhookLog)
    .select<
      RawRow[]
    >(db.raw('count(*) as logs, sum(case when payload_deleted_at is null then byte_length else 0 end) as bytes'));
  return { logs: Number(raw?.['logs'] ?? 0), bytes: Number(raw?.['bytes'] ?? 0) };
}

/** Webhooks that failed at least so often, or were given up, by reason. */
export async function countFailing(
  db: Database,
  failures: number
): Promise<{ reason: FailureKind | Other; total: number }[]> {
  const raws = await db
    .table(TABLES.webhookLog)
    .where({ state: 'dead' })
    .orWhere((failed) => failed.where({ state: 'failed' }).where('failures', '>=', failures))
    .groupBy('reason')
    .select('reason')
    .count({ total: '*' });
  const found = totals<FailureKind | Other>(
    raws,
    (raw) => FAILURE_KINDS.find((kind) => kind === raw['reason']) ?? OTHER
  );
  const kinds = [...FAILURE_KINDS, OTHER] as const;
  return kinds.flatMap((reason) => {
    const total = found[reason];
    return total === undefined ? [] : [{ reason, total }];
  });
}

/** When the last webhooks came, newest first. */
export async function findLastReceivedTimes(db: Database, limit: number): Promise<number[]> {
  const raws = await db
    .table(TABLES.webhookLog)
    .orderBy('id', 'desc')
    .limit(limit)
    .select('received_at');
  return raws.map((raw) => Number(raw['received_at']));
}

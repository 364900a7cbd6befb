import { z } from 'zod';
import {
  JOB_KINDS,
  JOB_STATES,
  jobTally,
  type JobKindName,
  type JobState,
  type JobTally,
} from '../../../contracts/job';
import { TABLES } from '../constants';
import { job as schema } from '../content-types/job';
import { OTHER, type Other } from '../core/wording/other';
import { json, oneOf } from './columns';
import type { Database, Query } from './database';
import { claimRow, type Held, type Lease, releaseRow, renewLease, whereFree } from './leases';
import { rowCodec } from './rows';

const cursor = z.object({ product: z.int(), afterId: z.int() });

/** Where a job goes on after a stop or a crash. */
export type Cursor = Readonly<z.output<typeof cursor>>;

const START: Cursor = { product: 0, afterId: 0 };

/** Earlier versions did not count those who moved. */
const storedTally = z.object({ ...jobTally.shape, moved: z.int().default(0) });

export interface JobRow {
  id: number;
  connectionId: number;
  kind: JobKindName | Other;
  /** By kind, which checks them; null: they can't be read. */
  params: object | null;
  state: JobState;
  total: number | null;
  done: number | null;
  failed: number | null;
  /** Null: nothing is left, or it can't be read. */
  cursor: Cursor | null;
  /** Null: it counts something else than members, or has not started. */
  result: JobTally | null;
  error: string | null;
  leaseToken: string | null;
  leaseUntil: number | null;
  queuedBy: string | null;
  queuedAt: number;
  startedAt: number | null;
  finishedAt: number | null;
  stopRequested: boolean;
}

const codec = rowCodec<JobRow>(schema, {
  kind: oneOf(JOB_KINDS, OTHER),
  // A job without parameters may concern all members: parameters that can't be read must not count as none.
  params: json(z.looseObject({}).nullable(), {}, null),
  state: oneOf(JOB_STATES, 'failed'),
  cursor: json(cursor.nullable(), START, null),
  result: json(storedTally.nullable(), null),
});

export async function createJob(
  db: Database,
  job: Pick<JobRow, 'connectionId' | 'params' | 'total' | 'queuedBy' | 'queuedAt'> & {
    readonly kind: JobKindName;
  }
): Promise<number> {
  const fresh: Partial<JobRow> = {
    ...job,
    state: 'queued',
    done: 0,
    failed: 0,
    stopRequested: false,
  };
  return db.insert(TABLES.job, codec.toColumns(fresh));
}

export async function findJob(db: Database, id: number): Promise<JobRow | null> {
  const raw = await db.table(TABLES.job).where({ id }).first();
  return raw ? codec.fromColumns(raw) : null;
}

export async function findLastJob(
  db: Database,
  connectionId: number,
  kind: JobKindName
): Promise<JobRow | null> {
  const raw = await db
    .table(TABLES.job)
    .where({ connection_id: connectionId, kind })
    .orderBy('id', 'desc')
    .first();
  return raw ? codec.fromColumns(raw) : null;
}

/** Newest first. */
export async function findJobs(
  db: Database,
  connectionId: number,
  page: { readonly offset: number; readonly limit: number }
): Promise<{ rows: JobRow[]; total: number }> {
  const mine = () => db.table(TABLES.job).where({ connection_id: connectionId });
  const [counted] = await mine().count({ total: '*' });
  const raws = await mine().orderBy('id', 'desc').offset(page.offset).limit(page.limit);
  return {
    rows: raws.map((raw) => codec.fromColumns(raw)),
    total: Number(counted?.['total'] ?? 0),
  };
}

const UNFINISHED: readonly JobState[] = ['queued', 'running'];

/** Queued or running: it is not over. */
export const isUnfinished = ({ state }: Pick<JobRow, 'state'>): boolean =>
  UNFINISHED.includes(state);

/** Queued, or running under a lease that is over: its worker died. */
const due = (query: Query, now: number): Query =>
  whereFree(query.whereIn('state', [...UNFINISHED]), now);

export async function findDueJobs(db: Database, now: number): Promise<number[]> {
  const raws = await due(db.table(TABLES.job), now).orderBy('id').select('id');
  return raws.map((raw) => Number(raw['id']));
}

export async function claimJob(db: Database, id: number, lease: Lease): Promise<JobRow | null> {
  const query = due(db.table(TABLES.job).where({ id }), lease.takenAt);
  if (!(await claimRow(query, lease, { columns: { state: 'running' } }))) return null;
  await db
    .table(TABLES.job)
    .where({ id })
    .whereNull('started_at')
    .update({ started_at: lease.takenAt });
  return findJob(db, id);
}

type Progress = Partial<
  Pick<JobRow, 'state' | 'done' | 'failed' | 'cursor' | 'result' | 'error' | 'finishedAt'>
>;

/** Progress of the worker that holds the lease, and goes on; null when another one does. */
export async function saveProgress(
  db: Database,
  { id, token, until }: Held & { readonly until: number },
  progress: Progress
): Promise<JobRow | null> {
  const next = { until, columns: codec.toColumns(progress) };
  return (await renewLease(db, TABLES.job, { id, token }, next)) ? findJob(db, id) : null;
}

/** Over, or left for the worker that looks next. Nothing happens when another worker holds it. */
export async function leaveJob(db: Database, held: Held, progress: Progress = {}): Promise<void> {
  await releaseRow(db, TABLES.job, held, codec.toColumns(progress));
}

/** False when it is over already. */
export async function requestStop(db: Database, id: number): Promise<boolean> {
  const asked = await db
    .table(TABLES.job)
    .where({ id })
    .whereIn('state', [...UNFINISHED])
    .update({ stop_requested: true });
  return asked > 0;
}

/** It continues from its cursor. False unless it was stopped. */
export async function resumeJob(db: Database, id: number): Promise<boolean> {
  const resumed = await db.table(TABLES.job).where({ id, state: 'stopped' }).update({
    state: 'queued',
    stop_requested: false,
    finished_at: null,
    started_at: null,
    lease_until: null,
  });
  return resumed > 0;
}

import { TABLES } from '../constants';
import { job as schema } from '../content-types/job';
import type { Database } from './database';
import { rowCodec } from './rows';

export interface JobRow {
  id: number;
  connectionId: number;
  kind: string;
  /** JSON, by kind. */
  params: string | null;
  state: string;
  total: number | null;
  done: number | null;
  failed: number | null;
  /** JSON, by kind: where to go on after a stop or a crash. */
  cursor: string | null;
  result: string | null;
  error: string | null;
  leaseToken: string | null;
  leaseUntil: number | null;
  queuedBy: string | null;
  queuedAt: number;
  startedAt: number | null;
  finishedAt: number | null;
  stopRequested: boolean;
}

const codec = rowCodec<JobRow>(schema);

export async function createJob(
  db: Database,
  job: Pick<JobRow, 'connectionId' | 'kind' | 'params' | 'total' | 'queuedBy' | 'queuedAt'>
): Promise<number> {
  const fresh = { ...job, state: 'queued', done: 0, failed: 0, stopRequested: false };
  return db.insert(TABLES.job, codec.toColumns(fresh));
}

export async function findJob(db: Database, id: number): Promise<JobRow | null> {
  const raw = await db.table(TABLES.job).where({ id }).first();
  return raw ? codec.fromColumns(raw) : null;
}

export async function findLastJob(
  db: Database,
  connectionId: number,
  kind: string
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

/** Queued, or running under a lease that is over: its worker died. */
export async function findDueJobs(db: Database, now: number): Promise<number[]> {
  const raws = await db
    .table(TABLES.job)
    .whereIn('state', ['queued', 'running'])
    .where((free) => free.whereNull('lease_until').orWhere('lease_until', '<', now))
    .orderBy('id')
    .select('id');
  return raws.map((raw) => Number(raw['id']));
}

export async function claimJob(
  db: Database,
  id: number,
  lease: { readonly token: string; readonly until: number; readonly now: number }
): Promise<JobRow | null> {
  const claimed = await db
    .table(TABLES.job)
    .where({ id })
    .whereIn('state', ['queued', 'running'])
    .where((free) => free.whereNull('lease_until').orWhere('lease_until', '<', lease.now))
    .update({ state: 'running', lease_token: lease.token, lease_until: lease.until });
  if (claimed === 0) return null;
  await db
    .table(TABLES.job)
    .where({ id })
    .whereNull('started_at')
    .update({ started_at: lease.now });
  return findJob(db, id);
}

/** Progress of the worker that holds the lease; null when another one does. */
export async function saveProgress(
  db: Database,
  id: number,
  token: string,
  progress: Partial<
    Pick<
      JobRow,
      'state' | 'done' | 'failed' | 'cursor' | 'result' | 'error' | 'leaseUntil' | 'finishedAt'
    >
  >
): Promise<JobRow | null> {
  const saved = await db
    .table(TABLES.job)
    .where({ id, lease_token: token })
    .update(codec.toColumns(progress));
  return saved > 0 ? findJob(db, id) : null;
}

/** False when it is over already. */
export async function requestStop(db: Database, id: number): Promise<boolean> {
  const asked = await db
    .table(TABLES.job)
    .where({ id })
    .whereIn('state', ['queued', 'running'])
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

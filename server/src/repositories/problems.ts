import { TABLES } from '../constants';
import { problem as schema } from '../content-types/problem';
import { ALERT_KINDS, type AlertKind } from '../core/mail/alerts';
import { oneOf } from './columns';
import type { Database } from './database';
import { rowCodec } from './rows';

/** A problem that is there now; its row goes when the problem does, so that the next one is a new one. */
export interface ProblemRow {
  id: number;
  connectionId: number;
  /** What makes it this problem and no other, like `unmapped:558475`. */
  problemKey: string;
  kind: AlertKind;
  openedAt: number;
  mailedAt: number | null;
}

const codec = rowCodec<ProblemRow>(schema, { kind: oneOf(ALERT_KINDS, 'failing') });

export async function findProblems(db: Database, connectionId: number): Promise<ProblemRow[]> {
  const raws = await db.table(TABLES.problem).where({ connection_id: connectionId }).orderBy('id');
  return raws.map((raw) => codec.fromColumns(raw));
}

/** Nothing happens when another instance noted it first. */
export async function openProblem(
  db: Database,
  problem: Omit<ProblemRow, 'id' | 'mailedAt'>
): Promise<void> {
  await db.insertIgnore(TABLES.problem, codec.toColumns(problem));
}

export async function closeProblem(db: Database, id: number): Promise<void> {
  await db.table(TABLES.problem).where({ id }).delete();
}

/** True for the one instance that is to mail it, in the transaction that queues the mails. */
export async function claimProblem(db: Database, id: number, at: number): Promise<boolean> {
  const claimed = await db
    .table(TABLES.problem)
    .where({ id })
    .whereNull('mailed_at')
    .update({ mailed_at: at });
  return claimed > 0;
}

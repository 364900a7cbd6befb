import { randomUUID } from 'node:crypto';
import type { TABLES } from '../constants';
import type { Database, Query, RawRow } from './database';

/**
 * Rows that one worker at a time works on, whichever instance it runs on. A claim is one conditional update, which all
 * databases do atomically; every later write names the lease's token, so that a worker that lost its lease changes
 * nothing. Who died loses it when its time is over.
 */
export interface Lease {
  readonly token: string;
  /** Epoch ms. */
  readonly takenAt: number;
  /** Epoch ms: from then on others may take the row. */
  readonly until: number;
}

type LeasedTable = (typeof TABLES)['webhookLog' | 'job' | 'outboxMessage'];
type Columns = Readonly<Record<string, unknown>>;

export const newLease = (takenAt: number, ms: number): Lease => ({
  token: randomUUID(),
  takenAt,
  until: takenAt + ms,
});

/** Those that no worker holds. */
export const whereFree = (query: Query, now: number): Query =>
  query.where((free) => free.whereNull('lease_until').orWhere('lease_until', '<', now));

/** `query` finds the row for as long as it may be claimed: of several workers who try at once, one gets true. */
export async function claimRow(
  query: Query,
  { token, until }: Lease,
  also: { readonly columns?: Columns; readonly countIn?: string } = {}
): Promise<boolean> {
  const update = query.update({ ...also.columns, lease_token: token, lease_until: until });
  return (await (also.countIn ? update.increment(also.countIn, 1) : update)) > 0;
}

/** A row under a lease. */
export interface Held {
  readonly id: number;
  readonly token: string;
}

const held = (db: Database, table: LeasedTable, { id, token }: Held): Query =>
  db.table(table).where({ id, lease_token: token });

/** Null when another worker holds the row by now. */
export const readHeld = async (
  db: Database,
  table: LeasedTable,
  row: Held
): Promise<RawRow | null> => (await held(db, table, row).first()) ?? null;

/** The lease stays, until then; false when another worker holds the row by now. */
export const renewLease = async (
  db: Database,
  table: LeasedTable,
  row: Held,
  next: { readonly until: number; readonly columns: Columns }
): Promise<boolean> =>
  (await held(db, table, row).update({ ...next.columns, lease_until: next.until })) > 0;

/** The last write under this lease; false when another worker holds the row by now. */
export const releaseRow = async (
  db: Database,
  table: LeasedTable,
  row: Held,
  columns: Columns = {}
): Promise<boolean> =>
  (await held(db, table, row).update({ ...columns, lease_token: null, lease_until: null })) > 0;

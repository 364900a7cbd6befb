import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { causeOf, codeOf, describeError, messageOf } from '../utils/describe-error';

/** A row as the driver gives it; `rowCodec` makes domain values of it. */
export type RawRow = Record<string, unknown>;
export type Query = Knex.QueryBuilder<RawRow, RawRow[]>;

/** Names the tables of one connection or one transaction; repositories know nothing else of the database. */
export interface Database {
  readonly client: 'sqlite' | 'postgres' | 'mysql';
  /** All of it will be undone: nothing outside the database may hear of it. */
  readonly isTrial: boolean;
  /** A query on one table, inside the transaction if there is one. */
  table(name: string): Query;
  /** An expression in SQL; never with a value in it. Each `??` is replaced by the name of a table, column or index. */
  raw(sql: string, names?: readonly string[]): Knex.Raw<unknown>;
  /** For an update of several rows: the value by id of the row; of any other row, what it has. */
  choose(column: string, byId: ReadonlyMap<number, unknown>): Knex.Raw<unknown>;
  /** Id of the new row. Throws the driver's error on a duplicate: never to be caught inside a transaction. */
  insert(table: string, columns: Record<string, unknown>): Promise<number>;
  /** Several rows, for callers who need no ids. */
  insertAll(table: string, rows: Record<string, unknown>[]): Promise<void>;
  /** Does nothing where the unique key already exists; read back to find out which row won. */
  insertIgnore(
    table: string,
    columns: Record<string, unknown> | Record<string, unknown>[]
  ): Promise<void>;
}

const CLIENTS: Readonly<Record<string, Database['client']>> = {
  sqlite: 'sqlite',
  postgres: 'postgres',
  mysql: 'mysql',
};

function open(strapi: Core.Strapi, trx?: Knex.Transaction): Database {
  const client = CLIENTS[strapi.db.dialect.client];
  if (!client) throw new Error(`The database client ${strapi.db.dialect.client} is not supported.`);
  const table = (name: string): Query => {
    const query = strapi.db.getConnection(name) as Query;
    return trx ? query.transacting(trx) : query;
  };
  return {
    client,
    isTrial: trials.getStore() === true,
    table,
    raw: (sql, names = []) => strapi.db.connection.raw<unknown>(sql, [...names]),
    choose(column, byId) {
      const cases = [...byId].map(() => 'when ? then ?').join(' ');
      const values = [...byId].flatMap(([id, value]) => [id, value as Knex.RawBinding]);
      return strapi.db.connection.raw<unknown>(`case id ${cases} else ?? end`, [...values, column]);
    },
    async insert(name, columns) {
      const answer: unknown =
        client === 'mysql'
          ? await table(name).insert(columns)
          : await table(name).insert(columns).returning('id');
      const [first] = answer as (number | { id: number })[];
      if (first === undefined) throw new Error(`The insert into ${name} returned no id.`);
      return Number(typeof first === 'object' ? first.id : first);
    },
    async insertAll(name, rows) {
      await table(name).insert(rows);
    },
    async insertIgnore(name, columns) {
      await table(name).insert(columns).onConflict().ignore();
    },
  };
}

/** The transaction that the caller runs in, as Strapi's own queries know it too. */
const running = new AsyncLocalStorage<Knex.Transaction>();
const trials = new AsyncLocalStorage<true>();

/** Whether what happens now is this plugin's own write, and no other's. */
export const isOwnWrite = (): boolean => running.getStore() !== undefined;

/** One statement, one commit; inside `inTransaction` a part of that. */
export function database(strapi: Core.Strapi): Database {
  return open(strapi, running.getStore());
}

const RETRYABLE = new Set([
  '40P01', // deadlock (PostgreSQL)
  '40001', // serialization failure
  '55P03', // lock not available
  '25P02', // transaction aborted: hides the real code
  'ER_LOCK_DEADLOCK',
  'ER_LOCK_WAIT_TIMEOUT',
  'SQLITE_BUSY',
  'SQLITE_LOCKED',
  'KnexTimeoutError', // no connection free
]);

/** The database is away, full or read-only: waiting helps, counting it against the webhook does not. */
const UNAVAILABLE = new Set([
  '57P01',
  '57P02',
  '57P03',
  '53000',
  '53100', // disk full
  '53200',
  '53300', // too many connections
  '25006', // read-only
  '58030',
  '08000',
  '08001',
  '08003',
  '08004',
  '08006',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'PROTOCOL_CONNECTION_LOST',
  'ER_SERVER_SHUTDOWN',
  'ER_CON_COUNT_ERROR',
  'ER_DISK_FULL',
  'ER_RECORD_FILE_FULL',
  'ER_ERROR_ON_WRITE',
  'ER_CONNECTION_KILLED',
  'ER_OPTION_PREVENTS_STATEMENT',
  'ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION',
  'SQLITE_FULL',
  'SQLITE_READONLY',
  'SQLITE_IOERR',
  'SQLITE_CANTOPEN',
]);

const UNAVAILABLE_TEXT =
  /Connection terminated|connection is closed|Connection lost|server closed the connection|not queryable|aborted/i;

function codesOf(error: unknown): string[] {
  const codes: string[] = [];
  for (let cause = error, depth = 0; cause && depth < 5; cause = causeOf(cause), depth += 1) {
    const code = codeOf(cause) ?? describeError(cause);
    // SQLite says more precisely behind it what happened: SQLITE_IOERR_WRITE, SQLITE_BUSY_SNAPSHOT.
    codes.push(/^SQLITE_[A-Z]+/.exec(code)?.[0] ?? code);
  }
  return codes;
}

/** A deadlock, a busy file, an exhausted pool: the same transaction run again usually passes. */
export function isRetryable(error: unknown): boolean {
  return codesOf(error).some((code) => RETRYABLE.has(code));
}

/** Nothing is wrong with the work itself: the database cannot do it now. Uses up no attempt. */
export function isInfrastructureError(error: unknown): boolean {
  if (isRetryable(error)) return true;
  if (codesOf(error).some((code) => UNAVAILABLE.has(code))) return true;
  return UNAVAILABLE_TEXT.test(messageOf(error));
}

const honest = new WeakSet<Knex.Transaction>();

/**
 * Knex answers `commit()` even when COMMIT failed; only its `executionPromise` says so, and Strapi does not ask it: work
 * that a full disk undid would count as done. Its connection must not be reused, although knex would hand it on at
 * once: SQLite may leave the transaction open on its only connection, so it is undone there; a server may have closed
 * the connection, so the pool has to drop it.
 */
async function makeCommitHonest(trx: Knex.Transaction): Promise<void> {
  if (honest.has(trx)) return;
  honest.add(trx);
  const commit = trx.commit.bind(trx) as (value?: unknown) => Knex.QueryBuilder;
  const commitAndTell = async (value?: unknown): Promise<void> => {
    await commit(value);
    await trx.executionPromise;
  };
  trx.commit = commitAndTell as unknown as Knex.Transaction['commit'];

  const connection = (await (trx.client as Knex.Client).acquireConnection()) as RawConnection;
  trx.on('query-error', (error: unknown, { sql }: { sql?: string }) => {
    if (!/^commit\b/i.test(sql ?? '')) return;
    if ('inTransaction' in connection) {
      if (connection.inTransaction) connection.exec('ROLLBACK');
    } else {
      connection.__knex__disposed = error;
    }
  });
}

/** What better-sqlite3 has, and what knex's pool asks of the drivers of the servers before it hands a connection out. */
type RawConnection =
  | { readonly inTransaction: boolean; exec(sql: string): unknown }
  | { __knex__disposed?: unknown };

const MAX_TRIES = 6;

/**
 * Runs `work` in one transaction that `strapi.db.query` joins automatically, and runs all of it again when the
 * database asks for that (up to six tries with growing jitter). `work` must start with a write that locks
 * (SQLite and MySQL need it first), must do nothing slow, and must never catch a database error.
 */
export async function inTransaction<Result>(
  strapi: Core.Strapi,
  work: (db: Database) => Promise<Result>
): Promise<Result> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await strapi.db.transaction(async ({ trx }: { trx: Knex.Transaction }) => {
        await makeCommitHonest(trx);
        return running.run(trx, () => work(open(strapi, trx)));
      });
    } catch (error) {
      if (tried >= MAX_TRIES || !isRetryable(error)) throw error;
      await sleep(5 * 2 ** tried * (0.5 + Math.random()));
    }
  }
}

/** Carries a result out of a transaction that must not stay. */
class RolledBack<Result> extends Error {
  constructor(readonly result: Result) {
    super('Tried and undone.');
  }
}

/** Does all of `work`, tells what came of it, and undoes it. What it starts joins its transaction. */
export async function tryAndUndo<Result>(
  strapi: Core.Strapi,
  work: () => Promise<Result>
): Promise<Result> {
  try {
    return await trials.run(true, () =>
      inTransaction<Result>(strapi, async () => {
        throw new RolledBack(await work());
      })
    );
  } catch (error) {
    if (error instanceof RolledBack) return error.result as Result;
    throw error;
  }
}

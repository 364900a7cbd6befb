import { knex, type Knex } from 'knex';

import type { TestDatabase } from './databases';
import type { StoredRow } from './site';

/** Looks into a database from outside, whatever the site that uses it is doing. */
export interface DatabaseReader {
  rows(table: string): Promise<StoredRow[]>;
  /** For what must not read every row. */
  table(name: string): Knex.QueryBuilder<StoredRow, StoredRow[]>;
  /** While `work` runs nobody else writes to this table: who tries waits. For database servers only. */
  whileLocked(table: string, work: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

export function openReader({ client, environment }: TestDatabase): DatabaseReader {
  const connection =
    client === 'sqlite'
      ? knex({
          client: 'better-sqlite3',
          connection: { filename: environment['DATABASE_FILENAME'] ?? '' },
          useNullAsDefault: true,
        })
      : knex({
          client: client === 'postgres' ? 'pg' : 'mysql2',
          connection: {
            host: environment['DATABASE_HOST'],
            port: Number(environment['DATABASE_PORT']),
            database: environment['DATABASE_NAME'],
            user: environment['DATABASE_USERNAME'],
          },
          pool: { min: 0, max: 2 },
        });
  return {
    rows: (table) => connection<StoredRow>(table).select('*').orderBy('id'),
    table: (name) => connection<StoredRow, StoredRow[]>(name),
    async whileLocked(table, work) {
      await connection.transaction(async (trx) => {
        if (client === 'postgres') await trx.raw('lock table ?? in exclusive mode', [table]);
        else await trx.raw('lock tables ?? write', [table]);
        await work();
        if (client === 'mysql') await trx.raw('unlock tables');
      });
    },
    close: () => connection.destroy(),
  };
}

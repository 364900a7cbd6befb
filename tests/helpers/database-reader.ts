import { knex } from 'knex';

import type { TestDatabase } from './databases';
import type { StoredRow } from './site';

/** Looks into a database from outside, whatever the site that uses it is doing. */
export interface DatabaseReader {
  rows(table: string): Promise<StoredRow[]>;
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
    close: () => connection.destroy(),
  };
}

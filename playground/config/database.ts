import path from 'path';

import type { Core } from '@strapi/strapi';

/** Spellings that people use for the three clients Strapi knows. */
const CLIENTS: Record<string, 'sqlite' | 'postgres' | 'mysql' | undefined> = {
  sqlite: 'sqlite',
  sqlite3: 'sqlite',
  'better-sqlite3': 'sqlite',
  postgres: 'postgres',
  postgresql: 'postgres',
  pg: 'postgres',
  mysql: 'mysql',
  mysql2: 'mysql',
  mariadb: 'mysql',
};

interface SqliteConnection {
  pragma(statement: string): unknown;
}

type Done = (error: Error | null, connection: SqliteConnection) => void;

/** Readers do not wait for the writer (WAL), and an acknowledged webhook survives a power cut (FULL). */
function prepareSqlite(connection: SqliteConnection, done: Done): void {
  connection.pragma('journal_mode = WAL');
  connection.pragma('synchronous = FULL');
  connection.pragma('busy_timeout = 10000');
  done(null, connection);
}

export default ({ env }: Core.Config.Shared.ConfigParams) => {
  const wanted = env('DATABASE_CLIENT', 'sqlite');
  const client = CLIENTS[wanted];
  if (!client) {
    throw new Error(`DATABASE_CLIENT is "${wanted}"; use sqlite, postgres or mysql.`);
  }
  if (client === 'sqlite') {
    return {
      connection: {
        client,
        connection: {
          filename: path.resolve(process.cwd(), env('DATABASE_FILENAME', '.tmp/data.db')),
        },
        useNullAsDefault: true,
        pool: { afterCreate: prepareSqlite },
      },
    };
  }
  return {
    connection: {
      client,
      connection: {
        host: env('DATABASE_HOST', '127.0.0.1'),
        port: env.int('DATABASE_PORT', client === 'postgres' ? 5432 : 3306),
        database: env('DATABASE_NAME', 'kartra'),
        user: env('DATABASE_USERNAME', 'kartra'),
        password: env('DATABASE_PASSWORD', ''),
        ssl: env.bool('DATABASE_SSL', false),
        ...(client === 'postgres' ? { schema: env('DATABASE_SCHEMA', 'public') } : {}),
      },
      pool: { min: env.int('DATABASE_POOL_MIN', 2), max: env.int('DATABASE_POOL_MAX', 10) },
    },
  };
};

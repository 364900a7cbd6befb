import { knex, type Knex } from 'knex';

/** A SQLite database from outside, while no site runs on it. */
export const openSqlite = (filename: string): Knex =>
  knex({ client: 'better-sqlite3', connection: { filename }, useNullAsDefault: true });

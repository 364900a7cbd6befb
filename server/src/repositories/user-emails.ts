import type { Core } from '@strapi/strapi';
import { USER_UID } from '../constants';
import type { NormalizedEmail } from '../core/members/email';
import type { Database, Query, RawRow } from './database';

const COLUMNS = ['email', 'username'] as const;

const tableOf = (strapi: Core.Strapi): string => strapi.db.metadata.get(USER_UID).tableName;

/**
 * Every new buyer is looked for in any case, among all users: with 100,000 of them that is a tenth of a second without
 * an index. Strapi's schema cannot describe these, and leaves alone what it did not make. On MySQL the collation takes
 * no notice of case.
 */
export async function indexUsersInAnyCase(strapi: Core.Strapi, db: Database): Promise<void> {
  const schema = strapi.db.getSchemaName();
  const table = schema ? `${schema}.${tableOf(strapi)}` : tableOf(strapi);
  for (const column of COLUMNS) {
    const index = `kartra_up_users_${column}_any_case_ix`;
    if (db.client === 'mysql' && (await hasIndex(strapi, db, index))) continue;
    const inAnyCase = {
      sqlite: `create index if not exists ?? on ?? (${column} collate nocase)`,
      postgres: `create index if not exists ?? on ?? (lower(${column}))`,
      // MySQL, other than MariaDB, knows no "if not exists" here.
      mysql: `create index ?? on ?? (${column})`,
    } as const;
    await db.raw(inAnyCase[db.client], [index, table]);
  }
}

async function hasIndex(strapi: Core.Strapi, db: Database, index: string): Promise<boolean> {
  const found = await db
    .table('information_schema.statistics')
    .whereRaw('table_schema = database()')
    .where({ table_name: tableOf(strapi), index_name: index })
    .limit(1);
  return found.length > 0;
}

/** Those whose stored address is one of these but for case; some databases find too much. */
export async function findInAnyCase(
  db: Database,
  table: () => Query,
  emails: readonly NormalizedEmail[]
): Promise<RawRow[]> {
  if (emails.length === 0) return [];
  const bindings = emails.map(() => '?').join(', ');
  switch (db.client) {
    case 'sqlite':
      return table().whereRaw(`email collate nocase in (${bindings})`, [...emails]);
    case 'postgres':
      return table().whereRaw(`lower(email) in (${bindings})`, [...emails]);
    case 'mysql': {
      const exact: RawRow[] = await table().whereIn('email', [...emails]);
      if (exact.length >= emails.length) return exact;
      // Where the collation takes no notice of case, the first query found all there is.
      const collation = db.raw('collation(email) as collation_name');
      const some: RawRow[] = await table().select(collation).limit(1);
      if (String(some[0]?.['collation_name']).endsWith('_ci')) return exact;
      const lower: RawRow[] = await table().whereRaw(`lower(email) in (${bindings})`, [...emails]);
      return [...exact, ...lower];
    }
    default:
      return db.client satisfies never;
  }
}

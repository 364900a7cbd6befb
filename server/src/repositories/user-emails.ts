import type { Core } from '@strapi/strapi';
import { USER_UID } from '../constants';
import type { NormalizedEmail } from '../core/members/email';
import type { Database, Query, RawRow } from './database';

const INDEX = 'kartra_up_users_email_any_case_ix';

const tableOf = (strapi: Core.Strapi): string => strapi.db.metadata.get(USER_UID).tableName;

/**
 * Every new buyer is looked for in any case, among all users: with 100,000 of them that is a tenth of a second without
 * an index. Strapi's schema cannot describe this one, and leaves alone what it did not make. On MySQL the collation
 * does it.
 */
export async function indexEmailsInAnyCase(strapi: Core.Strapi, db: Database): Promise<void> {
  if (db.client === 'mysql') return;
  const schema = strapi.db.getSchemaName();
  const table = schema ? `${schema}.${tableOf(strapi)}` : tableOf(strapi);
  const column = db.client === 'postgres' ? 'lower(email)' : 'email collate nocase';
  await strapi.db.connection.raw(`create index if not exists ?? on ?? (${column})`, [INDEX, table]);
}

/** Those whose stored address is this one but for case; some databases find too much. */
export async function findInAnyCase(
  db: Database,
  table: () => Query,
  email: NormalizedEmail
): Promise<RawRow[]> {
  const exact: RawRow[] = await table().where({ email });
  if (exact.length > 0) return exact;
  switch (db.client) {
    case 'sqlite':
      return table().whereRaw('email = ? collate nocase', [email]);
    case 'postgres':
      return table().whereRaw('lower(email) = ?', [email]);
    case 'mysql': {
      // Where the collation takes no notice of case, the first query found all there is.
      const collation = db.raw('collation(email) as collation_name');
      const some: RawRow[] = await table().select(collation).limit(1);
      if (String(some[0]?.['collation_name']).endsWith('_ci')) return [];
      return table().whereRaw('lower(email) = ?', [email]);
    }
    default:
      return db.client satisfies never;
  }
}

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

/** Rows with one of these addresses as their e-mail or username, in any case; some databases find more. */
export async function findInAnyCase(
  db: Database,
  table: () => Query,
  column: (typeof COLUMNS)[number],
  emails: readonly NormalizedEmail[]
): Promise<RawRow[]> {
  if (emails.length === 0) return [];
  const bindings = emails.map(() => '?').join(', ');
  switch (db.client) {
    case 'sqlite':
      return table().whereRaw(`${column} collate nocase in (${bindings})`, [...emails]);
    case 'postgres':
      return table().whereRaw(`lower(${column}) in (${bindings})`, [...emails]);
    case 'mysql': {
      const equal: RawRow[] = await table().whereIn(column, [...emails]);
      const collation = db.raw(`collation(${column}) as collation_name`);
      const some: RawRow[] = await table().select(collation).limit(1);
      // Where the collation takes no notice of case, the first query found all there is.
      if (String(some[0]?.['collation_name']).endsWith('_ci')) return equal;
      const inAnyCase = table().whereRaw(`lower(${column}) in (${bindings})`, [...emails]);
      return [...equal, ...(await inAnyCase)];
    }
    default:
      return db.client satisfies never;
  }
}

/**
 * Of these rows, which the database found for all of these addresses, those that it takes for each. Where text beyond
 * plain ASCII or a blank at the end is involved, only the database knows: it may take letters with and without accents
 * for equal, and full-width ones for ours.
 */
export async function alikeOf<Row extends Account>(
  db: Database,
  table: () => Query,
  rows: readonly Row[],
  emails: readonly NormalizedEmail[]
): Promise<Map<NormalizedEmail, Row[]>> {
  const texts = [...emails, ...rows.flatMap(({ email, username }) => [email ?? '', username])];
  const isPlain = db.client !== 'mysql' || texts.every((text) => /^[!-~]*$/.test(text));
  const alike = new Map<NormalizedEmail, Row[]>();
  for (const email of rows.length === 0 ? [] : emails) {
    const ids = isPlain ? null : await idsAlike(db, table, rows, email);
    const mine = rows.filter((row) => (ids ? ids.has(row.id) : isAlike(row, email)));
    if (mine.length > 0) alike.set(email, mine);
  }
  return alike;
}

interface Account {
  readonly id: number;
  readonly email: string | null;
  readonly username: string;
}

const isAlike = ({ email, username }: Account, asked: NormalizedEmail): boolean =>
  [email, username].some((text) => text?.toLowerCase() === asked);

async function idsAlike(
  db: Database,
  table: () => Query,
  rows: readonly Account[],
  email: NormalizedEmail
): Promise<ReadonlySet<number>> {
  const among = () =>
    table().whereIn(
      'id',
      rows.map(({ id }) => id)
    );
  const found: RawRow[] = [];
  for (const column of COLUMNS) found.push(...(await findInAnyCase(db, among, column, [email])));
  return new Set(found.map(({ id }) => Number(id)));
}

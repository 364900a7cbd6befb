import type { Core } from '@strapi/strapi';
import { TABLES, USER_UID } from '../constants';
import { breathe } from '../utils/breathe';
import type { Database } from './database';
import { findUsers, type SiteUser } from './users';

/** Bound parameters in one statement; SQLite takes many more. */
const CHUNK = 500;
/** With more matches than this, a match says nothing. */
const MOST = 20;

/** Users one of whose addresses, or usernames, is among these, in any case: look-ups in an index, never a scan. */
export async function findUsersWhere(
  strapi: Core.Strapi,
  db: Database,
  column: 'email' | 'username',
  values: readonly string[]
): Promise<SiteUser[]> {
  const { tableName } = strapi.db.metadata.get(USER_UID);
  const inAnyCase = {
    sqlite: `${column} collate nocase`,
    postgres: `lower(${column})`,
    mysql: column,
  } as const;
  const ids: number[] = [];
  for (let start = 0; start < values.length && ids.length < MOST; start += CHUNK) {
    await breathe();
    const chunk = values.slice(start, start + CHUNK);
    const raws = await db
      .table(tableName)
      .whereRaw(`${inAnyCase[db.client]} in (${chunk.map(() => '?').join(', ')})`, chunk)
      .limit(MOST)
      .select('id');
    ids.push(...raws.map((raw) => Number(raw['id'])));
  }
  return findUsers(strapi, db, [...new Set(ids)].slice(0, MOST));
}

/** Accounts of members of this name. */
export async function findUsersOfNamesakes(
  strapi: Core.Strapi,
  db: Database,
  connectionId: number,
  nameKey: string
): Promise<SiteUser[]> {
  const raws = await db
    .table(TABLES.member)
    .where({ connection_id: connectionId, name_key: nameKey, is_test: false })
    .whereNotNull('user_id')
    .orderBy('id')
    .limit(MOST)
    .select('user_id');
  return findUsers(strapi, db, [...new Set(raws.map((raw) => Number(raw['user_id'])))]);
}

/** Accounts of members who own a lead or an address that came with facts of this one. */
export async function findUsersOfSameLead(
  strapi: Core.Strapi,
  db: Database,
  memberId: number
): Promise<SiteUser[]> {
  const facts = await db
    .table(TABLES.event)
    .where({ member_id: memberId })
    .distinct('lead_token', 'email_token');
  const tokens = facts.flatMap((raw) => [raw['lead_token'], raw['email_token']]);
  const ids = [...new Set(tokens.filter((token) => typeof token === 'string'))].map(Number);
  const owners = db
    .table(TABLES.memberIdentity)
    .whereIn('id', ids.slice(0, CHUNK))
    .whereNot({ member_id: memberId })
    .select('member_id');
  const raws = await db
    .table(TABLES.member)
    .whereIn('id', owners)
    .whereNotNull('user_id')
    .limit(MOST)
    .select('user_id');
  return findUsers(strapi, db, [...new Set(raws.map((raw) => Number(raw['user_id'])))]);
}

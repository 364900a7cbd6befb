import type { Core } from '@strapi/strapi';
import { TABLES, USER_UID } from '../constants';
import { suggestion as schema } from '../content-types/suggestion';
import { SUGGESTION_REASONS, type SuggestionReason } from '../core/members/likely';
import { oneOf } from './columns';
import type { Database, Query } from './database';
import { rowCodec } from './rows';

export interface SuggestionRow {
  id: number;
  connectionId: number;
  memberId: number;
  userId: number;
  reason: SuggestionReason;
  foundAt: number;
  /** Null: no administrator has answered yet. */
  decidedAt: number | null;
  decidedBy: string | null;
}

const codec = rowCodec<SuggestionRow>(schema, {
  reason: oneOf(SUGGESTION_REASONS, 'name'),
});

/** Nothing happens where this pair was suggested before, whatever was decided about it. */
export async function addSuggestion(
  db: Database,
  suggestion: Omit<SuggestionRow, 'id'>
): Promise<void> {
  await db.insertIgnore(TABLES.suggestion, codec.toColumns(suggestion));
}

/** Whether any of these members was suggested this account, decided or not. */
export async function isSuggested(
  db: Database,
  memberIds: readonly number[],
  userId: number
): Promise<boolean> {
  const found = await db
    .table(TABLES.suggestion)
    .whereIn('member_id', [...memberIds])
    .where({ user_id: userId })
    .limit(1)
    .select('id');
  return found.length > 0;
}

/** Undecided, and still of use: the account is there, the member holds something and does not have it yet. */
function open(strapi: Core.Strapi, db: Database, connectionId: number): Query {
  const { tableName: users } = strapi.db.metadata.get(USER_UID);
  return db
    .table(TABLES.suggestion)
    .where(`${TABLES.suggestion}.connection_id`, connectionId)
    .whereNull('decided_at')
    .whereExists(db.table(users).whereRaw(`${users}.id = ${TABLES.suggestion}.user_id`))
    .whereExists(
      db
        .table(TABLES.member)
        .whereRaw(`${TABLES.member}.id = ${TABLES.suggestion}.member_id`)
        .where((other) =>
          other
            .whereNull(`${TABLES.member}.user_id`)
            .orWhereRaw(`${TABLES.member}.user_id <> ${TABLES.suggestion}.user_id`)
        )
    )
    .whereExists(
      db
        .table(TABLES.entitlement)
        .whereRaw(`${TABLES.entitlement}.member_id = ${TABLES.suggestion}.member_id`)
        .whereNot(`${TABLES.entitlement}.state`, 'ended')
    );
}

/** Oldest first. */
export async function findOpenSuggestions(
  strapi: Core.Strapi,
  db: Database,
  connectionId: number,
  page: { readonly offset: number; readonly limit: number }
): Promise<SuggestionRow[]> {
  const raws = await open(strapi, db, connectionId)
    .orderBy('id')
    .offset(page.offset)
    .limit(page.limit);
  return raws.map((raw) => codec.fromColumns(raw));
}

export async function countOpenSuggestions(
  strapi: Core.Strapi,
  db: Database,
  connectionId: number
): Promise<number> {
  const [raw] = await open(strapi, db, connectionId).count({ total: '*' });
  return Number(raw?.['total'] ?? 0);
}

export async function findSuggestion(db: Database, id: number): Promise<SuggestionRow | null> {
  const raw = await db.table(TABLES.suggestion).where({ id }).first();
  return raw ? codec.fromColumns(raw) : null;
}

export async function decideSuggestion(
  db: Database,
  pair: Pick<SuggestionRow, 'memberId' | 'userId'>,
  decided: { readonly at: number; readonly by: string }
): Promise<void> {
  await db
    .table(TABLES.suggestion)
    .where({ member_id: pair.memberId, user_id: pair.userId })
    .whereNull('decided_at')
    .update(codec.toColumns({ decidedAt: decided.at, decidedBy: decided.by }));
}

export async function deleteSuggestionsOf(db: Database, memberId: number): Promise<void> {
  await db.table(TABLES.suggestion).where({ member_id: memberId }).delete();
}

import type { Core } from '@strapi/strapi';
import { TABLES } from '../constants';
import { accountProof as schema } from '../content-types/account-proof';
import { PROOFS, type ProofKind } from '../core/access/proof';
import { oneOf } from './columns';
import type { Database, RawRow } from './database';
import { rowCodec } from './rows';
import { tableOfUsers } from './users';

interface ProofRow {
  id: number;
  accountKey: string;
  /** Null: a kind that this version does not know, which proves nothing. */
  kind: ProofKind | null;
  at: number;
  /** Epoch seconds; sign-ins of before are refused. Null: none is. */
  signInsFrom: number | null;
}

const codec = rowCodec<ProofRow>(schema, { kind: oneOf(PROOFS, null) });

/** By user id. */
export async function findProofs(
  strapi: Core.Strapi,
  db: Database,
  userIds: readonly number[]
): Promise<ReadonlyMap<number, ProofRow>> {
  if (userIds.length === 0) return new Map();
  const users = tableOfUsers(strapi);
  const raws: RawRow[] = await db
    .table(`${TABLES.accountProof} as proof`)
    .join(`${users} as account`, 'account.document_id', 'proof.account_key')
    .whereIn('account.id', [...userIds])
    .select('proof.*', 'account.id as user_id');
  return new Map(raws.map((raw) => [Number(raw['user_id']), codec.fromColumns(raw)]));
}

/** One that is proved already stays as it is: the first proof counts. */
export async function addProofs(
  strapi: Core.Strapi,
  db: Database,
  userIds: readonly number[],
  { kind, at }: { readonly kind: ProofKind; readonly at: number }
): Promise<void> {
  if (userIds.length === 0) return;
  const keys = await findKeys(strapi, db, userIds);
  if (keys.length === 0) return;
  await db.insertIgnore(
    TABLES.accountProof,
    keys.map((accountKey) => codec.toColumns({ accountKey, kind, at }))
  );
}

/** In place of what proved it before. */
export async function putProof(
  strapi: Core.Strapi,
  db: Database,
  userId: number,
  proof: { readonly kind: ProofKind; readonly at: number }
): Promise<void> {
  await addProofs(strapi, db, [userId], proof);
  const keys = await findKeys(strapi, db, [userId]);
  await db.table(TABLES.accountProof).whereIn('account_key', keys).update(codec.toColumns(proof));
}

/** Epoch seconds: sign-ins of before are refused from now on. The account is proved already. */
export async function noteSignInsFrom(
  strapi: Core.Strapi,
  db: Database,
  userId: number,
  signInsFrom: number
): Promise<void> {
  const keys = await findKeys(strapi, db, [userId]);
  await db
    .table(TABLES.accountProof)
    .whereIn('account_key', keys)
    .update(codec.toColumns({ signInsFrom }));
}

async function findKeys(
  strapi: Core.Strapi,
  db: Database,
  userIds: readonly number[]
): Promise<string[]> {
  const raws = await db
    .table(tableOfUsers(strapi))
    .whereIn('id', [...userIds])
    .whereNotNull('document_id')
    .select('document_id');
  return raws.map((raw) => String(raw['document_id']));
}

/** Epoch seconds from which on sign-ins of the account count; null: all of them do. */
export async function findSignInsFrom(
  strapi: Core.Strapi,
  db: Database,
  userId: number
): Promise<number | null> {
  return (await findProofs(strapi, db, [userId])).get(userId)?.signInsFrom ?? null;
}

import { TABLES } from '../constants';
import { claimLink as schema } from '../content-types/claim-link';
import type { Database } from './database';
import { rowCodec } from './rows';

export interface ClaimLinkRow {
  id: number;
  connectionId: number;
  memberId: number;
  userId: number;
  codeHash: string;
  madeAt: number;
  /** Null: not used yet. */
  usedAt: number | null;
}

const codec = rowCodec<ClaimLinkRow>(schema);

export async function addClaimLink(
  db: Database,
  link: Omit<ClaimLinkRow, 'id' | 'usedAt'>
): Promise<void> {
  await db.insertAll(TABLES.claimLink, [codec.toColumns(link)]);
}

export async function findClaimLink(db: Database, codeHash: string): Promise<ClaimLinkRow | null> {
  const raw = await db.table(TABLES.claimLink).where({ code_hash: codeHash }).first();
  return raw ? codec.fromColumns(raw) : null;
}

/** Those of the account that still work. */
export async function findLiveLinks(
  db: Database,
  userId: number,
  since: number
): Promise<ClaimLinkRow[]> {
  const raws = await db
    .table(TABLES.claimLink)
    .where({ user_id: userId })
    .whereNull('used_at')
    .where('made_at', '>', since);
  return raws.map((raw) => codec.fromColumns(raw));
}

/** False: it was used in the meantime. The other links of the account end with it. */
export async function useClaimLink(
  db: Database,
  { id, userId }: Pick<ClaimLinkRow, 'id' | 'userId'>,
  now: number
): Promise<boolean> {
  const used = await db
    .table(TABLES.claimLink)
    .where({ id })
    .whereNull('used_at')
    .update({ used_at: now });
  if (used !== 1) return false;
  await db
    .table(TABLES.claimLink)
    .where({ user_id: userId })
    .whereNull('used_at')
    .update({ used_at: now });
  return true;
}

/** Members who were mailed a link to this account. */
export async function findMembersAsked(db: Database, userId: number): Promise<number[]> {
  const raws = await db.table(TABLES.claimLink).where({ user_id: userId }).distinct('member_id');
  return raws.map((raw) => Number(raw['member_id']));
}

export async function deleteClaimLink(db: Database, codeHash: string): Promise<void> {
  await db.table(TABLES.claimLink).where({ code_hash: codeHash }).delete();
}

export async function deleteOldClaimLinks(db: Database, before: number): Promise<void> {
  await db.table(TABLES.claimLink).where('made_at', '<', before).delete();
}

export async function deleteClaimLinksOf(db: Database, memberId: number): Promise<void> {
  await db.table(TABLES.claimLink).where({ member_id: memberId }).delete();
}

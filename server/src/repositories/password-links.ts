import { TABLES } from '../constants';
import { passwordLink as schema } from '../content-types/password-link';
import type { Database } from './database';
import { rowCodec } from './rows';

export interface PasswordLinkRow {
  id: number;
  connectionId: number;
  memberId: number;
  userId: number;
  codeHash: string;
  accountHash: string;
  madeAt: number;
  openedAt: number | null;
  plantedHash: string | null;
  plantedUntil: number | null;
}

const codec = rowCodec<PasswordLinkRow>(schema);

type NewLink = Omit<PasswordLinkRow, 'id' | 'openedAt' | 'plantedHash' | 'plantedUntil'>;

export async function addPasswordLink(db: Database, link: NewLink): Promise<void> {
  await db.insertAll(TABLES.passwordLink, [codec.toColumns(link)]);
}

/** Opened once more, and held until the transaction ends; null: there is no such link. */
export async function openPasswordLink(
  db: Database,
  codeHash: string,
  now: number
): Promise<PasswordLinkRow | null> {
  const query = () => db.table(TABLES.passwordLink).where({ code_hash: codeHash });
  await query().update({ opened_at: now });
  const raw = await query().first();
  return raw ? codec.fromColumns(raw) : null;
}

export async function findPasswordLink(
  db: Database,
  codeHash: string
): Promise<PasswordLinkRow | null> {
  const raw = await db.table(TABLES.passwordLink).where({ code_hash: codeHash }).first();
  return raw ? codec.fromColumns(raw) : null;
}

/** Null: nothing of it is left with users-permissions. */
export async function notePlanted(
  db: Database,
  id: number,
  planted: { readonly hash: string; readonly until: number } | null
): Promise<void> {
  await db
    .table(TABLES.passwordLink)
    .where({ id })
    .update(
      codec.toColumns({ plantedHash: planted?.hash ?? null, plantedUntil: planted?.until ?? null })
    );
}

/** Those whose code in users-permissions has ended. */
export async function findEndedPlants(
  db: Database,
  now: number,
  limit: number
): Promise<PasswordLinkRow[]> {
  const raws = await db
    .table(TABLES.passwordLink)
    .where('planted_until', '<=', now)
    .orderBy('id')
    .limit(limit);
  return raws.map((raw) => codec.fromColumns(raw));
}

/** Links so old that no one opens them any more; returns how many. */
export async function deleteOldLinks(db: Database, before: number): Promise<void> {
  await db.table(TABLES.passwordLink).where('made_at', '<', before).delete();
}

/** All links of a member; what they gave to users-permissions is the caller's to take away. */
export async function takePasswordLinks(
  db: Database,
  memberId: number
): Promise<PasswordLinkRow[]> {
  const query = () => db.table(TABLES.passwordLink).where({ member_id: memberId });
  const raws = await query();
  await query().delete();
  return raws.map((raw) => codec.fromColumns(raw));
}

import { createHash, randomUUID } from 'node:crypto';
import { TABLES } from '../constants';
import { memberIdentity as schema } from '../content-types/member-identity';
import { OTHER, type Other } from '../core/wording/other';
import { oneOf } from './columns';
import type { Database } from './database';
import { rowCodec } from './rows';

const IDENTITY_TYPES = ['lead', 'email'] as const;
export type IdentityType = (typeof IDENTITY_TYPES)[number];

export interface IdentityRow {
  id: number;
  connectionId: number;
  type: IdentityType | Other;
  /** The unique key: MySQL compares texts without case and accents, a hash is compared exactly. */
  valueHash: string;
  /** Null once personal data was erased. */
  value: string | null;
  memberId: number;
  seenAt: number | null;
}

const codec = rowCodec<IdentityRow>(schema, { type: oneOf(IDENTITY_TYPES, OTHER) });

export const hashIdentity = (type: IdentityType, value: string): string =>
  createHash('sha256').update(`${type}:${value}`).digest('hex');

export async function findIdentity(
  db: Database,
  connectionId: number,
  type: IdentityType,
  value: string
): Promise<IdentityRow | null> {
  const raw: Record<string, unknown> | undefined = await db
    .table(TABLES.memberIdentity)
    .where({ connection_id: connectionId, type, value_hash: hashIdentity(type, value) })
    .first();
  return raw ? codec.fromColumns(raw) : null;
}

/** The ties of any of these values that there are. */
export async function findTies(
  db: Database,
  connectionId: number,
  values: readonly { readonly type: IdentityType; readonly value: string }[]
): Promise<IdentityRow[]> {
  const hashes = values.map(({ type, value }) => hashIdentity(type, value));
  const raws: Record<string, unknown>[] = await db
    .table(TABLES.memberIdentity)
    .where({ connection_id: connectionId })
    .whereIn(
      'type',
      values.map(({ type }) => type)
    )
    .whereIn('value_hash', hashes);
  return raws.map((raw) => codec.fromColumns(raw));
}

/** Ties each value to its member unless it is tied already. */
export async function tieIdentities(
  db: Database,
  identities: readonly {
    readonly connectionId: number;
    readonly type: IdentityType;
    readonly value: string;
    readonly memberId: number;
    readonly seenAt: number;
  }[]
): Promise<void> {
  if (identities.length === 0) return;
  await db.insertIgnore(
    TABLES.memberIdentity,
    identities.map((identity) =>
      codec.toColumns({ ...identity, valueHash: hashIdentity(identity.type, identity.value) })
    )
  );
}

/** The value is another member's from now on, unless another worker was faster. */
export async function moveTie(db: Database, tie: IdentityRow, memberId: number): Promise<void> {
  const { id, memberId: member } = tie;
  await db
    .table(TABLES.memberIdentity)
    .where({ id, member_id: member })
    .update({ member_id: memberId });
}

export async function findIdentitiesOf(
  db: Database,
  memberIds: readonly number[]
): Promise<IdentityRow[]> {
  const raws: Record<string, unknown>[] = await db
    .table(TABLES.memberIdentity)
    .whereIn('member_id', [...memberIds])
    .orderBy('id');
  return raws.map((raw) => codec.fromColumns(raw));
}

/** Strikes out what the member was known by. The rows stay, because facts name them; nothing leads back from them. */
export async function forgetIdentities(db: Database, memberId: number): Promise<void> {
  for (const { id } of await findIdentitiesOf(db, [memberId])) {
    const valueHash = `erased:${randomUUID()}`;
    await db
      .table(TABLES.memberIdentity)
      .where({ id })
      .update({ ...codec.toColumns({ valueHash }), value: null });
  }
}

import { createHash } from 'node:crypto';
import { sharedIdKind, type SharedIdKind } from '../../../contracts/overview';
import { TABLES } from '../constants';
import { sharedId as schema } from '../content-types/shared-id';
import { maskEmail } from '../core/members/email';
import { oneOf } from './columns';
import type { Database, Query } from './database';
import { rowCodec } from './rows';

export interface SharedIdRow {
  id: number;
  connectionId: number;
  idHash: string;
  kind: SharedIdKind;
  value: string | null;
  identityId: number | null;
  buyers: number;
  webhookLogId: number | null;
  firstSeenAt: number;
  lastSeenAt: number;
  dismissedAt: number | null;
  dismissedBy: string | null;
  dismissedBuyers: number | null;
}

/** As found now; a lead by its token, which is the id of its identity. */
export interface FoundId {
  readonly kind: SharedIdKind;
  readonly id: string;
  readonly buyers: number;
}

const codec = rowCodec<SharedIdRow>(schema, { kind: oneOf(sharedIdKind.options, 'order') });

const hashOf = ({ kind, id }: FoundId): string =>
  createHash('sha256').update(`${kind}:${id}`).digest('hex');

/**
 * Stores what is new and what more buyers share than before; else it reads and writes nothing. The order of the rows
 * is the same for everyone, so that two transactions never wait for each other.
 */
export async function noteSharedIds(
  db: Database,
  connectionId: number,
  found: readonly FoundId[],
  asked: { readonly exampleOf: (found: FoundId) => number | null; readonly now: number }
): Promise<void> {
  const byHash = new Map(found.map((one) => [hashOf(one), one]));
  if (byHash.size === 0) return;
  const hashes = [...byHash.keys()].sort();
  const raws = await db
    .table(TABLES.sharedId)
    .where({ connection_id: connectionId })
    .whereIn('id_hash', hashes)
    .select('id_hash', 'buyers');
  const known = new Map(raws.map((raw) => [String(raw['id_hash']), Number(raw['buyers'])]));
  for (const idHash of hashes) {
    const one = byHash.get(idHash);
    if (!one || one.buyers <= (known.get(idHash) ?? 0)) continue;
    const { buyers } = one;
    const grown = { buyers, webhookLogId: asked.exampleOf(one), lastSeenAt: asked.now };
    if (!known.has(idHash)) {
      const row = { connectionId, idHash, ...namedBy(one), ...grown, firstSeenAt: asked.now };
      await db.insertIgnore(TABLES.sharedId, codec.toColumns(row));
    }
    await db
      .table(TABLES.sharedId)
      .where({ connection_id: connectionId, id_hash: idHash })
      .where('buyers', '<', buyers)
      .update(codec.toColumns(grown));
  }
}

/** An address is no id that may be kept; some forms send one all the same. */
function namedBy({ kind, id }: FoundId): Pick<SharedIdRow, 'kind' | 'value' | 'identityId'> {
  if (kind === 'lead') return { kind, value: null, identityId: Number(id) };
  return { kind, value: id.includes('@') ? maskEmail(id) : id, identityId: null };
}

/** Put away, they come back with twice as many buyers. A lead that was erased has no id to tell of. */
function open(db: Database, connectionId: number): Query {
  const { sharedId, memberIdentity } = TABLES;
  return db
    .table(sharedId)
    .where(`${sharedId}.connection_id`, connectionId)
    .where((any) => any.whereNull('dismissed_buyers').orWhereRaw('buyers >= 2 * dismissed_buyers'))
    .where((any) =>
      any
        .whereNull('identity_id')
        .orWhereExists(
          db
            .table(memberIdentity)
            .whereRaw(`${memberIdentity}.id = ${sharedId}.identity_id`)
            .whereNotNull(`${memberIdentity}.value`)
        )
    );
}

export async function countOpenSharedIds(db: Database, connectionId: number): Promise<number> {
  const [raw] = await open(db, connectionId).count({ total: '*' });
  return Number(raw?.['total'] ?? 0);
}

/** With the id itself, also of a lead. */
export async function findOpenSharedIds(
  db: Database,
  connectionId: number,
  page: { readonly first: 'most-buyers' | 'oldest'; readonly limit: number }
): Promise<(SharedIdRow & { readonly value: string })[]> {
  const { sharedId, memberIdentity } = TABLES;
  const query = open(db, connectionId);
  void query
    .leftJoin(memberIdentity, `${memberIdentity}.id`, `${sharedId}.identity_id`)
    .select(`${sharedId}.*`, `${memberIdentity}.value as lead`);
  if (page.first === 'most-buyers') void query.orderBy('buyers', 'desc');
  const raws = await query.orderBy(`${sharedId}.id`).limit(page.limit);
  return raws.map((raw) => {
    const row = codec.fromColumns(raw);
    return { ...row, value: row.value ?? String(raw['lead']) };
  });
}

export async function dismissSharedIds(
  db: Database,
  connectionId: number,
  dismissed: { readonly at: number; readonly by: string }
): Promise<void> {
  await open(db, connectionId).update({
    ...codec.toColumns({ dismissedAt: dismissed.at, dismissedBy: dismissed.by }),
    dismissed_buyers: db.raw('buyers'),
  });
}

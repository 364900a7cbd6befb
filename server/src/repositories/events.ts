import { TABLES } from '../constants';
import type { Fact, Settlement } from '../core/entitlements/fact';
import { EVENT_KINDS } from '../core/kartra/event';
import type { Database, RawRow } from './database';
import { eventCodec as codec } from './event-codec';
import { testMembers } from './members';

/** One row of the ledger: a money fact, or (kind `settled`) what a person settled by hand. Never changed, never deleted. */
export interface EventRow {
  id: number;
  connectionId: number;
  factHash: string;
  webhookLogId: number;
  surface: string | null;
  kind: string;
  productId: string;
  productName: string | null;
  pricePoint: string | null;
  orderId: string | null;
  parentId: string | null;
  originalId: string | null;
  internalSubscriptionId: string | null;
  processorSubscriptionId: string | null;
  payNumber: string | null;
  date: string | null;
  /** When the webhook first arrived, on Kartra's clock: where an undated cancellation belongs. Null before this was stored. */
  arrivedOn: string | null;
  trial: boolean;
  trialDays: number | null;
  paymentsLeft: number | null;
  amount: string | null;
  memberId: number | null;
  leadToken: string | null;
  emailToken: string | null;
  recordedAt: number;
  settles: string | null;
  settledTo: string | null;
  settledBy: string | null;
}

export type NewEvent = Omit<EventRow, 'id' | 'settles' | 'settledTo' | 'settledBy'>;

/** Adds the fact unless the ledger has it, and returns the row that stands there. */
export async function recordFact(db: Database, fact: NewEvent): Promise<EventRow> {
  await db.insertIgnore(TABLES.event, codec.toColumns(fact));
  const raw: Record<string, unknown> | undefined = await db
    .table(TABLES.event)
    .where({ connection_id: fact.connectionId, fact_hash: fact.factHash })
    .first();
  if (!raw) throw new Error('The fact was not stored.');
  return codec.fromColumns(raw);
}

export async function recordSettlement(
  db: Database,
  settlement: Pick<
    EventRow,
    | 'connectionId'
    | 'factHash'
    | 'webhookLogId'
    | 'productId'
    | 'memberId'
    | 'recordedAt'
    | 'settles'
    | 'settledTo'
    | 'settledBy'
  >
): Promise<void> {
  await db.insert(TABLES.event, codec.toColumns({ ...settlement, kind: 'settled' }));
}

/** Facts and settlements that may influence one another within one product. */
export interface Neighbourhood {
  readonly rows: readonly EventRow[];
  /** Ascending: the order in which members are locked. */
  readonly memberIds: readonly number[];
}

interface Space {
  readonly columns: readonly (keyof EventRow)[];
  /** Columns in which a token of this space is looked for; each is indexed behind the product. */
  readonly lookIn: readonly string[];
}

/** What two rows can share. Orders are one space: the parent of a refund is the order of a sale. */
const SPACES: readonly Space[] = [
  { columns: ['factHash', 'settles', 'settledTo'], lookIn: ['fact_hash', 'settles', 'settled_to'] },
  {
    columns: ['orderId', 'parentId', 'originalId'],
    lookIn: ['order_id', 'parent_id', 'original_id'],
  },
  { columns: ['internalSubscriptionId'], lookIn: ['internal_subscription_id'] },
  { columns: ['processorSubscriptionId'], lookIn: ['processor_subscription_id'] },
  { columns: ['leadToken'], lookIn: ['lead_token'] },
  { columns: ['emailToken'], lookIn: ['email_token'] },
  { columns: ['memberId'], lookIn: ['member_id'] },
];
const [FACTS, MEMBERS] = [0, SPACES.length - 1];

/** Bound parameters in one statement stay well below what SQLite takes. */
const CHUNK = 100;

/**
 * All rows of a product that can have a say about the given members or facts: whatever shares an order, a
 * subscription, a lead, an e-mail or a member with them, and so on until nothing new turns up. The fold of this
 * part equals this part of the fold of everything.
 */
export async function findNeighbourhood(
  db: Database,
  connectionId: number,
  productId: string,
  seed: { readonly memberIds: readonly number[]; readonly factHashes: readonly string[] }
): Promise<Neighbourhood> {
  const rows = new Map<number, EventRow>();
  const known = SPACES.map(() => new Set<string | number>());
  let fresh: (string | number)[][] = SPACES.map(() => []);

  const learn = (space: number, token: string | number) => {
    if (known[space]?.has(token)) return;
    known[space]?.add(token);
    fresh[space]?.push(token);
  };
  seed.memberIds.forEach((id) => learn(MEMBERS, id));
  seed.factHashes.forEach((hash) => learn(FACTS, hash));

  while (fresh.some((tokens) => tokens.length > 0)) {
    const asked = fresh;
    fresh = SPACES.map(() => []);
    for (const raw of await findSharing(db, connectionId, productId, asked)) {
      // One row is found by each of its tokens; MySQL also takes `a` for `A`.
      if (rows.has(Number(raw['id'])) || raw['product_id'] !== productId) continue;
      const row = codec.fromColumns(raw);
      rows.set(row.id, row);
      SPACES.forEach(({ columns }, space) => {
        for (const column of columns) {
          const token = row[column];
          if (typeof token === 'string' || typeof token === 'number') learn(space, token);
        }
      });
    }
  }
  return {
    rows: [...rows.values()].sort((a, b) => a.id - b.id),
    memberIds: [...(known[MEMBERS] ?? [])].map(Number).sort((a, b) => a - b),
  };
}

/** One statement for each hundred tokens: a union of index look-ups, which all three databases do well. */
async function findSharing(
  db: Database,
  connectionId: number,
  productId: string,
  tokens: readonly (readonly (string | number)[])[]
): Promise<RawRow[]> {
  const lookUps = SPACES.flatMap(({ lookIn }, space) =>
    chunked(tokens[space] ?? []).flatMap((chunk) => lookIn.map((column) => ({ column, chunk })))
  );
  const found: RawRow[] = [];
  for (const group of chunked(lookUps, 8)) {
    const [first, ...others] = group.map(({ column, chunk }) =>
      db
        .table(TABLES.event)
        .where({ connection_id: connectionId, product_id: productId })
        .whereIn(column, [...chunk])
    );
    if (!first) continue;
    found.push(...(await (others.length > 0 ? first.unionAll(others) : first)));
  }
  return found;
}

function chunked<Item>(items: readonly Item[], size = CHUNK): Item[][] {
  const chunks: Item[][] = [];
  for (let start = 0; start < items.length; start += size) {
    chunks.push(items.slice(start, start + size));
  }
  return chunks;
}

const isKind = (kind: string): kind is Fact['kind'] =>
  (EVENT_KINDS as readonly string[]).includes(kind);

/** The money facts among the rows, as the fold reads them. */
export function toFacts(rows: readonly EventRow[]): Fact[] {
  return rows.flatMap((row) => {
    const { kind } = row;
    if (!isKind(kind)) return [];
    return {
      hash: row.factHash,
      surface: row.surface === 'ipn' ? 'ipn' : 'outbound',
      kind,
      productName: row.productName,
      pricePoint: row.pricePoint,
      orderId: row.orderId,
      parentId: row.parentId,
      originalId: row.originalId,
      internalSubscriptionId: row.internalSubscriptionId,
      processorSubscriptionId: row.processorSubscriptionId,
      payNumber: row.payNumber,
      date: row.date,
      trial: row.trial,
      trialDays: row.trialDays,
      paymentsLeft: row.paymentsLeft,
      leadToken: row.leadToken,
      emailToken: row.emailToken,
      memberId: row.memberId,
      webhookLogId: row.webhookLogId,
    } as const;
  });
}

/** What people settled, the later one with the higher sequence. */
export function toSettlements(rows: readonly EventRow[]): Settlement[] {
  return rows.flatMap((row) =>
    row.settles === null
      ? []
      : { eventHash: row.settles, purchaseHash: row.settledTo, sequence: row.id }
  );
}

export async function findProductsOfMembers(
  db: Database,
  memberIds: readonly number[]
): Promise<string[]> {
  const raws = await db
    .table(TABLES.event)
    .distinct('product_id')
    .whereIn('member_id', [...memberIds]);
  return raws.map((raw) => String(raw['product_id'])).sort();
}

/** Members with a fact of this product, ascending, behind `afterId`. */
export async function findMembersOfProduct(
  db: Database,
  connectionId: number,
  productId: string,
  page: { readonly afterId: number; readonly limit: number }
): Promise<number[]> {
  const raws = await db
    .table(TABLES.event)
    .distinct('member_id')
    .where({ connection_id: connectionId, product_id: productId })
    .where('member_id', '>', page.afterId)
    .orderBy('member_id')
    .limit(page.limit);
  return raws.map((raw) => Number(raw['member_id']));
}

export async function findFactsOfLogs(
  db: Database,
  webhookLogIds: readonly number[]
): Promise<EventRow[]> {
  const raws: Record<string, unknown>[] = await db
    .table(TABLES.event)
    .whereIn('webhook_log_id', [...webhookLogIds])
    .whereNot({ kind: 'settled' });
  return raws.map((raw) => codec.fromColumns(raw));
}

/** Whether an event of this kind ever came from Kartra. */
export async function hasEventOfKind(db: Database, kind: string): Promise<boolean> {
  const found = await realEventsOfKind(db, kind).limit(1).select('id');
  return found.length > 0;
}

export async function countEventsOfKind(db: Database, kind: string): Promise<number> {
  const [counted] = await realEventsOfKind(db, kind).count({ total: '*' });
  return Number(counted?.['total'] ?? 0);
}

/** Those of test members left out. */
const realEventsOfKind = (db: Database, kind: string) =>
  db
    .table(TABLES.event)
    .where({ kind })
    .where((real) => {
      void real.whereNull('member_id').orWhereNotIn('member_id', testMembers(db));
    });

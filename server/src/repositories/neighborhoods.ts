import { TABLES } from '../constants';
import { breathe } from '../utils/breathe';
import type { Database, RawRow } from './database';
import { eventCodec } from './event-codec';
import type { EventRow } from './event-row';

/** Where to begin: members or facts, within these products. */
export interface Seed {
  readonly productIds: readonly string[];
  readonly memberIds: readonly number[];
  readonly factHashes: readonly string[];
}

/** Facts and settlements that may influence one another. */
export interface Neighborhood {
  /** Everything that the fold needs: the rows of these members, and what strangers share an id with them. */
  readonly rows: readonly EventRow[];
  readonly productIds: readonly string[];
  /** Those whose access the fold decides, ascending: the order in which members are locked. */
  readonly memberIds: readonly number[];
}

/** There are more facts than may be read while others wait. */
export class TooLargeError extends Error {
  constructor() {
    super('The neighborhood is too large to be read here.');
    this.name = 'TooLargeError';
  }
}

type Token = string | number;

/** Columns that tie rows of one product. Orders are one space: the parent of a refund is the order of a sale. */
const ID_SPACES = {
  order: ['order_id', 'parent_id', 'original_id'],
  processor: ['processor_subscription_id'],
} as const;
const PERSON_COLUMNS = { lead: 'lead_token', email: 'email_token', member: 'member_id' } as const;

type IdSpace = keyof typeof ID_SPACES;
type PersonSpace = keyof typeof PERSON_COLUMNS;

interface LookUp {
  /** Null: in all products, which only subscriptions and settlements reach across (RULES M4). */
  readonly productId: string | null;
  readonly column: string;
  readonly tokens: Token[];
}

/** Bound parameters in one statement stay well below what SQLite takes. */
const TOKENS = 100;
const LOOK_UPS = 8;
/** From so many rows on, looking for ids first costs less. */
const MANY = 200;

/**
 * All rows that can have a say about the given members or facts: what shares a person with them within a product, a
 * subscription in whatever product, or an order or processor's id. Rows of strangers that share an id come along,
 * because an ending that names them is held, but nothing is looked up for them: an id proves nothing between
 * strangers (RULES M2), and one that thousands of buyers share must not make one purchase cost as much as all.
 */
export async function findNeighborhood(
  db: Database,
  connectionId: number,
  seed: Seed,
  /** From more rows than this on, it throws a `TooLargeError`. */
  most = Number.POSITIVE_INFINITY
): Promise<Neighborhood> {
  const search = new Search(seed);
  for (let asked = search.next(); asked.length > 0; asked = search.next()) {
    const lookUps = asked.flatMap(({ tokens, ...rest }) =>
      chunked(tokens, TOKENS).map((chunk) => ({ ...rest, tokens: chunk }))
    );
    for (const group of chunked(lookUps, LOOK_UPS)) {
      // One row has many tokens: once there are many rows, none is read twice.
      const found =
        search.size < MANY
          ? await findAny(db, connectionId, group, { most })
          : await findUnknown(db, connectionId, group, search);
      search.found(found);
      if (search.size > most) throw new TooLargeError();
      if (search.size >= MANY) await breathe();
    }
  }
  return search.result();
}

/** A union of index look-ups in one statement, which all three databases do well. */
async function findAny(
  db: Database,
  connectionId: number,
  lookUps: readonly LookUp[],
  { columns = '*', most = Number.POSITIVE_INFINITY } = {}
): Promise<RawRow[]> {
  const [first, ...others] = lookUps.map(({ productId, column, tokens }) => {
    const query = db.table(TABLES.event).where({ connection_id: connectionId }).select(columns);
    if (productId !== null) void query.where({ product_id: productId });
    return query.whereIn(column, tokens);
  });
  if (!first) return [];
  const all = others.length > 0 ? first.unionAll(others) : first;
  if (most === Number.POSITIVE_INFINITY) return all;
  // A row that several tokens find counts several times: then it is read elsewhere, which only takes longer.
  const raws = await all.limit(most + 1);
  if (raws.length > most) throw new TooLargeError();
  return raws;
}

/** Only the rows that the search has not met. */
async function findUnknown(
  db: Database,
  connectionId: number,
  lookUps: readonly LookUp[],
  search: Search
): Promise<RawRow[]> {
  const ids = new Set(
    (await findAny(db, connectionId, lookUps, { columns: 'id' })).map((raw) => Number(raw['id']))
  );
  const unknown = [...ids].filter((id) => !search.has(id));
  const rows: RawRow[] = [];
  for (const chunk of chunked(unknown, TOKENS)) {
    rows.push(...(await db.table(TABLES.event).whereIn('id', chunk)));
  }
  return rows;
}

function chunked<Item>(items: readonly Item[], size: number): Item[][] {
  const chunks: Item[][] = [];
  for (let start = 0; start < items.length; start += size) {
    chunks.push(items.slice(start, start + size));
  }
  return chunks;
}

class Search {
  private readonly inside = new Map<number, EventRow>();
  private readonly strangers = new Map<number, EventRow>();
  private readonly known: Record<PersonSpace, Set<Token>> = {
    lead: new Set(),
    email: new Set(),
    member: new Set(),
  };
  private readonly products = new Set<string>();
  private readonly subscriptions = new Set<string>();
  /** Facts that the seed or an administrator names. */
  private readonly hashes = new Set<string>();
  private readonly asked = new Map<string, Set<Token>>();
  private queue = new Map<string, LookUp>();

  constructor(seed: Seed) {
    for (const id of seed.productIds) this.learnProduct(id);
    for (const id of seed.memberIds) this.learnPerson('member', id);
    for (const hash of seed.factHashes) this.learnHash(hash);
  }

  get size(): number {
    return this.inside.size + this.strangers.size;
  }

  has(id: number): boolean {
    return this.inside.has(id) || this.strangers.has(id);
  }

  next(): LookUp[] {
    const asked = [...this.queue.values()];
    this.queue = new Map();
    return asked;
  }

  found(raws: readonly RawRow[]): void {
    for (const raw of raws) {
      const id = Number(raw['id']);
      // One row is found by each of its tokens.
      if (this.has(id)) continue;
      const row = eventCodec.fromColumns(raw);
      if (this.belongs(row)) this.take(row);
      else this.strangers.set(id, row);
    }
    // Someone may turn out to be known by another address.
    for (const row of this.strangers.values()) if (this.belongs(row)) this.take(row);
  }

  /** Not certainly a stranger's. Where a subscription names the row and no leads can be compared, the id decides. */
  private belongs(row: EventRow): boolean {
    const { leadToken, emailToken, memberId, internalSubscriptionId, settles } = row;
    if (settles !== null || this.hashes.has(row.factHash)) return true;
    const isBySubscription =
      internalSubscriptionId !== null && this.subscriptions.has(internalSubscriptionId);
    if (leadToken === null && (emailToken === null || isBySubscription)) return true;
    return (
      this.knows('lead', leadToken) ||
      this.knows('email', emailToken) ||
      this.knows('member', memberId)
    );
  }

  private knows(space: PersonSpace, token: Token | null): boolean {
    return token !== null && this.known[space].has(token);
  }

  private take(row: EventRow): void {
    this.strangers.delete(row.id);
    this.inside.set(row.id, row);
    const { productId, memberId, leadToken, emailToken } = row;
    this.learnProduct(productId);
    if (memberId !== null) this.learnPerson('member', memberId);
    if (leadToken !== null) this.learnPerson('lead', leadToken);
    if (emailToken !== null) this.learnPerson('email', emailToken);
    this.learnSettlements(row);
    for (const id of [row.orderId, row.parentId, row.originalId]) {
      if (id !== null) this.learnId('order', productId, id);
    }
    if (row.processorSubscriptionId !== null) {
      this.learnId('processor', productId, row.processorSubscriptionId);
    }
    if (row.internalSubscriptionId !== null) {
      this.subscriptions.add(row.internalSubscriptionId);
      this.ask(null, 'internal_subscription_id', row.internalSubscriptionId);
    }
  }

  /** What was settled about an event is found with its member, unless it has none. */
  private learnSettlements({ factHash, memberId, settles, settledTo }: EventRow): void {
    for (const hash of [settles, settledTo]) if (hash !== null) this.learnHash(hash);
    if (settles !== null) return;
    this.ask(null, 'settled_to', factHash);
    if (memberId === null) this.ask(null, 'settles', factHash);
  }

  private learnProduct(productId: string): void {
    if (this.products.has(productId)) return;
    this.products.add(productId);
    for (const [space, tokens] of Object.entries(this.known)) {
      for (const token of tokens) this.ask(productId, PERSON_COLUMNS[space as PersonSpace], token);
    }
  }

  private learnPerson(space: PersonSpace, token: Token): void {
    if (this.known[space].has(token)) return;
    this.known[space].add(token);
    for (const productId of this.products) this.ask(productId, PERSON_COLUMNS[space], token);
  }

  private learnId(space: IdSpace, productId: string, id: string): void {
    for (const column of ID_SPACES[space]) this.ask(productId, column, id);
  }

  private learnHash(hash: string): void {
    this.hashes.add(hash);
    this.ask(null, 'fact_hash', hash);
  }

  private ask(productId: string | null, column: string, token: Token): void {
    const key = JSON.stringify([productId, column]);
    const asked = this.asked.get(key) ?? new Set();
    if (asked.has(token)) return;
    this.asked.set(key, asked.add(token));
    const queued = this.queue.get(key);
    if (queued) queued.tokens.push(token);
    else this.queue.set(key, { productId, column, tokens: [token] });
  }

  result(): Neighborhood {
    const rows = [...this.inside.values(), ...this.strangers.values()];
    const memberIds = new Set([...this.known.member].map(Number));
    return {
      rows: rows.sort((a, b) => a.id - b.id),
      productIds: [...this.products].sort(),
      memberIds: [...memberIds].sort((a, b) => a - b),
    };
  }
}

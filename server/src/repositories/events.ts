import { TABLES } from '../constants';
import type { Fact, Settlement } from '../core/entitlements/fact';
import { isPayment } from '../core/entitlements/kinds';
import { kartraDate } from '../core/entitlements/calendar';
import { EVENT_KINDS, type EventKind } from '../core/kartra/event';
import type { Database } from './database';
import type { EventRow } from './event-row';
import { eventCodec as codec } from './event-codec';
import { testMembers } from './members';

export type NewEvent = Omit<EventRow, 'id' | 'kind' | 'settles' | 'settledTo' | 'settledBy'> & {
  readonly kind: EventKind;
};

/** Adds the facts that the ledger hasn't, and returns the stored rows by their hash. */
export async function recordFacts(
  db: Database,
  facts: readonly NewEvent[]
): Promise<ReadonlyMap<string, EventRow>> {
  const [first] = facts;
  if (!first) return new Map();
  const byHash = new Map([...facts].reverse().map((fact) => [fact.factHash, fact]));
  await db.insertIgnore(
    TABLES.event,
    [...byHash.values()].map((fact) => codec.toColumns(fact))
  );
  const raws: Record<string, unknown>[] = await db
    .table(TABLES.event)
    .where({ connection_id: first.connectionId })
    .whereIn('fact_hash', [...byHash.keys()]);
  return new Map(
    raws.map((raw) => {
      const row = codec.fromColumns(raw);
      return [row.factHash, row];
    })
  );
}

type BySomeone = Pick<
  EventRow,
  | 'connectionId'
  | 'factHash'
  | 'webhookLogId'
  | 'productId'
  | 'memberId'
  | 'recordedAt'
  | 'settles'
  | 'settledBy'
>;

/** What a person decided about an event, in the ledger's own words. */
export type Word =
  | ({ readonly kind: 'settled' } & BySomeone & Pick<EventRow, 'settledTo'>)
  | ({ readonly kind: 'end-settled' } & BySomeone & { readonly date: string });

export async function recordSettlement(db: Database, word: Word): Promise<void> {
  await db.insert(TABLES.event, codec.toColumns(word));
}

const isMoney = (kind: EventRow['kind']): kind is EventKind =>
  EVENT_KINDS.some((known) => known === kind);

/** The money facts among the rows, as the fold reads them. */
export function toFacts(rows: readonly EventRow[]): Fact[] {
  const ends = endsGiven(rows);
  return rows.flatMap((row) => {
    const { kind } = row;
    if (!isMoney(kind)) return [];
    return {
      hash: row.factHash,
      productId: row.productId,
      surface: row.surface ?? 'outbound',
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
      arrivedOn: row.arrivedOn ?? kartraDate(row.recordedAt),
      trial: row.trial,
      trialDays: row.trialDays,
      paymentsLeft: row.paymentsLeft,
      ...ends.get(row.factHash),
      leadToken: row.leadToken,
      emailToken: row.emailToken,
      memberId: row.memberId,
      webhookLogId: row.webhookLogId,
    } as const;
  });
}

/** Ends of access that people gave, by the fact of the cancellation; the latest word counts. */
function endsGiven(rows: readonly EventRow[]): ReadonlyMap<string, Pick<Fact, 'endsOn'>> {
  return new Map(
    rows
      .filter(({ kind }) => kind === 'end-settled')
      .sort((a, b) => a.id - b.id)
      .flatMap(({ settles, date }) =>
        settles === null || date === null ? [] : [[settles, { endsOn: date }] as const]
      )
  );
}

/** What people settled, the later one with the higher sequence. */
export function toSettlements(rows: readonly EventRow[]): Settlement[] {
  return rows.flatMap((row) =>
    row.settles === null || row.kind !== 'settled'
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

/** Under how many addresses each of these leads bought, whatever the product; `memberIds` are those they are tied to. */
export async function countAddressesByLead(
  db: Database,
  memberIds: readonly number[],
  leadTokens: readonly string[]
): Promise<ReadonlyMap<string, number>> {
  const raws = await db
    .table(TABLES.event)
    .whereIn('member_id', [...memberIds])
    .whereIn('lead_token', [...leadTokens])
    .whereIn('kind', EVENT_KINDS.filter(isPayment))
    .groupBy('lead_token')
    .select('lead_token')
    .countDistinct({ addresses: 'email_token' });
  return new Map(raws.map((raw) => [String(raw['lead_token']), Number(raw['addresses'])]));
}

export async function findFactsOfLogs(
  db: Database,
  webhookLogIds: readonly number[]
): Promise<EventRow[]> {
  const raws: Record<string, unknown>[] = await db
    .table(TABLES.event)
    .whereIn('webhook_log_id', [...webhookLogIds])
    .whereNull('settles');
  return raws.map((raw) => codec.fromColumns(raw));
}

export async function findFactsByHash(
  db: Database,
  connectionId: number,
  hashes: readonly string[]
): Promise<EventRow[]> {
  const raws: Record<string, unknown>[] = await db
    .table(TABLES.event)
    .where({ connection_id: connectionId })
    .whereIn('fact_hash', [...hashes]);
  return raws.map((raw) => codec.fromColumns(raw));
}

/** Whether an event of this kind ever came from Kartra. */
export async function hasEventOfKind(db: Database, kind: EventKind): Promise<boolean> {
  const found = await realEventsOfKind(db, kind).limit(1).select('id');
  return found.length > 0;
}

export async function countEventsOfKind(db: Database, kind: EventKind): Promise<number> {
  const [counted] = await realEventsOfKind(db, kind).count({ total: '*' });
  return Number(counted?.['total'] ?? 0);
}

/** Those of test members left out. */
const realEventsOfKind = (db: Database, kind: EventKind) =>
  db
    .table(TABLES.event)
    .where({ kind })
    .where((real) => {
      void real.whereNull('member_id').orWhereNotIn('member_id', testMembers(db));
    });

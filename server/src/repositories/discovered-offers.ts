import { NO_PRICE_POINT, TABLES } from '../constants';
import { discoveredOffer as schema } from '../content-types/discovered-offer';
import type { Database } from './database';
import { rowCodec } from './rows';

export interface OfferRow {
  id: number;
  connectionId: number;
  productId: string;
  /** Empty when the webhooks named none. */
  pricePoint: string;
  productName: string | null;
  firstSeenAt: number;
  lastSeenAt: number;
  timesSeen: number;
  ignored: boolean;
}

const codec = rowCodec<OfferRow>(schema);

/** Counts webhooks; true when it is the first of this offer. Its row is shared by all buyers: the last statement of a transaction, so that it is held shortest. */
export async function countOffer(
  db: Database,
  seen: {
    connectionId: number;
    productId: string;
    pricePoint: string | null;
    productName: string | null;
    at: number;
    /** Webhooks. */
    times: number;
  }
): Promise<boolean> {
  const { connectionId, productId, productName, at, times } = seen;
  const pricePoint = seen.pricePoint ?? NO_PRICE_POINT;
  const where = { connection_id: connectionId, product_id: productId, price_point: pricePoint };
  const count = () =>
    db
      .table(TABLES.discoveredOffer)
      .where(where)
      .update({
        last_seen_at: at,
        ...(productName === null ? {} : codec.toColumns({ productName })),
      })
      .increment('times_seen', times);
  if ((await count()) > 0) return false;
  await db.insertIgnore(
    TABLES.discoveredOffer,
    codec.toColumns({
      connectionId,
      productId,
      pricePoint,
      productName,
      firstSeenAt: at,
      lastSeenAt: at,
      timesSeen: 0,
      ignored: false,
    })
  );
  await count();
  return true;
}

/** Latest seen first. */
export async function findOffers(db: Database, connectionId: number): Promise<OfferRow[]> {
  const raws: Record<string, unknown>[] = await db
    .table(TABLES.discoveredOffer)
    .where({ connection_id: connectionId })
    .orderBy('last_seen_at', 'desc')
    .orderBy('id', 'desc');
  return raws.map((raw) => codec.fromColumns(raw));
}

export async function findIgnoredOffers(db: Database, connectionId: number): Promise<OfferRow[]> {
  const raws: Record<string, unknown>[] = await db
    .table(TABLES.discoveredOffer)
    .where({ connection_id: connectionId, ignored: true });
  return raws.map((raw) => codec.fromColumns(raw));
}

export async function setOfferIgnored(db: Database, id: number, ignored: boolean): Promise<void> {
  await db.table(TABLES.discoveredOffer).where({ id }).update({ ignored });
}

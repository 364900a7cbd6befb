import { TABLES } from '../constants';
import { readReason, type LogReason } from '../core/inbox/codes';
import type { WebhookLogState } from '../core/inbox/states';
import type { Other } from '../core/wording/other';
import type { Database, RawRow } from './database';
import { testMembers } from './members';

const UNFINISHED = [
  'received',
  'processing',
  'failed',
  'dead',
] as const satisfies readonly WebhookLogState[];

/** A webhook that has not come to its turn, is tried again, or was given up. */
export interface UnfinishedLog {
  readonly id: number;
  readonly state: (typeof UNFINISHED)[number];
  readonly reason: LogReason | Other | null;
}

/** Bound parameters in one statement stay well below what SQLite takes. */
const CHUNK = 500;

export async function findUnfinishedLogs(
  db: Database,
  ids: readonly number[]
): Promise<UnfinishedLog[]> {
  const found: UnfinishedLog[] = [];
  for (let start = 0; start < ids.length; start += CHUNK) {
    const raws = await db
      .table(TABLES.webhookLog)
      .whereIn('id', ids.slice(start, start + CHUNK))
      .whereIn('state', UNFINISHED)
      .select('id', 'state', 'reason');
    found.push(
      ...raws.flatMap((raw) => {
        const state = UNFINISHED.find((known) => known === raw['state']);
        return state ? { id: Number(raw['id']), state, reason: readReason(raw['reason']) } : [];
      })
    );
  }
  return found;
}

/** Of these members, those with facts of unfinished webhooks, and the products of those. */
export async function findMembersWithUnfinished(
  db: Database,
  memberIds: readonly number[]
): Promise<{ readonly memberId: number; readonly productIds: string[] }[]> {
  const products = new Map<number, string[]>();
  for (let start = 0; start < memberIds.length; start += CHUNK) {
    const raws: RawRow[] = await db
      .table(TABLES.event)
      .join(TABLES.webhookLog, `${TABLES.webhookLog}.id`, `${TABLES.event}.webhook_log_id`)
      .whereIn(`${TABLES.event}.member_id`, memberIds.slice(start, start + CHUNK))
      .whereIn(`${TABLES.webhookLog}.state`, UNFINISHED)
      .distinct(
        `${TABLES.event}.member_id as member_id`,
        `${TABLES.event}.product_id as product_id`
      );
    for (const raw of raws) {
      const memberId = Number(raw['member_id']);
      products.set(memberId, [...(products.get(memberId) ?? []), String(raw['product_id'])]);
    }
  }
  return [...products].map(([memberId, productIds]) => ({ memberId, productIds }));
}

/** Members who paid for an offer while the webhook that says so is unfinished. */
export async function countUnfinishedBuyers(
  db: Database,
  connectionId: number
): Promise<{ productId: string; pricePoint: string | null; buyers: number }[]> {
  const raws: RawRow[] = await db
    .table(TABLES.event)
    .join(TABLES.webhookLog, `${TABLES.webhookLog}.id`, `${TABLES.event}.webhook_log_id`)
    .where(`${TABLES.event}.connection_id`, connectionId)
    .whereIn(`${TABLES.event}.kind`, ['sale', 'rebill'])
    .whereIn(`${TABLES.webhookLog}.state`, UNFINISHED)
    .whereNotIn(`${TABLES.event}.member_id`, testMembers(db))
    .groupBy(`${TABLES.event}.product_id`, `${TABLES.event}.price_point`)
    .select(`${TABLES.event}.product_id`, `${TABLES.event}.price_point`)
    .countDistinct({ buyers: `${TABLES.event}.member_id` });
  return raws.map((raw) => ({
    productId: String(raw['product_id']),
    pricePoint: typeof raw['price_point'] === 'string' ? raw['price_point'] : null,
    buyers: Number(raw['buyers']),
  }));
}

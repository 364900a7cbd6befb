import { TABLES } from '../constants';
import { readReason } from '../core/inbox/codes';
import { PART_REFUNDED, type Waiting } from '../core/inbox/decisions';
import type { Database, Query, RawRow } from './database';
import { testMembers } from './members';

/** What of the webhook logs waits for a person, in parts that each wait for the same reason. */
export interface WaitingLogs extends Waiting {
  readonly oldestAt: number;
}

const STUCK = ['held', 'dead'] as const;

export async function countWaitingLogs(db: Database): Promise<WaitingLogs[]> {
  const columns = db.raw(
    'count(*) as webhooks, count(distinct member_id) as members, ' +
      'sum(case when member_id is null then 1 else 0 end) as nobody, min(received_at) as oldest'
  );
  const stuck = await db
    .table(TABLES.webhookLog)
    .whereIn('state', STUCK)
    .whereNull('accepted_at')
    .groupBy('state', 'reason')
    .select<RawRow[]>('state', 'reason', columns);
  const kept = await db
    .table(TABLES.webhookLog)
    .where({ kind: 'partial-refund', code: PART_REFUNDED })
    .whereNull('accepted_at')
    .select<RawRow[]>(columns);
  const read = (raw: RawRow, state: WaitingLogs['state'] | undefined): WaitingLogs[] => {
    const webhooks = Number(raw['webhooks']);
    if (state === undefined || webhooks === 0) return [];
    return [
      {
        state,
        reason: readReason(raw['reason']),
        webhooks,
        members: Number(raw['members']),
        ofNobody: Number(raw['nobody']),
        oldestAt: Number(raw['oldest']),
      },
    ];
  };
  return [
    ...stuck.flatMap((raw) =>
      read(
        raw,
        STUCK.find((state) => state === raw['state'])
      )
    ),
    ...kept.flatMap((raw) => read(raw, 'part-refunded')),
  ];
}

/** Ids of the members who wait for this product, the first known first, and Kartra's date of the first purchase. */
export async function findWaitingBuyers(
  db: Database,
  connectionId: number,
  offer: { readonly productId: string; readonly pricePoint: string | null },
  limit: number
): Promise<{ memberIds: number[]; since: string | null }> {
  const waiting = (): Query =>
    db
      .table(TABLES.entitlement)
      .where({
        connection_id: connectionId,
        product_id: offer.productId,
        price_point: offer.pricePoint,
      })
      .whereNull('role_id')
      .whereNot({ state: 'ended' })
      .whereNotIn('member_id', testMembers(db));
  const raws = await waiting().distinct('member_id').orderBy('member_id').limit(limit);
  const [first] = await waiting().min({ since: 'started_at' });
  return {
    memberIds: raws.map((raw) => Number(raw['member_id'])),
    since: typeof first?.['since'] === 'string' ? first['since'] : null,
  };
}

import type { Core } from '@strapi/strapi';
import { nameProduct } from '../core/activity/sentences';
import { isSilent, isStillLosing, type Problem } from '../core/mail/alerts';
import type { StoredConnection } from '../repositories/connections';
import type { Database } from '../repositories/database';
import { countFailing, findLastReceivedTimes } from '../repositories/webhook-log-list';
import { getService } from '../utils/get-service';

/** As often as a webhook fails before it is more than bad luck. */
const ALERT_AT_FAILURE = 3;
/** So many webhooks say what is usual. */
const HABIT = 100;

/** Everything that needs a person now, each once, however many webhooks it touches. */
export async function findPresentProblems(
  strapi: Core.Strapi,
  db: Database,
  connection: StoredConnection,
  now: number
): Promise<Problem[]> {
  return [
    ...(await failing(db)),
    ...(await unmapped(strapi)),
    ...(await silence(db, connection, now)),
    ...lost(connection, now),
  ];
}

async function failing(db: Database): Promise<Problem[]> {
  const counts = await countFailing(db, ALERT_AT_FAILURE);
  return counts.map(({ reason, total }) => ({
    key: `failing:${reason}`,
    kind: 'failing',
    values: { reason, count: total },
  }));
}

async function unmapped(strapi: Core.Strapi): Promise<Problem[]> {
  const products = new Map<string, { product: string; count: number }>();
  for (const offer of await getService(strapi, 'offers').list()) {
    if (offer.ignored || offer.roleId !== null || offer.waitingBuyers === 0) continue;
    const known = products.get(offer.productId);
    products.set(offer.productId, {
      product: known?.product ?? nameProduct(offer.productId, offer.productName),
      count: (known?.count ?? 0) + offer.waitingBuyers,
    });
  }
  return [...products].map(([productId, values]) => ({
    key: `unmapped:${productId}`,
    kind: 'unmapped',
    values,
  }));
}

async function silence(
  db: Database,
  connection: StoredConnection,
  now: number
): Promise<Problem[]> {
  if (connection.state !== 'on') return [];
  const times = await findLastReceivedTimes(db, HABIT);
  if (!isSilent(times, connection.stateSince ?? 0, now)) return [];
  return [{ key: 'silence', kind: 'silence', values: { date: sayDate(Math.max(...times)) } }];
}

function lost({ lostSpans }: StoredConnection, now: number): Problem[] {
  const last = lostSpans.at(-1);
  if (!last || !isStillLosing(last.to, now)) return [];
  return [{ key: 'lost', kind: 'lost', values: { count: last.count, date: sayDate(last.to) } }];
}

/** 2026-05-03 14:02 UTC: who reads it may be anywhere. */
const sayDate = (at: number): string =>
  `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

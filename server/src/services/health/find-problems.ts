import type { Core } from '@strapi/strapi';
import { epochOf, plusDays } from '../../core/entitlements/calendar';
import { ALERT_AT_FAILURE } from '../../core/inbox/retry';
import { isSilent, isStillLosing, type Problem } from '../../core/mail/alerts';
import { mailableProductWithId } from '../../core/mail/mailable';
import { mappingFor } from '../../core/rules/mappings';
import type { StoredConnection } from '../../repositories/connections';
import type { Database } from '../../repositories/database';
import { findMappings } from '../../repositories/mappings';
import { findOpenSharedIds } from '../../repositories/shared-ids';
import { countFailing, findLastReceivedTimes, findLogs } from '../../repositories/webhook-log-list';
import { offersOf } from '../catalogue';

/** More than an owner can answer one by one. */
const MOST_CANCELLATIONS = 100;
/** The overview counts the others; a mail for each would only be noise. */
const MOST_SHARED_IDS = 10;
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
    ...(await unknownPeriods(db, connection.id, now)),
    ...(await sharedIds(db, connection.id)),
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
  for (const offer of await offersOf(strapi).list()) {
    if (offer.ignored || offer.roleId !== null || offer.waitingBuyers === 0) continue;
    const known = products.get(offer.productId);
    products.set(offer.productId, {
      product: known?.product ?? mailableProductWithId({ ...offer, mailName: null }),
      count: (known?.count ?? 0) + offer.waitingBuyers,
    });
  }
  return [...products].map(([productId, values]) => ({
    key: `unmapped:${productId}`,
    kind: 'unmapped',
    values,
  }));
}

/** As long before a guessed end, the owner is reminded. */
const REMIND_DAYS = 3;

/** Cancellations whose end is a guess: reported when they arrive, and once more before access ends. */
async function unknownPeriods(db: Database, connectionId: number, now: number): Promise<Problem[]> {
  const waiting = { state: 'held', reason: 'unknown-period', waits: true } as const;
  const mappings = await findMappings(db, connectionId);
  const mailNameOf = (productId: string, pricePoint: string | null) =>
    mappingFor(mappings, productId, pricePoint)?.mailName ?? null;
  const logs = await findLogs(db, waiting, { offset: 0, limit: MOST_CANCELLATIONS });
  return logs.flatMap((log): Problem[] => {
    const { until } = log.values;
    if (log.isTest || !log.productId || typeof until !== 'string') return [];
    const values = {
      product: mailableProductWithId({
        productId: log.productId,
        productName: log.productName,
        mailName: mailNameOf(log.productId, log.pricePoint),
      }),
      date: until.slice(0, 10),
    };
    const told: Problem = { key: `unknown-period:${log.id}`, kind: 'unknown-period', values };
    const isSoon = epochOf(plusDays(until, -REMIND_DAYS)) <= now;
    return isSoon ? [told, { ...told, key: `unknown-period-soon:${log.id}` }] : [told];
  });
}

/** Each id once, and once more after it was put away and came back. */
async function sharedIds(db: Database, connectionId: number): Promise<Problem[]> {
  const rows = await findOpenSharedIds(db, connectionId, {
    first: 'oldest',
    limit: MOST_SHARED_IDS,
  });
  return rows.map(({ id, kind, value, buyers, dismissedBuyers }) => ({
    key: `shared-id:${id}:${dismissedBuyers ?? 0}`,
    kind: 'shared-id',
    values: { kind, id: value, count: buyers },
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

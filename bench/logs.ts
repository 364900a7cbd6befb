/**
 * A million webhook logs: how soon the panel's pages come, and what forgetting old payloads costs those who post
 * at the same time. `npm run bench:logs`.
 */
import { performance } from 'node:perf_hooks';

import { database } from '../server/src/repositories/database';
import { deleteOldPayloads } from '../server/src/repositories/webhook-log-retention';
import { buildTransaction, outbound } from '../tests/builders/kartra';
import { openShop, postWebhook } from '../tests/helpers/kartra';
import type { Site } from '../tests/helpers/site';
import { fail, median, ms, percentile, printTable } from './figures';
import { onEachSite } from './sites';

const ROWS = Number(process.env['ROWS'] ?? 1_000_000);
const RUNS = 7;
const POSTS = 100;
const DAY_MS = 86_400_000;

type Measured = 'SQLite' | 'PostgreSQL';

const SERIES: Readonly<Record<Measured, string>> = {
  SQLite: `with recursive series(i) as (select 1 union all select i + 1 from series where i < ${ROWS})`,
  PostgreSQL: `with series as (select i from generate_series(1, ${ROWS}) as i)`,
};

/** Received over 300 days, of 50 products and 200,000 buyers, nine in ten applied. */
async function fill(site: Site, measured: Measured): Promise<void> {
  const start = Date.now() - 300 * DAY_MS;
  const step = Math.floor((300 * DAY_MS) / ROWS);
  const columns =
    'connection_id, received_at, state, reason, code, kind, product_id, email, dedupe_key, body, ' +
    'body_encoding, byte_length, deliveries, attempts, failures, is_test';
  const values =
    `1, ${start} + cast(i as bigint) * ${step}, ` +
    `case when i % 10 > 0 then 'applied' when i % 500 = 0 then 'held' else 'ignored' end, ` +
    `case when i % 10 > 0 then 'granted' when i % 500 = 0 then 'unmapped-product' else 'not-money' end, ` +
    `'applied.granted', case when i % 1000 = 1 then 'chargeback' else 'sale' end, ` +
    `'9' || (i % 50), 'buyer' || (i % 200000) || '@example.com', 'bench:' || i, ` +
    `'a body of a webhook', 'utf8', 2000, 1, 1, 0, false`;
  await site.strapi.db.connection.raw(
    `insert into kartra_webhook_logs (${columns}) ${SERIES[measured]} select ${values} from series`
      // SQLite takes the series before the insert.
      .replace(
        /^(insert .*?\)) (with .*?\)) (select)/s,
        measured === 'SQLite' ? '$2 $1 $3' : '$1 $2 $3'
      )
  );
  if (measured === 'PostgreSQL') await site.strapi.db.connection.raw('analyze kartra_webhook_logs');
}

async function timeGet(site: Site, path: string): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const start = performance.now();
    const { status } = await site.admin.get(`/kartra/${path}`);
    if (status !== 200) throw new Error(`${path} answered ${status}.`);
    times.push(performance.now() - start);
  }
  return median(times);
}

async function timePosts(site: Site, path: string): Promise<number[]> {
  const times: number[] = [];
  for (let post = 0; post < POSTS; post += 1) {
    const start = performance.now();
    await postWebhook(site.address, path, outbound(buildTransaction()));
    times.push(performance.now() - start);
  }
  return times;
}

async function measure(site: Site, measured: Measured): Promise<void> {
  const shop = await openShop(site);
  await fill(site, measured);
  // Filling held the process up for so long that its kept connections are gone.
  await site.admin.get('/kartra/connection').catch(() => null);
  const day = (ago: number) => new Date(Date.now() - ago * DAY_MS).toISOString();
  const pages: Readonly<Record<string, string>> = {
    'first page': 'webhook-logs',
    'state applied': 'webhook-logs?state=applied',
    'state held': 'webhook-logs?state=held',
    'kind chargeback': 'webhook-logs?kind=chargeback',
    'one product': 'webhook-logs?productId=97',
    'one buyer': 'webhook-logs?email=buyer77@example.com',
    'a week long ago': `webhook-logs?from=${day(207)}&to=${day(200)}`,
    'page 300': 'webhook-logs?page=300',
    overview: 'overview',
  };
  const rows: string[][] = [];
  for (const [name, path] of Object.entries(pages)) {
    rows.push([measured, name, ms(await timeGet(site, path))]);
  }

  const quiet = await timePosts(site, shop.path);
  const batches: number[] = [];
  let isDone = false;
  const forgetting = (async () => {
    while (!isDone) {
      const start = performance.now();
      const old = {
        connectionId: 1,
        before: Date.now() - 30 * DAY_MS,
        now: Date.now(),
        limit: 500,
      };
      await deleteOldPayloads(database(site.strapi), old);
      batches.push(performance.now() - start);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  })();
  const busy = await timePosts(site, shop.path);
  isDone = true;
  await forgetting;
  const told = (times: readonly number[]) =>
    `p50 ${ms(median(times))}, p99 ${ms(percentile(times, 0.99))}`;
  rows.push([measured, 'answer to a webhook', told(quiet)]);
  rows.push([measured, 'answer while payloads are forgotten', told(busy)]);
  rows.push([measured, 'forgetting 500 payloads', ms(median(batches))]);
  printTable(['Database', `${ROWS.toLocaleString('en')} logs`, 'Took'], rows);
}

onEachSite(measure, ['SQLite', 'PostgreSQL'] as const).catch(fail);

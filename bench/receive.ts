/**
 * How quickly a burst of webhooks is answered, beside a POST that does nothing and one that stores the same row with
 * Strapi's own `documents().create`, all in the same Strapi. `npm run bench:receive`.
 */
import type { Context } from 'koa';
import { performance } from 'node:perf_hooks';
import path from 'node:path';
import { Worker } from 'node:worker_threads';

import { TABLES } from '../server/src/constants';
import { database } from '../server/src/repositories/database';
import { buildSubscriptionSale, outbound } from '../tests/builders/kartra';
import { mapProduct, openShop } from '../tests/helpers/kartra';
import type { Site } from '../tests/helpers/site';
import { waitFor } from '../tests/helpers/wait-for';
import { fail, median, ms, percentile, printTable } from './figures';
import { onEachDatabase } from './sites';

const BURST = 200;
const ROUNDS = 5;
const PRODUCT = '700100';
const LOG_UID = 'plugin::kartra.webhook-log';

interface Burst {
  /** From the first byte sent to the last answer. */
  readonly total: number;
  readonly answers: readonly { readonly status: number; readonly duration: number }[];
}

function post(url: string, bodies: readonly string[]): Promise<Burst> {
  const worker = new Worker(path.join(__dirname, 'load.mjs'), { workerData: { url, bodies } });
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

/** Everybody buys for the first time: each webhook makes a member, an account and an entitlement. */
const salesOfNewBuyers = (): string[] =>
  Array.from({ length: BURST }, () =>
    JSON.stringify(outbound(buildSubscriptionSale({ productId: PRODUCT })))
  );

let rows = 0;

/** Strapi's router, as far as it is used here; its types are those of a package that is not installed. */
interface Router {
  post(route: string, handler: (ctx: Context) => unknown): unknown;
}

/** Routes of the same Strapi to compare with; they pass its logger and its body parser like any other. */
function addBaselines({ strapi }: Site): void {
  const router = strapi.server.router as unknown as Router;
  router.post('/bench/nothing', (ctx) => {
    ctx.body = { status: 'received' };
  });
  router.post('/bench/create', async (ctx) => {
    const body = JSON.stringify((ctx.request as { body?: unknown }).body);
    rows += 1;
    await strapi.documents(LOG_UID).create({
      data: {
        connectionId: 0,
        receivedAt: Date.now(),
        state: 'ignored',
        dedupeKey: `bench:${rows}`,
        body,
        byteLength: body.length,
      },
    });
    ctx.body = { status: 'received' };
  });
}

async function countWaiting({ strapi }: Site): Promise<number> {
  const [counted] = await database(strapi)
    .table(TABLES.webhookLog)
    .whereIn('state', ['received', 'processing'])
    .count({ waiting: '*' });
  return Number(counted?.['waiting'] ?? 0);
}

const figuresOf = (bursts: readonly Burst[]): string[] => {
  const durations = bursts.flatMap(({ answers }) => answers.map(({ duration }) => duration));
  const perSecond = bursts.map(({ total }) => (1000 * BURST) / total);
  return [
    Math.round(median(perSecond)).toLocaleString('en'),
    ms(percentile(durations, 0.5)),
    ms(percentile(durations, 0.99)),
  ];
};

async function main(): Promise<void> {
  const table: string[][] = [];
  const applied: string[][] = [];
  await onEachDatabase(async (site, databaseName) => {
    const shop = await openShop(site);
    await mapProduct(site, PRODUCT, shop.gold);
    addBaselines(site);
    const targets = [
      { name: 'POST that does nothing', url: '/bench/nothing' },
      { name: 'POST with one documents().create', url: '/bench/create' },
      { name: 'Webhook', url: shop.path },
    ];
    const bursts = new Map<string, Burst[]>(targets.map(({ name }) => [name, []]));
    const appliedPerSecond: number[] = [];
    // One round more than is counted: the first warms everything up.
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const { name, url } of targets) {
        const start = performance.now();
        const burst = await post(new URL(url, site.address).href, salesOfNewBuyers());
        const refused = burst.answers.filter(({ status }) => status !== 200).length;
        if (refused > 0) throw new Error(`${refused} of ${BURST} were not answered with 200.`);
        await waitFor(
          async () => (await countWaiting(site)) === 0,
          () => Promise.resolve('The webhooks were not applied.'),
          120_000
        );
        if (round === 0) continue;
        bursts.get(name)?.push(burst);
        if (name === 'Webhook') appliedPerSecond.push((1000 * BURST) / (performance.now() - start));
      }
    }
    for (const [name, measured] of bursts) table.push([databaseName, name, ...figuresOf(measured)]);
    applied.push([databaseName, Math.round(median(appliedPerSecond)).toLocaleString('en')]);
  });
  process.stdout.write(`${ROUNDS} bursts of ${BURST} at once, medians of the bursts:\n\n`);
  printTable(['Database', 'Request', 'Answers/s', 'p50', 'p99'], table);
  process.stdout.write('\nFrom the first byte to the last role given, each sale a new buyer:\n\n');
  printTable(['Database', 'Sales applied/s'], applied);
}

main().catch(fail);

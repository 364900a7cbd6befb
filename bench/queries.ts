/**
 * How many statements one webhook takes, and which of them come more than once: each is a way to the database and
 * back. `npm run bench:queries`.
 */
import {
  buildPerson,
  buildTransaction,
  later,
  outbound,
  type OutboundWebhook,
} from '../tests/builders/kartra';
import { mapProduct, openShop, postWebhook } from '../tests/helpers/kartra';
import type { Site } from '../tests/helpers/site';
import { fail, median, printTable } from './figures';
import { onEachDatabase, type Measured } from './sites';

const PRODUCT = '700100';
const ROUNDS = 10;
const SHOWN = 12;

/** The statements that `work` leads to, until nothing is left to do; the sweepers' own looks are left out. */
async function listen(site: Site, work: () => Promise<unknown>): Promise<string[]> {
  const statements: string[] = [];
  const note = ({ sql }: { readonly sql: string }) => statements.push(sql);
  site.strapi.db.connection.on('query', note);
  await work();
  await site.strapi.db.connection.transaction(() => Promise.resolve());
  site.strapi.db.connection.off('query', note);
  return statements;
}

interface Situation {
  readonly name: string;
  readonly build: () => {
    readonly before: readonly OutboundWebhook[];
    readonly asked: OutboundWebhook;
  };
}

const SITUATIONS: readonly Situation[] = [
  {
    name: 'first purchase of a new buyer',
    build: () => ({ before: [], asked: outbound(buildTransaction({ productId: PRODUCT })) }),
  },
  {
    name: 'second purchase of the same product',
    build: () => {
      const person = buildPerson();
      const buy = () => outbound(buildTransaction({ productId: PRODUCT, person }));
      return { before: [buy()], asked: buy() };
    },
  },
  {
    name: 'refund',
    build: () => {
      const sale = buildTransaction({ productId: PRODUCT });
      const refund = later(sale, { type: 'refund', date: '2026-05-20 10:00:00' });
      return { before: [outbound(sale)], asked: outbound(refund) };
    },
  },
  {
    name: 'the same bytes once more',
    build: () => {
      const sale = outbound(buildTransaction({ productId: PRODUCT }));
      return { before: [sale], asked: sale };
    },
  },
];

async function measure(site: Site, database: Measured): Promise<void> {
  const { path } = await openShop(site).then(async (shop) => {
    await mapProduct(site, PRODUCT, shop.gold);
    return shop;
  });
  const send = async (webhook: OutboundWebhook): Promise<void> => {
    const { status } = await postWebhook(site.address, path, webhook);
    if (status !== 200) fail(`A webhook was answered ${status}.`);
    await site.settle();
  };
  const rows: string[][] = [];
  let repeated: string[][] = [];
  for (const { name, build } of SITUATIONS) {
    const counted: string[][] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const { before, asked } = build();
      for (const webhook of before) await send(webhook);
      counted.push((await listen(site, () => send(asked))).filter(isOurs));
    }
    const counts = counted.map(({ length }) => length);
    rows.push([database, name, String(median(counts))]);
    // The shortest: nothing else went on meanwhile.
    const shortest = counted.find(({ length }) => length === Math.min(...counts));
    if (name === SITUATIONS[0]?.name) repeated = mostOften(shortest ?? []);
  }
  printTable(['Database', 'Webhook', 'Statements, median'], rows);
  printTable(['Times', `Most often at a first purchase (${database})`], repeated);
}

/** Looks of the test and of the sweepers at what is due come whether there is a webhook or not. */
const isOurs = (sql: string): boolean =>
  !/^select \* from .kartra_(webhook_logs|jobs). order by .id. asc$/.test(sql) &&
  !/^select .*kartra_(jobs|outbox_messages|problems)/.test(sql);

function mostOften(statements: readonly string[]): string[][] {
  const counts = new Map<string, number>();
  for (const sql of statements) counts.set(sql, (counts.get(sql) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, SHOWN)
    .map(([sql, times]) => [String(times), sql.slice(0, 110)]);
}

void onEachDatabase(measure);

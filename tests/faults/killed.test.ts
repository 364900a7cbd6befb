import { createSqliteDatabase, openTestServer, type TestServer } from '../helpers/databases';
import { isServerAvailable } from '../helpers/database-servers';
import type { SiteProcess } from '../helpers/site-process';
import { differences, waitUntilDecided } from './ledger';
import { CONFIG, isLong, PRODUCT, setUpShop, startInstance, type FaultShop } from './shop';
import { mixOf, runAll, startTraffic, type Traffic } from './traffic';

/** How many, if that is said; a slow machine takes half an hour for a hundred. */
const ASKED = Number(process.env['KILLS'] ?? 0);
const TRIALS = ASKED || (isLong ? 100 : 5);
const TERMINATIONS = isLong ? 20 : 1;
const EVENTS = { sales: 20, refunds: 10 };
const AT_ONCE = 6;
const EXIT_LIMIT_MS = 15_000;

/** Each trial may leave nearly all of its webhooks to the last process; a slow machine does some twenty in a second. */
const LEFT_WORK_MS = TRIALS * 3_000;
/** What a lease and a sweep may add to the work itself. */
const PICKED_UP_WITHIN_MS = CONFIG.leaseMs + CONFIG.sweepMs + 20_000 + LEFT_WORK_MS;

/** Posts one trial's webhooks; `reached` resolves at a random one of their answers. */
function postUntil(site: SiteProcess, shop: FaultShop, traffic: Traffic) {
  const mix = mixOf(traffic, PRODUCT, EVENTS);
  const moment = 1 + Math.floor(Math.random() * (mix.length - AT_ONCE));
  let answered = 0;
  let tell = (): void => undefined;
  const reached = new Promise<void>((resolve) => (tell = resolve));
  const tasks = mix.map((transaction) => async () => {
    await traffic.post(site.address, shop.path, transaction);
    answered += 1;
    if (answered === moment) tell();
  });
  return { reached, done: runAll(tasks, AT_ONCE) };
}

const clients = ['sqlite', 'postgres'] as const;

describe.each(clients)('a process that is ended under load (%s)', (client) => {
  const run = client === 'sqlite' || isServerAvailable(client) ? it : it.skip;
  let server: TestServer | null = null;
  afterEach(async () => {
    await server?.stop();
    server = null;
  });
  async function createDatabase() {
    if (client === 'sqlite') return createSqliteDatabase({ durable: true });
    server = await openTestServer(client);
    return server.createDatabase();
  }

  run(
    `kill -9 at ${TRIALS} random moments loses nothing, applies nothing twice, leaves nothing lying`,
    async () => {
      const database = await createDatabase();
      let site = await startInstance(database);
      const shop = await setUpShop(database, await site.admin());
      const traffic = startTraffic();
      for (let trial = 0; trial < TRIALS; trial += 1) {
        const posting = postUntil(site, shop, traffic);
        await posting.reached;
        await site.end('SIGKILL');
        await posting.done;
        site = await startInstance(database);
      }
      await waitUntilDecided(shop.reader, PICKED_UP_WITHIN_MS);
      const found = await differences(shop.reader, traffic.sent, {
        level: shop.gold,
        fallback: shop.fallback,
      });
      // The trials were trials: some were answered in each, and some were cut off.
      const answers = traffic.sent.map(({ answer }) => answer);
      expect(answers.filter((answer) => answer === 200).length).toBeGreaterThanOrEqual(TRIALS);
      expect(answers).toContain(null);
      expect(found).toEqual([]);
      await site.end('SIGTERM');
      await shop.reader.close();
      await database.drop();
    },
    60_000 + TRIALS * 60_000
  );

  run(
    `SIGTERM, ${TERMINATIONS} times, ends it in time with its leases given back`,
    async () => {
      const database = await createDatabase();
      let site = await startInstance(database);
      const shop = await setUpShop(database, await site.admin());
      const traffic = startTraffic();
      for (let trial = 0; trial < TERMINATIONS; trial += 1) {
        const posting = postUntil(site, shop, traffic);
        await posting.reached;
        const start = Date.now();
        const exit = await site.end('SIGTERM');
        expect(exit).toEqual({ code: 0, signal: null });
        expect(Date.now() - start).toBeLessThan(EXIT_LIMIT_MS);
        await posting.done;
        const left = (await shop.reader.rows('kartra_webhook_logs')).filter(
          ({ state }) => state === 'processing'
        );
        expect(left).toEqual([]);
        site = await startInstance(database);
      }
      await waitUntilDecided(shop.reader, PICKED_UP_WITHIN_MS);
      expect(
        await differences(shop.reader, traffic.sent, {
          level: shop.gold,
          fallback: shop.fallback,
        })
      ).toEqual([]);
      await site.end('SIGTERM');
      await shop.reader.close();
      await database.drop();
    },
    60_000 + TERMINATIONS * 60_000
  );
});

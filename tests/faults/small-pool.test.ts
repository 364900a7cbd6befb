import { setTimeout as pause } from 'node:timers/promises';

import {
  describeOnServers,
  openTestServer,
  type TestDatabase,
  type TestServer,
} from '../helpers/databases';
import type { SiteProcess } from '../helpers/site-process';
import { differences, waitUntilDecided } from './ledger';
import { PRODUCT, setUpShop, startInstance, type FaultShop, SERVERS } from './shop';
import { mixOf, runAll, startTraffic } from './traffic';

const BURST = 60;
const LOOK_EVERY_MS = 20;
const PATIENCE_MS = 5_000;

describeOnServers(
  'a pool of two connections',
  (client) => {
    let server: TestServer;
    let database: TestDatabase;
    let site: SiteProcess;
    let shop: FaultShop;

    beforeAll(async () => {
      server = await openTestServer(client);
      database = await server.createDatabase();
      site = await startInstance(database, { DATABASE_POOL_MAX: '2', LOG_LEVEL: 'warn' });
      shop = await setUpShop(database, await site.admin());
    }, 90_000);
    afterAll(async () => {
      await site.end('SIGTERM');
      await shop.reader.close();
      await server.stop();
    });

    /** Asks the site for what needs its database, over and over, until told to stop; every answer and how long it took. */
    function visit(): { stop(): Promise<{ status: number; ms: number }[]> } {
      const answers: { status: number; ms: number }[] = [];
      let isOver = false;
      const visiting = (async () => {
        while (!isOver) {
          const start = Date.now();
          const { status } = await fetch(new URL('/api/users/me', site.address), {
            signal: AbortSignal.timeout(PATIENCE_MS),
          });
          answers.push({ status, ms: Date.now() - start });
          await pause(LOOK_EVERY_MS);
        }
      })();
      return {
        stop: async () => {
          isOver = true;
          await visiting;
          return answers;
        },
      };
    }

    it(`takes a burst of ${BURST} webhooks, applies all, and the site answers meanwhile`, async () => {
      const traffic = startTraffic();
      const visitor = visit();
      const sales = mixOf(traffic, PRODUCT, { sales: BURST, refunds: 0 });
      const tasks = sales.map((sale) => () => traffic.post(site.address, shop.path, sale));
      await runAll(tasks, BURST);
      await waitUntilDecided(shop.reader);
      const visits = await visitor.stop();

      expect(new Set(traffic.sent.map(({ answer }) => answer))).toEqual(new Set([200]));
      const levels = { level: shop.gold, fallback: shop.fallback };
      expect(await differences(shop.reader, traffic.sent, levels)).toEqual([]);
      // Refused: the site looked into its database for what the public may do.
      expect(new Set(visits.map(({ status }) => status))).toEqual(new Set([403]));
      expect(visits.length).toBeGreaterThan(3);
      expect(site.output()).not.toMatch(/Timeout acquiring a connection|KnexTimeout/i);
      const logs = await shop.reader.rows('kartra_webhook_logs');
      expect(new Set(logs.map(({ failures }) => failures))).toEqual(new Set([0]));
    }, 90_000);
  },
  SERVERS
);

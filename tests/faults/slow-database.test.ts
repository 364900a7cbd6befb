import {
  describeOnServers,
  openTestServer,
  type TestDatabase,
  type TestServer,
} from '../helpers/databases';
import { startSiteProcess, type SiteProcess } from '../helpers/site-process';
import { layWire, type SlowWire } from '../helpers/slow-wire';
import { differences, waitUntilDecided } from './ledger';
import { CONFIG, isLong, PRODUCT, setUpShop, SERVERS, type FaultShop } from './shop';
import { mixOf, runAll, startTraffic } from './traffic';

/** There and back: what every single statement takes. A new buyer takes several dozen of them. */
const ROUND_TRIP_MS = isLong ? 200 : 50;
const SALES = isLong ? 40 : 6;

describeOnServers(
  `a database that is ${ROUND_TRIP_MS} ms away`,
  (client) => {
    let server: TestServer;
    let database: TestDatabase;
    let wire: SlowWire;
    let site: SiteProcess;
    let shop: FaultShop;

    beforeAll(async () => {
      server = await openTestServer(client);
      database = await server.createDatabase();
      wire = await layWire(Number(database.environment['DATABASE_PORT']));
      site = await startSiteProcess({
        database,
        // Short leases would run out while one webhook is worked on.
        config: { ...CONFIG, leaseMs: 60_000 },
        environment: { DATABASE_PORT: String(wire.port), LOG_LEVEL: 'warn' },
      });
      shop = await setUpShop(database, await site.admin());
    }, 90_000);
    afterAll(async () => {
      await site.end('SIGTERM');
      wire.close();
      await shop.reader.close();
      await server.stop();
    });

    it(
      `${SALES} webhooks are answered in time and applied once each, and the site answers`,
      async () => {
        wire.delay(ROUND_TRIP_MS / 2);
        const traffic = startTraffic();
        const sales = mixOf(traffic, PRODUCT, { sales: SALES, refunds: 0 });
        const start = Date.now();
        const posting = runAll(
          sales.map((sale) => () => traffic.post(site.address, shop.path, sale)),
          3
        );
        const visit = await fetch(new URL('/api/users/me', site.address));
        expect(visit.status).toBe(403);
        await posting;
        // The wire is as long as it should be.
        expect(Date.now() - start).toBeGreaterThan(ROUND_TRIP_MS);
        await waitUntilDecided(shop.reader, 30_000 + SALES * 5_000);

        expect(new Set(traffic.sent.map(({ answer }) => answer))).toEqual(new Set([200]));
        const levels = { level: shop.gold, fallback: shop.fallback };
        expect(await differences(shop.reader, traffic.sent, levels)).toEqual([]);
        const logs = await shop.reader.rows('kartra_webhook_logs');
        expect(new Set(logs.map(({ failures }) => failures))).toEqual(new Set([0]));
        wire.delay(0);
      },
      isLong ? 300_000 : 90_000
    );
  },
  SERVERS
);

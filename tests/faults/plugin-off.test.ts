import {
  describeOnServers,
  openTestServer,
  type TestDatabase,
  type TestServer,
} from '../helpers/databases';
import type { SiteProcess } from '../helpers/site-process';
import { differences, waitUntilDecided } from './ledger';
import { CONFIG, PRODUCT, setUpShop, startInstance, type FaultShop, SERVERS } from './shop';
import { mixOf, runAll, startTraffic } from './traffic';

const QUEUED = 100;

describeOnServers(
  'a queue that stands while the plugin is switched off for one boot',
  (client) => {
    let server: TestServer;
    let database: TestDatabase;
    let site: SiteProcess;
    let shop: FaultShop;

    beforeAll(async () => {
      server = await openTestServer(client);
      database = await server.createDatabase();
      site = await startInstance(database);
      shop = await setUpShop(database, await site.admin());
    }, 90_000);
    afterAll(async () => {
      await site.end('SIGTERM');
      await shop.reader.close();
      await server.stop();
    });

    const bootWithoutPlugin = (): Promise<SiteProcess> =>
      startInstance(database, { KARTRA_ENABLED: 'false' });

    it(`${QUEUED} are all there afterwards, and all applied`, async () => {
      const traffic = startTraffic();
      const sales = mixOf(traffic, PRODUCT, { sales: QUEUED, refunds: 0 });
      // Nobody gets past the ledger: what is acknowledged stays queued until the process is killed.
      await shop.reader.whileLocked('kartra_events', async () => {
        const tasks = sales.map((sale) => () => traffic.post(site.address, shop.path, sale));
        await runAll(tasks, 10);
        await site.end('SIGKILL');
      });
      expect(new Set(traffic.sent.map(({ answer }) => answer))).toEqual(new Set([200]));
      const queued = await shop.reader.rows('kartra_webhook_logs');
      expect(queued).toHaveLength(QUEUED);
      expect(await shop.reader.rows('up_users')).toEqual([]);

      site = await bootWithoutPlugin();
      await site.end('SIGTERM');
      expect(await shop.reader.rows('kartra_webhook_logs')).toEqual(queued);
      expect(await shop.reader.rows('kartra_mappings')).toHaveLength(2);

      site = await startInstance(database);
      await waitUntilDecided(shop.reader, CONFIG.leaseMs + CONFIG.sweepMs + 30_000);
      const levels = { level: shop.gold, fallback: shop.fallback };
      expect(await differences(shop.reader, traffic.sent, levels)).toEqual([]);
      expect(await shop.reader.rows('kartra_webhook_logs')).toHaveLength(QUEUED);
    }, 150_000);
  },
  SERVERS
);

import { buildTransaction, outbound } from '../builders/kartra';
import {
  describeOnServers,
  openTestServer,
  type TestDatabase,
  type TestServer,
} from '../helpers/databases';
import { postWebhook } from '../helpers/kartra';
import type { SiteProcess } from '../helpers/site-process';
import { waitUntilDecided } from './ledger';
import { isLong, PRODUCT, setUpShop, startInstance, SERVERS } from './shop';

const TIMES = isLong ? 20 : 2;

describeOnServers(
  'two instances that meet an empty database at once',
  (client) => {
    let server: TestServer;
    beforeAll(async () => {
      server = await openTestServer(client);
    }, 60_000);
    afterAll(() => server.stop());

    /** Strapi itself may let one of them die while both make the tables; it has to come up when it is started again. */
    async function startBoth(database: TestDatabase): Promise<SiteProcess[]> {
      const starts = await Promise.allSettled([startInstance(database), startInstance(database)]);
      const instances: SiteProcess[] = [];
      for (const start of starts)
        instances.push(start.status === 'fulfilled' ? start.value : await startInstance(database));
      return instances;
    }

    it(
      `${TIMES} times: both stand at last, and one purchase posted to both is applied once`,
      async () => {
        for (let time = 0; time < TIMES; time += 1) {
          const database = await server.createDatabase();
          const instances = await startBoth(database);
          const [first] = instances;
          if (!first) throw new Error('No instance stands.');
          const shop = await setUpShop(database, await first.admin());
          const connections = await shop.reader.rows('kartra_connections');
          expect(connections).toHaveLength(1);

          const sale = buildTransaction({ productId: PRODUCT });
          const answers = await Promise.all(
            instances.map(({ address }) => postWebhook(address, shop.path, outbound(sale)))
          );
          expect(answers.map(({ status }) => status)).toEqual([200, 200]);
          await waitUntilDecided(shop.reader);
          const users = await shop.reader.rows('up_users');
          expect(users.map(({ email }) => email)).toEqual([sale.person.email]);
          expect(await shop.reader.rows('kartra_events')).toHaveLength(1);
          expect(await shop.reader.rows('up_users_role_lnk')).toMatchObject([
            { role_id: shop.gold },
          ]);

          await Promise.all(instances.map((instance) => instance.end('SIGTERM')));
          await shop.reader.close();
          await database.drop();
        }
      },
      30_000 + TIMES * 90_000
    );
  },
  SERVERS
);

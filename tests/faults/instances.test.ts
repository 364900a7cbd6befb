import { buildPerson, buildTransaction, outbound } from '../builders/kartra';
import {
  describeOnServers,
  openTestServer,
  type TestDatabase,
  type TestServer,
} from '../helpers/databases';
import { postWebhook } from '../helpers/kartra';
import type { SiteProcess } from '../helpers/site-process';
import { differences, waitUntilDecided } from './ledger';
import { CHEAP_PRODUCT, isLong, PRODUCT, setUpShop, startInstance, type FaultShop } from './shop';
import { mixOf, runAll, startTraffic } from './traffic';

const BUYERS = isLong ? 200 : 40;
const ROUNDS = isLong ? 10 : 2;

describeOnServers('three instances on one database', (client) => {
  let server: TestServer;
  let database: TestDatabase;
  let instances: SiteProcess[];
  let shop: FaultShop;

  beforeAll(async () => {
    server = await openTestServer(client);
    database = await server.createDatabase();
    const first = await startInstance(database);
    shop = await setUpShop(database, await first.admin());
    instances = [first, await startInstance(database), await startInstance(database)];
  }, 120_000);
  afterAll(async () => {
    await Promise.all(instances.map((instance) => instance.end('SIGTERM')));
    await shop.reader.close();
    await server.stop();
  });

  const addressOf = (index: number) => instances[index % instances.length]?.address ?? '';
  const levels = () => ({ level: shop.gold, fallback: shop.fallback });

  it('apply every event once', async () => {
    const traffic = startTraffic();
    for (let round = 0; round < ROUNDS; round += 1) {
      const mix = mixOf(traffic, PRODUCT, { sales: 40, refunds: 20 });
      const tasks = mix.map(
        (transaction, index) => () => traffic.post(addressOf(index), shop.path, transaction)
      );
      await runAll(tasks, 12);
    }
    expect(new Set(traffic.sent.map(({ answer }) => answer))).toEqual(new Set([200]));
    await waitUntilDecided(shop.reader, 60_000);
    expect(await differences(shop.reader, traffic.sent, levels())).toEqual([]);
  }, 120_000);

  it('50 identical deliveries at once have one effect and are 49 duplicates', async () => {
    const sale = buildTransaction({ productId: PRODUCT });
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        postWebhook(addressOf(index), shop.path, outbound(sale))
      )
    );
    const words = answers.map(({ text }) => (JSON.parse(text) as { status: string }).status);
    expect(words.filter((word) => word === 'received')).toHaveLength(1);
    expect(words.filter((word) => word === 'duplicate')).toHaveLength(49);
    await waitUntilDecided(shop.reader);
    const events = (await shop.reader.rows('kartra_events')).filter(
      (row) => row['order_id'] === sale.orderId
    );
    const logs = (await shop.reader.rows('kartra_webhook_logs')).filter(
      (row) => row['email'] === sale.person.email
    );
    expect(events).toHaveLength(1);
    expect(logs).toMatchObject([{ state: 'applied', deliveries: 50 }]);
  }, 60_000);

  it(`${BUYERS} new buyers with two purchases each get one account, one role row and the higher level`, async () => {
    const people = Array.from({ length: BUYERS }, () => buildPerson());
    const purchases = people.flatMap((person) =>
      [PRODUCT, CHEAP_PRODUCT].map((productId) => buildTransaction({ person, productId }))
    );
    const tasks = purchases.map((purchase, index) => async () => {
      const answer = await postWebhook(addressOf(index), shop.path, outbound(purchase));
      expect(answer.status).toBe(200);
    });
    await runAll(tasks, 32);
    await waitUntilDecided(shop.reader, 60_000);

    const emails = new Set(people.map(({ email }) => email));
    const users = (await shop.reader.rows('up_users')).filter(({ email }) =>
      emails.has(String(email))
    );
    expect(users).toHaveLength(BUYERS);
    const ids = new Set(users.map(({ id }) => id));
    const links = (await shop.reader.rows('up_users_role_lnk')).filter((row) =>
      ids.has(row['user_id'])
    );
    expect(links).toHaveLength(BUYERS);
    expect(new Set(links.map((row) => row['role_id']))).toEqual(new Set([shop.gold]));
  }, 180_000);

  it('one of them killed under load is made up for by the others', async () => {
    const traffic = startTraffic();
    const mix = mixOf(traffic, PRODUCT, { sales: 60, refunds: 0 });
    const tasks = mix.map(
      (transaction, index) => () => traffic.post(addressOf(index), shop.path, transaction)
    );
    const posting = runAll(tasks, 12);
    await new Promise((resolve) => setTimeout(resolve, 150));
    await instances.pop()?.end('SIGKILL');
    await posting;
    await waitUntilDecided(shop.reader);
    expect(await differences(shop.reader, traffic.sent, levels())).toEqual([]);
  }, 60_000);
});

import path from 'node:path';

import {
  buildSubscriptionSale,
  buildTransaction,
  later,
  type Transaction,
} from '../builders/kartra';
import {
  describeOnServers,
  openTestServer,
  type TestDatabase,
  type TestServer,
} from '../helpers/databases';
import type { SiteProcess } from '../helpers/site-process';
import { differences, waitUntilDecided } from './ledger';
import { isLong, PRODUCT, setUpShop, startInstance, type FaultShop, SERVERS } from './shop';
import { mixOf, runAll, startTraffic } from './traffic';

const AHEAD_MS = 10 * 60_000;
const ROUNDS = isLong ? 10 : 2;
const SHIFT_CLOCK = path.resolve(__dirname, '../helpers/shift-clock.cjs');

/** In New York this hour is there twice, in UTC once, and in Tokyo never at this time of the year. */
const AUTUMN = '2026-11-01';

describeOnServers(
  'two instances with other clocks and other zones',
  (client) => {
    let server: TestServer;
    let database: TestDatabase;
    let slow: SiteProcess;
    let ahead: SiteProcess;
    let shop: FaultShop;

    beforeAll(async () => {
      server = await openTestServer(client);
      database = await server.createDatabase();
      slow = await startInstance(database, { TZ: 'America/New_York' });
      shop = await setUpShop(database, await slow.admin());
      ahead = await startInstance(database, {
        TZ: 'Asia/Tokyo',
        NODE_OPTIONS: `--require=${SHIFT_CLOCK}`,
        KARTRA_TEST_CLOCK_SHIFT_MS: String(AHEAD_MS),
      });
    }, 90_000);
    afterAll(async () => {
      await Promise.all([slow, ahead].map((instance) => instance.end('SIGTERM')));
      await shop.reader.close();
      await server.stop();
    });

    const addressOf = (index: number) => (index % 2 === 0 ? slow : ahead).address;
    const levels = () => ({ level: shop.gold, fallback: shop.fallback });

    it('apply every event once, whatever its date, and leave nothing lying', async () => {
      const before = Date.now();
      const traffic = startTraffic();
      const dates = [
        `${AUTUMN} 01:30:00`,
        'N/A',
        '0000-00-00 00:00:00',
        '0',
        '2026-03-08 02:30:00',
        '',
      ];
      for (let round = 0; round < ROUNDS; round += 1) {
        const mix = mixOf(traffic, PRODUCT, { sales: 36, refunds: 18 }).map(
          (transaction, index) => ({
            ...transaction,
            date: dates[index % dates.length] ?? '',
          })
        );
        const tasks = mix.map(
          (transaction, index) => () => traffic.post(addressOf(index), shop.path, transaction)
        );
        await runAll(tasks, 12);
      }
      expect(new Set(traffic.sent.map(({ answer }) => answer))).toEqual(new Set([200]));
      await waitUntilDecided(shop.reader);
      expect(await differences(shop.reader, traffic.sent, levels())).toEqual([]);

      // The clocks were what they were said to be.
      const received = (await shop.reader.rows('kartra_webhook_logs')).map(
        (row) => Number(row['received_at']) - before
      );
      expect(Math.min(...received)).toBeLessThan(AHEAD_MS / 2);
      expect(Math.max(...received)).toBeGreaterThan(AHEAD_MS);
    }, 90_000);

    it.each([
      ['01:10:00', 'a renewal in the first pass of the hour, before the cancellation', 'fallback'],
      ['01:50:00', 'a renewal after the cancellation', 'gold'],
    ] as const)(
      'the autumn hour at %s: %s counts by the date as Kartra wrote it',
      async (time, _name, outcome) => {
        const histories = [0, 1].map((offset) => {
          const sale = buildSubscriptionSale({ productId: PRODUCT, date: `${AUTUMN} 00:40:00` });
          const cancellation = later(sale, { type: 'cancellation', date: `${AUTUMN} 01:30:00` });
          const rebill = later(sale, { type: 'rebill', date: `${AUTUMN} ${time}`, payNumber: '2' });
          return { offset, events: [sale, cancellation, rebill] };
        });
        const traffic = startTraffic();
        for (const { offset, events } of histories)
          for (const [index, event] of events.entries())
            await traffic.post(addressOf(index + offset), shop.path, event);
        await waitUntilDecided(shop.reader);

        for (const { events } of histories)
          expect(await rolesOf(events[0]?.person.email)).toEqual([shop[outcome]]);
      }
    );

    it('a refund without a date ends what it names, whichever clock stamped the two', async () => {
      const traffic = startTraffic();
      for (const offset of [0, 1]) {
        const sale = buildTransaction({ productId: PRODUCT, date: 'N/A' });
        const refund = later(sale, { type: 'refund', date: 'N/A' });
        const events: Transaction[] = [sale, refund];
        for (const [index, event] of events.entries())
          await traffic.post(addressOf(index + offset), shop.path, event);
        await waitUntilDecided(shop.reader);
      }
      expect(await differences(shop.reader, traffic.sent, levels())).toEqual([]);
    });

    async function rolesOf(email: string | undefined): Promise<unknown[]> {
      const user = (await shop.reader.rows('up_users')).find((row) => row['email'] === email);
      const links = await shop.reader.rows('up_users_role_lnk');
      return links.filter((row) => row['user_id'] === user?.['id']).map((row) => row['role_id']);
    }
  },
  SERVERS
);

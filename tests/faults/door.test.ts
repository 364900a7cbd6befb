import { execFileSync } from 'node:child_process';

import type { Connection } from '../../contracts/connection';
import { buildTransaction, outbound } from '../builders/kartra';
import { ok, type AdminClient } from '../helpers/admin-client';
import { createSqliteDatabase, type TestDatabase } from '../helpers/databases';
import { postWebhook } from '../helpers/kartra';
import { rawRequest } from '../helpers/raw-request';
import type { SiteProcess } from '../helpers/site-process';
import { fuzzRequests } from './fuzz';
import { differences, waitUntilDecided } from './ledger';
import { isLong, PRODUCT, setUpShop, startInstance, type FaultShop } from './shop';
import { mixOf, runAll, startTraffic } from './traffic';

const REQUESTS = isLong ? 20_000 : 1_500;
const ROTATIONS = isLong ? 20 : 3;
const IPN_SECRET = 'ipn-secret-of-the-fuzzed-door';

/** Kilobytes that the process really takes up. */
const memoryOf = (pid: number): number =>
  Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }));

describe('the door', () => {
  let database: TestDatabase;
  let site: SiteProcess;
  let admin: AdminClient;
  let shop: FaultShop;
  /** Every address that was valid once: none of their keys may ever be printed. */
  const paths: string[] = [];

  beforeAll(async () => {
    database = createSqliteDatabase();
    site = await startInstance(database, { LOG_LEVEL: 'silly' });
    admin = await site.admin();
    shop = await setUpShop(database, admin);
    paths.push(shop.path);
  }, 60_000);
  afterAll(async () => {
    await site.end('SIGTERM');
    await shop.reader.close();
    await database.drop();
  });

  const current = () => paths.at(-1) ?? '';
  async function rotate(overlapHours: number): Promise<void> {
    const rotated = await admin.post<Connection>('/kartra/connection/rotate', { overlapHours });
    paths.push(new URL(ok(rotated).webhookUrl ?? '').pathname);
  }

  it(`${ROTATIONS} rotations under traffic refuse no webhook sent to the new or the last URL`, async () => {
    const traffic = startTraffic();
    const send = (targets: readonly string[]) =>
      runAll(
        mixOf(traffic, PRODUCT, { sales: 16, refunds: 0 }).map(
          (sale, index) => () =>
            traffic.post(site.address, targets[index % targets.length] ?? '', sale)
        ),
        4
      );
    for (let rotation = 0; rotation < ROTATIONS; rotation += 1) {
      const last = current();
      const sending = send([last]);
      await rotate(24);
      await sending;
      // Until the owner has pasted the new one in every place, Kartra posts to both.
      await send([last, current()]);
    }

    expect(new Set(traffic.sent.map(({ answer }) => answer))).toEqual(new Set([200]));
    await waitUntilDecided(shop.reader);
    const levels = { level: shop.gold, fallback: shop.fallback };
    expect(await differences(shop.reader, traffic.sent, levels)).toEqual([]);

    await rotate(0);
    const sale = outbound(buildTransaction({ productId: PRODUCT }));
    for (const old of paths.slice(0, -1))
      expect((await postWebhook(site.address, old, sale)).status).toBe(404);
    expect((await postWebhook(site.address, current(), sale)).status).toBe(200);
  }, 90_000);

  it(
    `${REQUESTS} random requests end nothing, break nothing and print no secret`,
    async () => {
      ok(await admin.put('/kartra/connection', { ipnSecrets: [IPN_SECRET] }));
      const seed = Math.floor(Math.random() * 2 ** 31);
      const requests = fuzzRequests({
        count: REQUESTS,
        seed,
        path: current(),
        ipnSecret: IPN_SECRET,
      });
      const unexpected: unknown[] = [];
      const counts = new Map<number, number>();
      const tasks = requests.map((request) => async () => {
        const { status } = await rawRequest(site.address, request).catch((error: unknown) => ({
          status: String(error),
        }));
        if (typeof status === 'string' || (status >= 500 && status !== 503))
          unexpected.push({ status, seed, request: { ...request, body: String(request.body) } });
        else counts.set(status, (counts.get(status) ?? 0) + 1);
      });
      await runAll(tasks.splice(0, REQUESTS / 4), 16);
      const before = memoryOf(site.pid);
      await runAll(tasks, 16);
      if (isLong) expect(memoryOf(site.pid)).toBeLessThan(before * 1.5);
      expect(unexpected).toEqual([]);
      // The requests were of all kinds: taken, not readable, refused for their secret, to no address of ours.
      for (const status of [200, 400, 403, 404]) expect(counts.get(status)).toBeGreaterThan(0);

      const sale = buildTransaction({ productId: PRODUCT });
      const traffic = startTraffic();
      await traffic.post(site.address, current(), sale);
      await waitUntilDecided(shop.reader, 120_000);
      const levels = { level: shop.gold, fallback: shop.fallback };
      const found = await differences(shop.reader, traffic.sent, levels);
      // What was refused stays so; everything else is decided, and nothing was given up.
      expect(found.filter((difference) => !difference.endsWith('is rejected'))).toEqual([]);

      expect(await site.end('SIGTERM')).toEqual({ code: 0, signal: null });
      const printed = site.output();
      expect(printed).toContain('/kartra/connection');
      for (const path of paths) {
        const key = path.split('/').at(-1) ?? path;
        expect(printed).not.toContain(key);
        expect(printed).not.toContain(key.slice(-16));
      }
      expect(printed).not.toContain(IPN_SECRET);
    },
    isLong ? 900_000 : 180_000
  );
});

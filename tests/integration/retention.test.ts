import type { RetentionPreview } from '../../contracts/connection';
import type { WebhookLogDetail } from '../../contracts/webhook-log';
import { buildTransaction, newProduct, outbound } from '../builders/kartra';
import { ok } from '../helpers/admin-client';
import {
  lastLog,
  mapProduct,
  openShop,
  postWebhook,
  type Payload,
  type Shop,
} from '../helpers/kartra';
import { startSite, type Site } from '../helpers/site';
import { roleOf } from '../helpers/users';

/** Payloads and log lines go in time; what is still to be done never does. */
const DAY_MS = 86_400_000;
const GOLD_PRODUCT = '840001';

let site: Site;
let shop: Shop;

beforeAll(async () => {
  site = await startSite({ config: { housekeepingMs: 100 } });
  shop = await openShop(site);
  await mapProduct(site, GOLD_PRODUCT, shop.gold);
});
afterAll(() => site.stop());

const post = async (webhook: Payload) => {
  expect(await postWebhook(site.address, shop.path, webhook)).toMatchObject({ status: 200 });
  await site.idle();
  return (await lastLog(site)).id;
};
const logOf = async (id: number) =>
  ok(await site.admin.get<WebhookLogDetail>(`/kartra/webhook-logs/${id}`));

/** As if the webhook had come so many days ago. */
async function age(id: number, days: number): Promise<void> {
  await site.strapi.db
    .getConnection('kartra_webhook_logs')
    .where({ id })
    .update({ received_at: Date.now() - days * DAY_MS });
}

it('the payload of a decided webhook goes first, its line later', async () => {
  const id = await post(outbound(buildTransaction({ productId: GOLD_PRODUCT })));
  await age(id, 31);
  await site.idleUntil(async () => (await logOf(id)).payload === null);
  await age(id, 366);
  await site.idleUntil(
    async () => (await site.admin.get(`/kartra/webhook-logs/${id}`)).status === 404
  );
});

it('what a shorter time would delete is counted before anybody decides', async () => {
  const id = await post(outbound(buildTransaction({ productId: GOLD_PRODUCT })));
  const countFor = async (days: number) =>
    ok(
      await site.admin.get<RetentionPreview>('/kartra/connection/retention', {
        payloadDays: days,
        logDays: days,
      })
    );
  const before = await countFor(9);
  await age(id, 10);
  expect(await countFor(9)).toEqual({ payloads: before.payloads + 1, logs: before.logs + 1 });
  expect(await countFor(11)).toEqual(before);
  const wrong = { payloadDays: 0, logDays: 9 };
  expect((await site.admin.get('/kartra/connection/retention', wrong)).status).toBe(400);
});

it('a webhook without its payload waits on when it is replayed, and is applied when it can be', async () => {
  const sale = buildTransaction({ productId: newProduct() });
  const id = await post(outbound(sale));
  await age(id, 31);
  await site.idleUntil(async () => (await logOf(id)).payload === null);
  ok(await site.admin.post(`/kartra/webhook-logs/${id}/replay`, {}));
  expect(await logOf(id)).toMatchObject({ state: 'held', reason: 'unmapped-product' });
  await mapProduct(site, sale.productId, shop.gold);
  expect(await logOf(id)).toMatchObject({ state: 'applied', reason: 'granted' });
});

it('what came while paused is kept whole, however long the pause', async () => {
  const sale = buildTransaction({ productId: GOLD_PRODUCT });
  const marker = await post(outbound(buildTransaction({ productId: GOLD_PRODUCT })));
  ok(await site.admin.post('/kartra/connection/disable', { mode: 'pause' }));
  const id = await post(outbound(sale));
  await age(id, 400);
  await age(marker, 399);
  await site.idleUntil(
    async () => (await site.admin.get(`/kartra/webhook-logs/${marker}`)).status === 404
  );
  ok(await site.admin.post('/kartra/connection/enable'));
  await site.idleUntil(async () => (await roleOf(site, sale.person.email)) === 'Gold');
});

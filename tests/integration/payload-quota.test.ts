/** Of one day, so many bytes of payloads are kept. What is still needed is never deleted for it. */
import type { Overview } from '../../contracts/overview';
import type { WebhookLogDetail } from '../../contracts/webhook-log';
import { buildTransaction, later, newProduct, outbound } from '../builders/kartra';
import { ok } from '../helpers/admin-client';
import { lastLog, mapProduct, openShop, postWebhook, type Shop } from '../helpers/kartra';
import { startSite, type Site } from '../helpers/site';
import { roleOf } from '../helpers/users';
import { waitFor } from '../helpers/wait-for';

const MEGABYTE = 1024 * 1024;
const PRODUCT = '840001';

let site: Site;
let shop: Shop;

beforeAll(async () => {
  site = await startSite({ config: { housekeepingMs: 100, payloadBytesPerDay: MEGABYTE } });
  shop = await openShop(site);
  await mapProduct(site, PRODUCT, shop.gold);
});
afterAll(() => site.stop());

/** With so many bytes more than Kartra sends. */
async function post(webhook: object, bytes = 0): Promise<number> {
  const body = { ...webhook, filler: 'x'.repeat(bytes) };
  expect(await postWebhook(site.address, shop.path, body)).toMatchObject({ status: 200 });
  await site.idle();
  return (await lastLog(site)).id;
}
const logOf = async (id: number) =>
  ok(await site.admin.get<WebhookLogDetail>(`/kartra/webhook-logs/${id}`));
const hasPayload = async (id: number) => (await logOf(id)).payload !== null;
const dropped = async () => ok(await site.admin.get<Overview>('/kartra/overview')).droppedPayloads;

it('drops the largest payloads of webhooks that are done with, and keeps facts, rows and what is needed', async () => {
  const small = await post(outbound(buildTransaction({ productId: PRODUCT })));
  const product = newProduct();
  const waiting = buildTransaction({ productId: product });
  const held = await post(outbound(waiting), 0.6 * MEGABYTE);
  expect(await dropped()).toBeNull();
  expect(await hasPayload(held)).toBe(true);

  const sale = buildTransaction({ productId: PRODUCT });
  const large = await post(outbound(sale), 0.5 * MEGABYTE);
  await waitFor(async () => !(await hasPayload(large)));
  expect(await hasPayload(small)).toBe(true);
  expect(await hasPayload(held)).toBe(true);
  expect(await logOf(large)).toMatchObject({ state: 'applied', productId: PRODUCT });
  expect(await roleOf(site, sale.person.email)).toBe('Gold');
  const day = new Date().toISOString().slice(0, 10);
  expect(await dropped()).toMatchObject({ day, count: 1, bytesPerDay: MEGABYTE });

  // The fact is there as before: a refund finds its purchase.
  await post(outbound(later(sale, { type: 'refund', date: '2026-05-09 09:00:00' })));
  expect(await roleOf(site, sale.person.email)).not.toBe('Gold');

  // While nothing is done with, nothing goes, however much it is.
  const second = await post(outbound(buildTransaction({ productId: product })), 0.6 * MEGABYTE);
  await site.idle();
  expect([await hasPayload(held), await hasPayload(second)]).toEqual([true, true]);
  // Once the product is mapped, both are applied, and one of them is enough.
  await mapProduct(site, product, shop.silver);
  await waitFor(async () => (await hasPayload(held)) !== (await hasPayload(second)));
  expect(await roleOf(site, waiting.person.email)).toBe('Silver');
});

it('the sum is forgotten after a day', async () => {
  site.pass(2 * 86_400_000);
  expect(await dropped()).toBeNull();
});

import type { WebhookLogDetail } from '../../contracts/webhook-log';
import { buildPerson, buildSubscriptionSale, later, outbound } from '../builders/kartra';
import { ok } from '../helpers/admin-client';
import {
  getMember,
  lastLog,
  mapProduct,
  openShop,
  postWebhook,
  type Payload,
  type Shop,
} from '../helpers/kartra';
import { startSite, type Site } from '../helpers/site';
import { roleOf } from '../helpers/users';

const PRODUCT = '885001';
const OTHER_PRODUCT = '885002';

let site: Site;
let shop: Shop;

beforeAll(async () => {
  site = await startSite();
  shop = await openShop(site);
  await mapProduct(site, PRODUCT, shop.gold);
  await mapProduct(site, OTHER_PRODUCT, shop.silver);
});
afterAll(() => site.stop());

const post = async (...webhooks: readonly Payload[]) => {
  for (const webhook of webhooks)
    expect(await postWebhook(site.address, shop.path, webhook)).toMatchObject({ status: 200 });
  await site.idle();
};
const detail = async (id: number) =>
  ok(await site.admin.get<WebhookLogDetail>(`/kartra/webhook-logs/${id}`));
const settle = (id: number, body: object) =>
  site.admin.post<WebhookLogDetail>(`/kartra/webhook-logs/${id}/settle`, body);

/** RULES, case 24: a cancellation by Ben that names Amy's subscription. Ben has a purchase of another product. */
async function buildConflict() {
  const amy = buildPerson();
  const ben = buildPerson();
  const sale = buildSubscriptionSale({ person: amy, productId: PRODUCT });
  const other = buildSubscriptionSale({ person: ben, productId: OTHER_PRODUCT });
  await post(outbound(sale), outbound(other));
  const cancellation = later(sale, { type: 'cancellation', date: '2026-06-20 10:00:00' });
  await post(outbound({ ...cancellation, person: ben }));
  const { id } = await lastLog(site);
  return { amy, ben, sale, other, id };
}

describe('an ending whose ids name the purchase of someone else', () => {
  it('is held, and nobody loses anything', async () => {
    const { amy, ben, id } = await buildConflict();
    expect(await detail(id)).toMatchObject({
      state: 'held',
      reason: 'conflicting-id',
      message: 'This cancellation names someone else’s purchase, so nothing changed.',
    });
    expect(await roleOf(site, amy.email)).toBe('Gold');
    expect(await roleOf(site, ben.email)).toBe('Silver');
  });

  it('shows the id, and whose purchase it names, beside what the buyer has', async () => {
    const { amy, sale, other, id } = await buildConflict();
    const member = await getMember(site, amy.email);
    const { candidates } = await detail(id);
    expect(candidates).toMatchObject([
      { orderIds: [other.orderId], other: null },
      {
        orderIds: [sale.orderId],
        other: {
          namedBy: { kind: 'subscription', id: sale.internalSubscriptionId },
          memberId: member.id,
          email: amy.email,
        },
      },
    ]);
  });

  it('ends the purchase that its id names, once a person says so, also after a rebuild', async () => {
    const { amy, sale, id } = await buildConflict();
    const { candidates } = await detail(id);
    const named = candidates.find(({ orderIds }) => orderIds.includes(sale.orderId));
    const body = { purchase: named?.purchase };
    expect(ok(await settle(id, { ...body, dryRun: true }))).toMatchObject({
      effect: { before: 'Gold', after: 'Authenticated' },
    });
    expect(await roleOf(site, amy.email)).toBe('Gold');
    expect(ok(await settle(id, body))).toMatchObject({ state: 'applied', reason: 'revoked' });
    expect(await roleOf(site, amy.email)).toBe('Authenticated');

    const member = await getMember(site, amy.email);
    ok(await site.admin.post(`/kartra/members/${member.id}/recompute`));
    expect(await roleOf(site, amy.email)).toBe('Authenticated');
  });

  it('ends a purchase of its own buyer, whatever the product', async () => {
    const { amy, ben, other, id } = await buildConflict();
    const { candidates } = await detail(id);
    const own = candidates.find(({ orderIds }) => orderIds.includes(other.orderId));
    expect(ok(await settle(id, { purchase: own?.purchase }))).toMatchObject({ state: 'applied' });
    expect(await roleOf(site, ben.email)).toBe('Authenticated');
    expect(await roleOf(site, amy.email)).toBe('Gold');
  });

  it('belongs to no purchase, if a person says so, and not to that of a third person', async () => {
    const { amy, id } = await buildConflict();
    const third = buildPerson();
    await post(outbound(buildSubscriptionSale({ person: third, productId: PRODUCT })));
    const [foreign] = (await getMember(site, third.email)).entitlements;
    expect((await settle(id, { purchase: foreign?.id })).status).toBe(400);
    expect(ok(await settle(id, { none: true }))).toMatchObject({
      code: 'applied.no-change.set-aside',
    });
    expect(await roleOf(site, amy.email)).toBe('Gold');
  });
});

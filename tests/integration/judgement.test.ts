import type { Offer } from '../../contracts/offer';
import type { Overview } from '../../contracts/overview';
import type { WebhookLog } from '../../contracts/webhook-log';
import {
  buildSubscriptionSale,
  buildTransaction,
  later,
  newProduct,
  outbound,
} from '../builders/kartra';
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

/** What is said of webhooks whose meaning hangs on what else is known. */
const GOLD_PRODUCT = '830001';

let site: Site;
let shop: Shop;

beforeAll(async () => {
  site = await startSite();
  shop = await openShop(site);
  await mapProduct(site, GOLD_PRODUCT, shop.gold);
});
afterAll(() => site.stop());

const post = async (...webhooks: readonly Payload[]) => {
  for (const webhook of webhooks)
    expect(await postWebhook(site.address, shop.path, webhook)).toMatchObject({ status: 200 });
  await site.idle();
};

it('a renewal that Kartra calls a purchase is a renewal', async () => {
  const sale = buildSubscriptionSale({ productId: GOLD_PRODUCT });
  await post(outbound(sale));
  await post(outbound(later(sale, { type: 'sale', date: '2026-06-03 14:02:11', payNumber: '2' })));
  expect(await lastLog(site)).toMatchObject({ state: 'applied', reason: 'renewed' });
});

it('a sale that comes after its own renewal tells nothing new', async () => {
  const sale = buildSubscriptionSale({ productId: GOLD_PRODUCT });
  await post(outbound(later(sale, { type: 'rebill', date: '2026-06-03 14:02:11' })));
  await post(outbound(sale));
  expect(await lastLog(site)).toMatchObject({ state: 'applied', reason: 'no-change' });
});

it('a cancellation that could mean either of two subscriptions waits, even if it took one at first', async () => {
  const sale = buildSubscriptionSale({ productId: GOLD_PRODUCT });
  const { person } = sale;
  const nameless = { ...sale, internalSubscriptionId: 'N/A', processorSubscriptionId: 'N/A' };
  const cancellation = later(nameless, {
    type: 'cancellation',
    date: '2026-06-10 09:00:00',
    originalId: '0',
  });
  await post(outbound(sale), outbound(cancellation));
  const { id, reason } = await lastLog(site);
  expect(reason).toBe('revoked');
  const earlier = { person, productId: GOLD_PRODUCT, date: '2026-04-03 14:02:11' };
  await post(outbound(buildSubscriptionSale(earlier)));
  expect(await roleOf(site, person.email)).toBe('Gold');
  expect(ok(await site.admin.get<WebhookLog>(`/kartra/webhook-logs/${id}`))).toMatchObject({
    state: 'held',
    reason: 'unmatched-purchase',
  });
});

it('nobody waits for an ignored offer', async () => {
  const sale = buildTransaction({ productId: newProduct() });
  await post(outbound(sale));
  const before = ok(await site.admin.get<Overview>('/kartra/overview')).waitingBuyers;
  expect((await getMember(site, sale.person.email)).heldReason).toBe('unmapped-product');
  const offers = ok(await site.admin.get<Offer[]>('/kartra/offers'));
  const offer = offers.find(({ productId }) => productId === sale.productId);
  ok(await site.admin.put(`/kartra/offers/${offer?.id}`, { ignored: true }));
  await site.idle();
  expect((await getMember(site, sale.person.email)).heldReason).toBeNull();
  expect(ok(await site.admin.get<Overview>('/kartra/overview')).waitingBuyers).toBe(before - 1);
});

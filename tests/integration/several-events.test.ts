import type { Offer } from '../../contracts/offer';
import type { WebhookLogDetail } from '../../contracts/webhook-log';
import {
  buildPerson,
  buildSubscriptionSale,
  buildTransaction,
  ipn,
  later,
  newProduct,
  outbound,
  type Transaction,
} from '../builders/kartra';
import { ok } from '../helpers/admin-client';
import {
  createLevel,
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

const GOLD = newProduct();
const SILVER = newProduct();

let site: Site;
let shop: Shop;

beforeAll(async () => {
  site = await startSite();
  shop = await openShop(site);
  await mapProduct(site, GOLD, shop.gold);
  await mapProduct(site, SILVER, shop.silver);
});
afterAll(() => site.stop());

const post = async (...webhooks: readonly Payload[]) => {
  for (const webhook of webhooks)
    expect(await postWebhook(site.address, shop.path, webhook)).toMatchObject({ status: 200 });
  await site.idle();
};

/** One webhook that lists these transactions. */
function listed(...transactions: readonly [Transaction, ...Transaction[]]): object {
  const [first] = transactions;
  const details = transactions.map(
    (transaction) => outbound(transaction).action_details['transaction_details']
  );
  return { ...outbound(first), action_details: { transaction_details: details } };
}
const detail = async (id: number) =>
  ok(await site.admin.get<WebhookLogDetail>(`/kartra/webhook-logs/${id}`));
const purchases = async (email: string) =>
  (await getMember(site, email)).entitlements.map(({ productId, state }) => [productId, state]);

/** Two products of one order, in this order of the list. */
function bought(first: string, second: string) {
  const person = buildPerson();
  const one = buildTransaction({ person, productId: first });
  return { person, pair: [one, { ...one, productId: second, productName: 'Other' }] as const };
}

it.each([
  ['the higher first', [GOLD, SILVER], ['granted', 'no-change']],
  ['the lower first', [SILVER, GOLD], ['granted', 'granted']],
] as const)(
  'two products in one webhook, %s, are two purchases',
  async (_name, products, reasons) => {
    const { person, pair } = bought(...products);
    await post(listed(...pair));
    expect(await roleOf(site, person.email)).toBe('Gold');
    expect((await purchases(person.email)).sort()).toEqual([
      [GOLD, 'active'],
      [SILVER, 'active'],
    ]);
    const log = await lastLog(site);
    expect(log).toMatchObject({
      state: 'applied',
      reason: 'granted',
      effect: { after: 'Gold', accountCreated: true, text: 'New account → Gold' },
      attempts: 1,
    });
    expect(log.events.map(({ productId, reason }) => [productId, reason])).toEqual([
      [products[0], reasons[0]],
      [products[1], reasons[1]],
    ]);
    expect(log.events.map(({ orderId }) => orderId)).toEqual([pair[0].orderId, pair[0].orderId]);
    for (const { message } of log.events) expect(message).toMatch(/\S.*[.!?]$/);

    // A refund takes the one that it is about.
    await post(outbound(later(pair[0], { type: 'refund', date: '2026-05-20 10:00:00' })));
    expect(await roleOf(site, person.email)).toBe(products[0] === GOLD ? 'Silver' : 'Gold');
  }
);

it('each element has a type of its own', async () => {
  const sale = buildSubscriptionSale({ productId: GOLD });
  const rebill = later(sale, { type: 'rebill', date: '2026-06-03 14:02:11' });
  const cancellation = later(sale, { type: 'cancellation', date: '2026-06-10 14:02:11' });
  await post(listed(sale, rebill, cancellation));
  expect((await lastLog(site)).events.map(({ kind }) => kind)).toEqual([
    'sale',
    'rebill',
    'cancellation',
  ]);
  expect(await purchases(sale.person.email)).toEqual([[GOLD, 'ended']]);
});

it('is a duplicate only when all of it is known', async () => {
  const { person, pair } = bought(GOLD, SILVER);
  const [gold, silver] = pair;
  await post(outbound(gold));
  const first = await lastLog(site);
  await post(listed(gold, silver));
  expect(await lastLog(site)).toMatchObject({
    state: 'applied',
    duplicateOf: null,
    productId: SILVER,
    events: [
      { reason: 'duplicate', duplicateOf: first.id, productId: GOLD },
      { state: 'applied', productId: SILVER },
    ],
  });
  await post(JSON.stringify(listed(gold, silver), null, 2));
  expect(await lastLog(site)).toMatchObject({ state: 'ignored', reason: 'duplicate' });
  // The same event over the other surface.
  await post(ipn(silver));
  expect(await lastLog(site)).toMatchObject({ state: 'ignored', reason: 'duplicate' });
  expect(await purchases(person.email)).toHaveLength(2);
});

it('the same transaction listed twice is told once', async () => {
  const sale = buildTransaction({ productId: GOLD });
  await post(listed(sale, sale));
  expect(await lastLog(site)).toMatchObject({ state: 'applied', reason: 'granted', events: [] });
  expect(await purchases(sale.person.email)).toEqual([[GOLD, 'active']]);
});

it('what waits comes first, and is told what became of it', async () => {
  const { person, pair } = bought(GOLD, newProduct());
  const { productId } = pair[1];
  await post(listed(...pair));
  const { id, ...held } = await lastLog(site);
  expect(held).toMatchObject({ state: 'held', reason: 'unmapped-product', productId });
  expect(held.events.map(({ state }) => state)).toEqual(['applied', 'held']);
  expect(await roleOf(site, person.email)).toBe('Gold');

  await mapProduct(site, productId, shop.bronze);
  await site.idle();
  const after = await detail(id);
  expect(after).toMatchObject({ state: 'applied', reason: 'granted', productId: GOLD });
  expect(after.events.map(({ state }) => state)).toEqual(['applied', 'applied']);
});

it('an offer that is ignored no longer is told beside one that was applied', async () => {
  const productId = newProduct();
  await post(outbound(buildTransaction({ productId })));
  const offers = ok(await site.admin.get<Offer[]>('/kartra/offers'));
  const offer = offers.find((seen) => seen.productId === productId);
  ok(await site.admin.put(`/kartra/offers/${offer?.id}`, { ignored: true }));
  await site.idle();

  const { pair } = bought(GOLD, productId);
  await post(listed(...pair));
  const { id, ...log } = await lastLog(site);
  expect(log).toMatchObject({ state: 'applied', reason: 'granted' });
  expect(log.events.map(({ reason }) => reason)).toEqual(['granted', 'offer-ignored']);

  ok(await site.admin.put(`/kartra/offers/${offer?.id}`, { ignored: false }));
  await site.idle();
  expect(await detail(id)).toMatchObject({ state: 'held', reason: 'unmapped-product', productId });
});

it('an ending among them that names no purchase waits, and is settled by itself', async () => {
  const silver = buildTransaction({ productId: SILVER });
  const { person } = silver;
  const unknown = buildSubscriptionSale({ person, productId: GOLD });
  const cancellation = later(unknown, { type: 'cancellation', date: '2026-07-01 10:00:00' });
  await post(listed(silver, cancellation));
  const { id, ...log } = await lastLog(site);
  expect(log).toMatchObject({ state: 'held', reason: 'unmatched-purchase', productId: GOLD });
  expect((await detail(id)).event).toMatchObject({ orderId: cancellation.orderId });
  expect(await roleOf(site, person.email)).toBe('Silver');

  ok(await site.admin.post(`/kartra/webhook-logs/${id}/settle`, { none: true }));
  const after = await detail(id);
  expect(after).toMatchObject({ state: 'applied', reason: 'granted', productId: SILVER });
  expect(after.events.map(({ code }) => code)).toEqual([
    'applied.granted.account-created',
    'applied.no-change.set-aside',
  ]);
  expect(await roleOf(site, person.email)).toBe('Silver');
});

it('an element without a product is held, and the other one applied', async () => {
  const { person, pair } = bought(GOLD, '0');
  await post(listed(...pair));
  const log = await lastLog(site);
  expect(log).toMatchObject({ state: 'held', reason: 'incomplete' });
  expect(log.events.map(({ state }) => state)).toEqual(['applied', 'held']);
  expect(await roleOf(site, person.email)).toBe('Gold');
  ok(await site.admin.post(`/kartra/webhook-logs/${log.id}/replay`, {}));
  expect(await lastLog(site)).toMatchObject({ state: 'held', reason: 'incomplete' });
  expect(await purchases(person.email)).toEqual([[GOLD, 'active']]);
});

it('a role that was deleted does not stop the other product', async () => {
  const productId = newProduct();
  const roleId = await createLevel(site, 'Short-lived');
  await mapProduct(site, productId, roleId);
  await site.idle();
  await site.strapi.db.query('plugin::users-permissions.role').delete({ where: { id: roleId } });

  const { person, pair } = bought(productId, GOLD);
  await post(listed(...pair));
  expect(await lastLog(site)).toMatchObject({ state: 'failed', reason: 'role-missing' });
  expect(await roleOf(site, person.email)).toBe('Gold');
});

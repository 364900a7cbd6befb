import {
  buildPerson,
  buildSubscriptionSale,
  buildTransaction,
  ipn,
  later,
  outbound,
  type Person,
  type Transaction,
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
import { roleOf, usersByEmail } from '../helpers/users';

const GOLD = '820001';
const SILVER = '820002';
const BRONZE = '820003';

let site: Site;
let shop: Shop;

beforeAll(async () => {
  site = await startSite();
  shop = await openShop(site);
  await mapProduct(site, GOLD, shop.gold);
  await mapProduct(site, SILVER, shop.silver);
  await mapProduct(site, BRONZE, shop.bronze);
});
afterAll(() => site.stop());

const post = async (...webhooks: readonly Payload[]) => {
  for (const webhook of webhooks)
    expect(await postWebhook(site.address, shop.path, webhook)).toMatchObject({ status: 200 });
  await site.idle();
};
const buy = (overrides: Partial<Transaction> = {}) =>
  buildTransaction({ productId: GOLD, ...overrides });
const subscribe = (overrides: Partial<Transaction> = {}) =>
  buildSubscriptionSale({ productId: GOLD, ...overrides });
const refundOf = (sale: Transaction, date = '2026-05-20 10:00:00') =>
  later(sale, { type: 'refund', date });
const cancellationOf = (sale: Transaction, date = '2026-06-20 10:00:00') =>
  later(sale, { type: 'cancellation', date });
const rebillOf = (sale: Transaction, date: string) => later(sale, { type: 'rebill', date });
const role = ({ email }: Person) => roleOf(site, email);
const entitlements = async (person: Person) =>
  (await getMember(site, person.email)).entitlements.map(({ productId, state }) => ({
    productId,
    state,
  }));

describe('what one purchase gives and another takes', () => {
  it('a refund of one product keeps the level that another gives', async () => {
    const person = buildPerson();
    const silver = buy({ person, productId: SILVER });
    await post(outbound(buy({ person })), outbound(silver), outbound(refundOf(silver)));
    expect(await role(person)).toBe('Gold');
  });

  it('an old subscription that ends leaves the newer one of the same product', async () => {
    const old = subscribe();
    const newer = subscribe({ person: old.person, date: '2026-06-01 10:00:00' });
    await post(outbound(old), outbound(newer), outbound(cancellationOf(old)));
    expect(await role(old.person)).toBe('Gold');
    expect(await entitlements(old.person)).toEqual(
      expect.arrayContaining([
        { productId: GOLD, state: 'ended' },
        { productId: GOLD, state: 'active' },
      ])
    );
  });

  it('two products under one order id are two purchases', async () => {
    const gold = buy();
    const bronze = buy({ person: gold.person, productId: BRONZE, orderId: gold.orderId });
    await post(outbound(gold), outbound(bronze));
    expect(await entitlements(gold.person)).toHaveLength(2);
    await post(outbound(refundOf(gold)));
    expect(await role(gold.person)).toBe('Bronze');
  });

  it('a chargeback ends the order that it names, not its twin', async () => {
    const first = buy();
    const second = buy({ person: first.person, date: '2026-05-04 09:00:00' });
    const chargeback = later(second, { type: 'chargeback', date: '2026-05-30 10:00:00' });
    await post(outbound(first), outbound(second), ipn(chargeback));
    const member = await getMember(site, first.person.email);
    const states = new Map(member.entitlements.map(({ orderIds, state }) => [orderIds[0], state]));
    expect(states.get(first.orderId)).toBe('active');
    expect(states.get(second.orderId)).toBe('ended');
    expect(await role(first.person)).toBe('Gold');
  });

  it('a purchase of a lower level never takes the higher one', async () => {
    const gold = buy();
    const { person } = gold;
    await post(outbound(gold), outbound(buy({ person, productId: BRONZE })));
    expect(await role(person)).toBe('Gold');
  });
});

describe('order of arrival', () => {
  it.each([
    ['refund', refundOf],
    ['cancellation', cancellationOf],
  ])('a %s that comes before its sale ends it all the same', async (_name, endingOf) => {
    const sale = subscribe();
    await post(outbound(endingOf(sale)));
    expect(await usersByEmail(site, sale.person.email)).toEqual([]);
    const waiting = await lastLog(site);
    expect(waiting).toMatchObject({ state: 'held', reason: 'unmatched-purchase' });

    await post(outbound(sale));
    expect(await role(sale.person)).not.toBe('Gold');
    const told = ok(await site.admin.get(`/kartra/webhook-logs/${waiting.id}`));
    expect(told).toMatchObject({ state: 'applied' });
  });

  it('a renewal dated before the cancellation changes nothing, one after it recovers', async () => {
    const sale = subscribe();
    await post(outbound(sale), outbound(cancellationOf(sale, '2026-07-10 09:00:00')));
    await post(ipn(rebillOf(sale, '2026-07-03 14:02:11')));
    expect(await role(sale.person)).toBe('Authenticated');
    await post(ipn(rebillOf(sale, '2026-07-11 14:02:11')));
    expect(await role(sale.person)).toBe('Gold');
  });

  it('in the same second the cancellation counts after the renewal', async () => {
    const at = '2026-06-03 14:02:11';
    for (const order of ['cancellation first', 'renewal first']) {
      const sale = subscribe();
      const both = [outbound(cancellationOf(sale, at)), ipn(rebillOf(sale, at))];
      await post(outbound(sale), ...(order === 'renewal first' ? both.reverse() : both));
      expect([order, await role(sale.person)]).toEqual([order, 'Authenticated']);
    }
  });

  it('a renewal alone proves a purchase', async () => {
    const sale = subscribe();
    await post(ipn(rebillOf(sale, '2026-06-03 14:02:11')));
    expect(await role(sale.person)).toBe('Gold');
  });

  it('a renewal after a refunded instalment brings access back', async () => {
    const sale = subscribe();
    await post(outbound(sale), outbound(refundOf(sale)));
    expect(await role(sale.person)).toBe('Authenticated');
    await post(ipn(rebillOf(sale, '2026-06-03 14:02:11')));
    expect(await role(sale.person)).toBe('Gold');
  });
});

describe('joining without a common id', () => {
  it('a cancellation of an unknown subscription ends the only open purchase it does not contradict', async () => {
    const sale = subscribe({
      internalSubscriptionId: 'N/A',
      processorSubscriptionId: 'N/A',
      originalId: '0',
    });
    const unknown = { ...subscribe({ person: sale.person }), originalId: '0' };
    await post(outbound(sale), outbound(cancellationOf(unknown)));
    expect(await role(sale.person)).toBe('Authenticated');
  });

  it('one that contradicts the only purchase is held', async () => {
    const sale = subscribe();
    const other = cancellationOf({ ...subscribe(), person: sale.person });
    await post(outbound(sale), outbound(other));
    expect(await lastLog(site)).toMatchObject({ state: 'held', reason: 'unmatched-purchase' });
    expect(await role(sale.person)).toBe('Gold');
  });

  it('a refund without a parent id takes the only open purchase of its buyer', async () => {
    const sale = buy();
    await post(outbound(sale), outbound({ ...refundOf(sale), parentId: '0' }));
    expect(await role(sale.person)).toBe('Authenticated');
  });

  it("a stranger's refund that names the order is held, and its buyer keeps access", async () => {
    const sale = buy();
    // One after the other: two people's webhooks may be processed in either order.
    await post(outbound(sale));
    await post(outbound({ ...refundOf(sale), person: buildPerson() }));
    expect(await lastLog(site)).toMatchObject({ state: 'held', reason: 'conflicting-id' });
    expect(await role(sale.person)).toBe('Gold');
  });

  it("a stranger's refund that names nothing ends nothing", async () => {
    const sale = buy();
    const refund = { ...refundOf(sale), person: buildPerson(), parentId: '0' };
    await post(outbound(sale), outbound(refund));
    expect(await role(sale.person)).toBe('Gold');
  });
});

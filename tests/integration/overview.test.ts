import type { Offer, WaitingBuyers } from '../../contracts/offer';
import type { Overview } from '../../contracts/overview';
import { ACTIONS } from '../../server/src/constants';
import { buildPerson, buildTransaction, later, outbound, newProduct } from '../builders/kartra';
import { logInWith } from '../helpers/administrators';
import { ok, type AdminClient } from '../helpers/admin-client';
import { mapProduct, openShop, postWebhook, type Payload, type Shop } from '../helpers/kartra';
import { startSite, type Site } from '../helpers/site';

let site: Site;
let shop: Shop;
let admin: AdminClient;

beforeAll(async () => {
  site = await startSite();
  shop = await openShop(site);
  ({ admin } = site);
});
afterAll(() => site.stop());

const post = async (...webhooks: readonly Payload[]) => {
  for (const webhook of webhooks) await postWebhook(site.address, shop.path, webhook);
  await site.idle();
};

describe('overview', () => {
  it('counts what came, by state and by day', async () => {
    await post(outbound(buildTransaction({ productId: newProduct() })));
    const overview = ok(await admin.get<Overview>('/kartra/overview'));
    const rows = await site.rows('kartra_webhook_logs');
    const held = rows.filter(({ state }) => state === 'held').length;
    expect(overview).toMatchObject({ state: 'on', waiting: 0, dead: 0, held });
    expect(overview.byState['held']).toBe(held);
    expect(overview.byDay).toHaveLength(14);
    expect(overview.byDay.at(-1)?.day).toBe(new Date().toISOString().slice(0, 10));
    expect(overview.lost.count).toBe(0);
  });

  it('counts members by access level, highest first', async () => {
    for (const roleId of [shop.gold, shop.silver, shop.bronze]) {
      const { productId } = await mapProduct(site, newProduct(), roleId);
      await post(outbound(buildTransaction({ productId })));
    }
    const see = async () =>
      ok(await admin.get<Overview>('/kartra/overview')).members.map(({ roleId }) => roleId);
    for (const roleIds of [
      [shop.bronze, shop.gold, shop.silver],
      [shop.gold, shop.silver, shop.bronze],
    ]) {
      ok(await admin.put('/kartra/access-levels', { roleIds }));
      expect(await see()).toEqual(roleIds);
    }
  });

  it('counts decisions, not webhooks, and names who waits for a product', async () => {
    const see = async () => ok(await admin.get<Overview>('/kartra/overview')).decisions;
    const before = await see();
    const productId = newProduct();
    const { productId: mapped } = await mapProduct(site, newProduct(), shop.silver);
    const refund = { type: 'refund', date: '2026-05-09 09:00:00' } as const;
    const [ann, bob] = [
      buildPerson({ firstName: 'Ann', lastName: 'Miller' }),
      buildPerson({ firstName: 'Bob', lastName: 'Ray' }),
    ];
    const sale = buildTransaction({ productId, person: ann, date: '2026-05-02 09:00:00' });
    await post(
      outbound(sale),
      outbound(buildTransaction({ productId, person: ann })),
      outbound(buildTransaction({ productId, person: bob, date: '2026-05-01 09:00:00' })),
      outbound(later(buildTransaction({ productId: mapped }), refund)),
      outbound(later(buildTransaction({ productId: mapped }), refund))
    );
    // The product once, each refund without a purchase for itself.
    expect(await see()).toMatchObject({
      count: before.count + 3,
      webhooks: before.webhooks + 5,
      oldestAt: before.oldestAt,
    });
    const buyersOf = async (client: AdminClient) => {
      const { id } = ok(await admin.get<Offer[]>('/kartra/offers')).find(
        (offer) => offer.productId === productId
      ) ?? { id: 0 };
      const answer = ok(await client.get<WaitingBuyers[]>('/kartra/offers/waiting-buyers'));
      return answer.find(({ offerId }) => offerId === id);
    };
    expect(await buyersOf(admin)).toMatchObject({
      total: 2,
      since: '2026-05-01 09:00:00',
      buyers: [
        { name: 'Ann Miller', email: ann.email },
        { name: 'Bob Ray', email: bob.email },
      ],
    });
    const reader = await logInWith(site, [ACTIONS.seeIntegration]);
    const masked = (await buyersOf(reader))?.buyers ?? [];
    expect(masked.map(({ name }) => name)).toEqual([null, null]);
    expect(masked.map(({ email }) => email)).not.toContain(ann.email);
  });
});

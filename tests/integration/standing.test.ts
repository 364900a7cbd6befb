import type { Mapping } from '../../contracts/mapping';
import type { Offer } from '../../contracts/offer';
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
import {
  createSiteRole,
  createUser,
  roleIdByType,
  roleOf,
  updateUser,
  usersByEmail,
} from '../helpers/users';

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

describe('mappings act backwards', () => {
  it('a mapping saved later gives its level to those who wait', async () => {
    const productId = '820100';
    const people = [buildPerson(), buildPerson(), buildPerson()];
    await post(...people.map((person) => outbound(buy({ person, productId }))));
    const offers = ok(await site.admin.get<Offer[]>('/kartra/offers'));
    expect(offers.find((offer) => offer.productId === productId)).toMatchObject({
      waitingBuyers: 3,
      timesSeen: 3,
      roleId: null,
    });
    const waiting = await lastLog(site);

    await mapProduct(site, productId, shop.silver);
    await site.idle();
    for (const person of people) expect(await role(person)).toBe('Silver');
    const told = ok(await site.admin.get(`/kartra/webhook-logs/${waiting.id}`));
    expect(told).toMatchObject({ state: 'applied', reason: 'granted' });
  });

  it('so does a level chosen for a discovered offer', async () => {
    const productId = '820101';
    const sale = buy({ productId });
    await post(outbound(sale));
    const offers = ok(await site.admin.get<Offer[]>('/kartra/offers'));
    const offer = offers.find((candidate) => candidate.productId === productId);
    const mappings = [{ offerId: offer?.id, roleId: shop.bronze }];
    ok(await site.admin.put('/kartra/offers/mappings', { mappings }));
    await site.idle();
    expect(await role(sale.person)).toBe('Bronze');
  });

  it('another level moves its buyers, and a deleted mapping takes the level', async () => {
    const productId = '820102';
    const mapping = await mapProduct(site, productId, shop.silver);
    const sale = buy({ productId });
    await post(outbound(sale));
    expect(await role(sale.person)).toBe('Silver');

    const url = `/kartra/mappings/${mapping.id}`;
    ok(await site.admin.put<Mapping>(url, { productId, roleId: shop.bronze }));
    await site.idle();
    expect(await role(sale.person)).toBe('Bronze');

    ok(await site.admin.delete(url));
    await site.idle();
    expect(await role(sale.person)).toBe('Authenticated');
  });

  it('a mapping of one price point beats that of the whole product', async () => {
    const productId = '820103';
    await mapProduct(site, productId, shop.bronze);
    await mapProduct(site, productId, shop.gold, { pricePoint: '2' });
    const [cheap, dear] = [buy({ productId }), buy({ productId, pricePoint: '2' })];
    await post(outbound(cheap), outbound(dear));
    expect(await role(cheap.person)).toBe('Bronze');
    expect(await role(dear.person)).toBe('Gold');
  });
});

describe('who is moved', () => {
  it('a level held before Kartra comes back when the purchase ends', async () => {
    const person = buildPerson();
    await createUser(site, { email: person.email, roleId: shop.bronze });
    const sale = buy({ person });
    await post(outbound(sale));
    expect(await role(person)).toBe('Gold');
    await post(outbound(refundOf(sale)));
    expect(await role(person)).toBe('Bronze');
    const { overrides } = await getMember(site, person.email);
    expect(overrides).toMatchObject([{ effect: 'grant', source: 'held-before' }]);
  });

  it('staff keep their role through the whole life of a subscription', async () => {
    const person = buildPerson();
    await createUser(site, { email: person.email, roleId: await createSiteRole(site, 'Author') });
    const sale = subscribe({ person });
    const events = [
      outbound(sale),
      ipn(rebillOf(sale, '2026-06-03 14:02:11')),
      outbound(cancellationOf(sale)),
    ];
    for (const event of events) {
      await post(event);
      expect(await role(person)).toBe('Author');
    }
  });

  it('a blocked user stays blocked', async () => {
    const person = buildPerson();
    const roleId = await roleIdByType(site.strapi, 'authenticated');
    const id = await createUser(site, { email: person.email, roleId });
    await updateUser(site, id, { blocked: true });
    await post(outbound(buy({ person })));
    const users = await usersByEmail(site, person.email);
    expect(users).toMatchObject([{ blocked: true, roleName: 'Gold' }]);
  });

  it('the fallback level is the one chosen, and the default role while none is', async () => {
    const sale = buy();
    await post(outbound(sale));
    const fallback = await createSiteRole(site, 'Former member');
    ok(await site.admin.put('/kartra/connection', { fallbackRoleId: fallback }));
    await post(outbound(refundOf(sale)));
    expect(await role(sale.person)).toBe('Former member');
    ok(await site.admin.put('/kartra/connection', { fallbackRoleId: null }));
    await site.idle();
  });
});

describe('roles that nobody may be given', () => {
  const refused = async () => [
    ['public', await roleIdByType(site.strapi, 'public')] as const,
    [
      'one that manages users',
      await createSiteRole(site, 'User manager', ['plugin::users-permissions.user.update']),
    ] as const,
    [
      'one that manages roles',
      await createSiteRole(site, 'Role manager', ['plugin::users-permissions.role.createRole']),
    ] as const,
    ['one that is not there', 999_999] as const,
  ];

  it('are refused with 400 as the level of a mapping, as a level and as the fallback', async () => {
    for (const [name, roleId] of await refused()) {
      const answers = [
        await site.admin.post('/kartra/mappings', { productId: '820200', roleId }),
        await site.admin.put('/kartra/access-levels', { roleIds: [shop.gold, roleId] }),
        await site.admin.put('/kartra/connection', { fallbackRoleId: roleId }),
      ];
      expect([name, ...answers.map(({ status }) => status)]).toEqual([name, 400, 400, 400]);
      for (const { error } of answers) expect(error?.message).toMatch(/\S/);
    }
  });

  it('are not given either when a level became one of them later', async () => {
    const productId = '820201';
    const roleId = await createSiteRole(site, 'Harmless');
    await mapProduct(site, productId, roleId);
    await site.strapi.db.query('plugin::users-permissions.permission').create({
      data: { action: 'plugin::users-permissions.user.destroy', role: roleId },
    });
    const sale = buy({ productId });
    await post(outbound(sale));
    expect(await role(sale.person)).not.toBe('Harmless');
    expect((await lastLog(site)).state).not.toBe('applied');
  });
});

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
  await site.settle();
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

  it("a stranger's refund that names the order ends it for its buyer", async () => {
    const sale = buy();
    await post(outbound(sale), outbound({ ...refundOf(sale), person: buildPerson() }));
    expect(await role(sale.person)).toBe('Authenticated');
  });

  it("a stranger's refund that names nothing ends nothing", async () => {
    const sale = buy();
    const refund = { ...refundOf(sale), person: buildPerson(), parentId: '0' };
    await post(outbound(sale), outbound(refund));
    expect(await role(sale.person)).toBe('Gold');
  });
});

describe('surfaces and types', () => {
  it.each([
    ['JSON, then IPN', (sale: Transaction) => [outbound(sale), ipn(sale)]],
    ['IPN, then JSON', (sale: Transaction) => [ipn(sale), outbound(sale)]],
  ])('the same sale by %s is one purchase', async (_name, both) => {
    const sale = subscribe();
    await post(...both(sale));
    expect(await entitlements(sale.person)).toEqual([{ productId: GOLD, state: 'active' }]);
  });

  it('a buy_product whose type is rebill is a renewal', async () => {
    const sale = subscribe();
    await post(outbound(sale), outbound(rebillOf(sale, '2026-06-03 14:02:11')));
    expect(await lastLog(site)).toMatchObject({ kind: 'rebill', reason: 'renewed' });
    expect(await entitlements(sale.person)).toHaveLength(1);
  });

  it('an unknown action takes a known type', async () => {
    const sale = subscribe();
    const chargeback = later(sale, { type: 'chargeback', date: '2026-05-30 10:00:00' });
    await post(outbound(sale), outbound(chargeback, 'something_happened'));
    expect(await lastLog(site)).toMatchObject({ kind: 'chargeback', reason: 'revoked' });
    expect(await role(sale.person)).toBe('Authenticated');
  });

  it('an ending action never becomes a payment by its type', async () => {
    const sale = subscribe();
    await post(outbound(sale));
    await post(outbound(rebillOf(sale, '2026-06-03 14:02:11'), 'cancel_subscription'));
    expect((await lastLog(site)).kind).toBe('cancellation');
    expect(await role(sale.person)).toBe('Authenticated');
  });

  it.each(['partial_refund', 'failed'] as const)('a %s changes no level', async (type) => {
    const sale = subscribe();
    await post(outbound(sale), ipn(later(sale, { type, date: '2026-05-20 10:00:00' })));
    expect(await role(sale.person)).toBe('Gold');
  });
});

describe('odd values', () => {
  /** The payload with these fields of the transaction put in, or taken out where undefined. */
  function twisted(sale: Transaction, fields: Record<string, unknown>): object {
    const payload = outbound(sale);
    const details = payload.action_details['transaction_details'];
    return {
      ...payload,
      action_details: { transaction_details: { ...(details as object), ...fields } },
    };
  }

  it('older field names of the buyer are read', async () => {
    const sale = buy();
    const { person } = sale;
    const fields = {
      lead_id: undefined,
      lead_email: undefined,
      lead_first_name: undefined,
      lead_last_name: undefined,
      buyer_id: person.leadId,
      buyer_email: person.email,
      buyer_first_name: person.firstName,
      buyer_last_name: person.lastName,
    };
    await post({ ...twisted(sale, fields), lead: null });
    expect(await role(person)).toBe('Gold');
    expect((await getMember(site, person.email)).leadIds).toEqual([person.leadId]);
  });

  it('a name is never overwritten with nothing', async () => {
    const sale = subscribe({ person: buildPerson({ firstName: 'Ines', lastName: 'Vale' }) });
    const nameless = { ...sale.person, firstName: '', lastName: 'N/A' };
    await post(
      outbound(sale),
      ipn(later(sale, { type: 'rebill', date: '2026-06-03 14:02:11', person: nameless }))
    );
    expect((await getMember(site, sale.person.email)).name).toBe('Ines Vale');
  });

  it.each([
    ['N/A', 'N/A'],
    ['n/a in lower case', 'n/a'],
    ['zero', 0],
    ['zero as text', '0'],
    ['blanks', '   '],
    ['null', null],
  ])('ids that are %s join nobody', async (_name, nothing) => {
    const ids = {
      transaction_parent_id: nothing,
      original_id: nothing,
      transaction_subscription_id: nothing,
      transaction_internal_subscription_id: nothing,
    };
    const [one, two] = [buy(), buy()];
    await post(twisted(one, ids), twisted(two, ids));
    await post(twisted(refundOf(one), { ...ids, transaction_parent_id: one.orderId }));
    expect(await role(one.person)).toBe('Authenticated');
    expect(await role(two.person)).toBe('Gold');
  });

  it.each([
    ['lists where objects belong', { lead: [], action: 'buy_product', action_details: [] }],
    ['an action that is a number', { lead: {}, action: 7, action_details: {} }],
    ['an action that is an object', { lead: {}, action: { toString: 'x' }, action_details: {} }],
    ['nothing but an action', { action: 'buy_product' }],
    ['null everywhere', { lead: null, action: 'buy_product', action_details: null }],
    [
      'ids that are objects',
      {
        action: 'buy_product',
        action_details: { transaction_details: { transaction_id: {}, product_id: [GOLD] } },
      },
    ],
  ])('%s breaks nothing', async (_name, payload) => {
    const users = (await site.rows('up_users')).length;
    await post(payload);
    expect(['ignored', 'held']).toContain((await lastLog(site)).state);
    expect((await site.rows('up_users')).length).toBe(users);
    const sale = buy();
    await post(outbound(sale));
    expect(await role(sale.person)).toBe('Gold');
  });

  it('NUL, lone surrogates, emoji and 10,000 characters in a name do not stop a purchase', async () => {
    const names = ['Nu\u0000l', 'Lone \ud800 half', 'Zoë 🥐', 'x'.repeat(10_000)];
    for (const firstName of names) {
      const sale = buy({ person: buildPerson({ firstName }), productName: `${firstName}!` });
      await post(outbound(sale));
      expect(await role(sale.person)).toBe('Gold');
    }
  });

  it('unknown fields are ignored', async () => {
    const sale = buy();
    await post({ ...twisted(sale, { role: 'admin', confirmed: false, blocked: true }), x: [1] });
    const [user] = await usersByEmail(site, sale.person.email);
    expect(user).toMatchObject({ roleName: 'Gold', confirmed: true, blocked: false });
  });
});

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
    await site.settle();
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
    await site.settle();
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
    await site.settle();
    expect(await role(sale.person)).toBe('Bronze');

    ok(await site.admin.delete(url));
    await site.settle();
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
    await site.settle();
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

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
import {
  getMember,
  lastLog,
  mapProduct,
  openShop,
  postWebhook,
  type Payload,
  type Shop,
} from '../helpers/kartra';
import { kartraDate } from '../helpers/kartra-date';
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
const rebillOf = (sale: Transaction, date: string) => later(sale, { type: 'rebill', date });
const role = ({ email }: Person) => roleOf(site, email);
const entitlements = async (person: Person) =>
  (await getMember(site, person.email)).entitlements.map(({ productId, state }) => ({
    productId,
    state,
  }));

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
    ['a dash', '-'],
    ['dashes', ' -- '],
    ['none', 'None'],
    ['null as text', 'NULL'],
    ['nil', 'nil'],
    ['undefined', 'undefined'],
    ['n.a.', 'n. a.'],
    ['unknown', 'Unknown'],
    ['free', 'free'],
    ['false', 'false'],
    ['zeros', '0000'],
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

  it.each(['-', 'none', 'N / A', '000'])('a lead id that is %j is nobody', async (leadId) => {
    const [one, two] = [buy(), buy()];
    const anonymous = (sale: Transaction) => ({
      ...twisted(sale, { lead_id: leadId }),
      lead: null,
    });
    await post(anonymous(one), anonymous(two));
    await post(anonymous(refundOf(one)));
    expect([await role(one.person), await role(two.person)]).toEqual(['Authenticated', 'Gold']);
    expect((await getMember(site, two.person.email)).leadIds).toEqual([]);
  });

  it('an id that says nothing ties nobody either where an earlier version stored it', async () => {
    const [one, two] = [buy(), buy()];
    await post(outbound(one));
    await post(outbound(two));
    await site.strapi.db
      .getConnection('kartra_events')
      .whereIn('order_id', [one.orderId, two.orderId])
      .update({ processor_subscription_id: '-' });
    await post(outbound(refundOf(two)));
    expect([await role(one.person), await role(two.person)]).toEqual(['Gold', 'Authenticated']);
  });

  it('when a fact first arrived is kept, on Kartra\u2019s clock, and a repetition does not move it', async () => {
    const sale = buy();
    const payload = outbound(sale);
    await post(payload);
    const arrived = async () =>
      (await site.rows('kartra_events'))
        .filter((row) => row['order_id'] === sale.orderId)
        .map((row) => row['arrived_on']);
    const { receivedAt } = await lastLog(site);
    const first = [kartraDate(Date.parse(receivedAt))];
    expect(await arrived()).toEqual(first);
    await post(JSON.stringify(payload, null, 1));
    expect(await arrived()).toEqual(first);
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

import type { Offer } from '../../contracts/offer';
import type { WebhookLog } from '../../contracts/webhook-log';
import {
  buildPerson,
  buildSubscriptionSale,
  buildTransaction,
  later,
  outbound,
  outboundAction,
  ipn,
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
  deleteUser,
  requireConfirmedEmail,
  roleIdByType,
  roleOf,
  updateUser,
  usersByEmail,
} from '../helpers/users';

/** Every outcome of a webhook: its state, its reason, its sentence, and what it did. */
const GOLD_PRODUCT = '810001';
const SILVER_PRODUCT = '810002';

let site: Site;
let shop: Shop;

beforeAll(async () => {
  site = await startSite();
  shop = await openShop(site);
  await mapProduct(site, GOLD_PRODUCT, shop.gold);
  await mapProduct(site, SILVER_PRODUCT, shop.silver);
});
afterAll(() => site.stop());

const post = async (...webhooks: readonly Payload[]) => {
  for (const webhook of webhooks)
    expect(await postWebhook(site.address, shop.path, webhook)).toMatchObject({ status: 200 });
  await site.idle();
};
const buy = (person: Person, overrides: Partial<Transaction> = {}) =>
  buildTransaction({ person, productId: GOLD_PRODUCT, ...overrides });
const subscribe = (person: Person, overrides: Partial<Transaction> = {}) =>
  buildSubscriptionSale({ person, productId: GOLD_PRODUCT, ...overrides });

/** The newest log's outcome; every one says a sentence that can be said in any language. */
async function outcome() {
  const log = await lastLog(site);
  expect(log.message).toMatch(/\S.*[.!?]$/);
  expect(log.code).toMatch(new RegExp(`^${log.state}\\.${log.reason}`));
  expect(log.values).toEqual(expect.any(Object));
  const { state, reason, effect } = log;
  return { state, reason, effect: effect?.text ?? null };
}

describe('applied', () => {
  it('granted: a purchase of a mapped product', async () => {
    const person = buildPerson();
    await post(outbound(buy(person)));
    expect(await outcome()).toEqual({
      state: 'applied',
      reason: 'granted',
      effect: 'New account → Gold',
    });
  });

  it('renewed: a later payment of a running subscription', async () => {
    const sale = subscribe(buildPerson());
    await post(outbound(sale), ipn(later(sale, { type: 'rebill', date: '2026-06-03 14:02:11' })));
    expect(await outcome()).toEqual({ state: 'applied', reason: 'renewed', effect: 'Gold stays' });
  });

  it('recovered: a payment after the cancellation', async () => {
    const sale = subscribe(buildPerson());
    const cancellation = later(sale, { type: 'cancellation', date: '2026-06-10 09:00:00' });
    const rebill = later(sale, { type: 'rebill', date: '2026-06-11 09:00:00' });
    await post(outbound(sale), outbound(cancellation), ipn(rebill));
    expect(await outcome()).toEqual({
      state: 'applied',
      reason: 'recovered',
      effect: 'Authenticated → Gold',
    });
  });

  it('past-due: a failed payment, which takes nothing', async () => {
    const sale = subscribe(buildPerson());
    await post(outbound(sale), ipn(later(sale, { type: 'failed', date: '2026-06-03 14:02:11' })));
    expect(await outcome()).toEqual({ state: 'applied', reason: 'past-due', effect: 'Gold stays' });
  });

  it.each([
    ['cancellation' as const, 'cancelled'],
    ['refund' as const, 'refunded'],
    ['chargeback' as const, 'charged back'],
  ])('revoked: by a %s', async (type, word) => {
    const sale = subscribe(buildPerson());
    await post(outbound(sale), ipn(later(sale, { type, date: '2026-05-20 10:00:00' })));
    expect(await outcome()).toEqual({
      state: 'applied',
      reason: 'revoked',
      effect: 'Gold → Authenticated',
    });
    expect((await lastLog(site)).message).toContain(word);
  });

  it('fell-back: the higher of two levels ends', async () => {
    const person = buildPerson();
    const gold = buy(person);
    await post(outbound(gold), outbound(buy(person, { productId: SILVER_PRODUCT })));
    await post(outbound(later(gold, { type: 'refund', date: '2026-05-20 10:00:00' })));
    expect(await outcome()).toEqual({
      state: 'applied',
      reason: 'fell-back',
      effect: 'Gold → Silver',
    });
  });

  it('no-change: a purchase of a lower level beside a higher one', async () => {
    const person = buildPerson();
    await post(outbound(buy(person)), outbound(buy(person, { productId: SILVER_PRODUCT })));
    expect(await outcome()).toEqual({
      state: 'applied',
      reason: 'no-change',
      effect: 'Gold stays',
    });
  });

  it('no-change: a payment older than the cancellation', async () => {
    const sale = subscribe(buildPerson());
    const cancellation = later(sale, { type: 'cancellation', date: '2026-07-10 09:00:00' });
    const rebill = later(sale, { type: 'rebill', date: '2026-07-03 14:02:11' });
    await post(outbound(sale), outbound(cancellation), ipn(rebill));
    expect(await outcome()).toMatchObject({ state: 'applied', reason: 'no-change' });
    expect(await roleOf(site, sale.person.email)).toBe('Authenticated');
  });

  it('no-change: a partial refund', async () => {
    const sale = buy(buildPerson());
    await post(
      outbound(sale),
      outbound(
        later(sale, { type: 'partial_refund', date: '2026-05-09 10:00:00', amount: '10.00' })
      )
    );
    expect(await outcome()).toEqual({
      state: 'applied',
      reason: 'no-change',
      effect: 'Gold stays',
    });
  });

  it('no-change: a charge that failed before anything was bought, until the purchase arrives', async () => {
    const sale = subscribe(buildPerson());
    await post(ipn(later(sale, { type: 'failed', date: '2026-06-03 14:02:11' })));
    const failed = await lastLog(site);
    expect(failed).toMatchObject({ state: 'applied', reason: 'no-change' });
    expect(await usersByEmail(site, sale.person.email)).toEqual([]);

    await post(outbound(sale));
    const again = ok(await site.admin.get<WebhookLog>(`/kartra/webhook-logs/${failed.id}`));
    expect(again).toMatchObject({ state: 'applied', reason: 'past-due' });
    const { entitlements } = await getMember(site, sale.person.email);
    expect(entitlements).toMatchObject([{ state: 'past-due' }]);
  });

  it('no-change: a refund of nothing for what nobody bought', async () => {
    const refund = { type: 'refund', date: '2026-05-09 10:00:00', amount: '0.00' } as const;
    await post(outbound(later(buy(buildPerson()), refund)));
    expect(await outcome()).toMatchObject({ state: 'applied', reason: 'no-change' });
    await post(outbound(later(buy(buildPerson()), { ...refund, amount: '10.00' })));
    expect(await outcome()).toMatchObject({ state: 'held', reason: 'unmatched-purchase' });
  });

  it('no-change: the refund of a product that is not mapped', async () => {
    const sale = buy(buildPerson(), { productId: '810900' });
    await post(
      outbound(sale),
      outbound(later(sale, { type: 'refund', date: '2026-05-09 10:00:00' }))
    );
    expect(await outcome()).toMatchObject({ state: 'applied', reason: 'no-change' });
  });
});

describe('ignored', () => {
  it('duplicate: the same sale over the other surface, whose ids are merged', async () => {
    const sale = subscribe(buildPerson());
    const withoutIds = { ...sale, internalSubscriptionId: 'N/A', processorSubscriptionId: 'N/A' };
    await post(outbound(withoutIds));
    const first = await lastLog(site);
    await post(ipn(sale));
    expect(await outcome()).toMatchObject({ state: 'ignored', reason: 'duplicate' });
    expect((await lastLog(site)).duplicateOf).toBe(first.id);

    // Only the second brought the subscription's id. A stranger who names it proves nothing; the same address does.
    const ending = { type: 'cancellation', date: '2026-06-01 00:00:00' } as const;
    const stranger = { ...sale, person: buildPerson(), originalId: '0' };
    await post(outbound(later(stranger, ending)));
    expect(await outcome()).toMatchObject({ state: 'held', reason: 'conflicting-id' });
    expect(await roleOf(site, sale.person.email)).toBe('Gold');
    const { email } = sale.person;
    const moved = { ...sale, person: { ...buildPerson(), email }, originalId: '0' };
    await post(outbound(later(moved, ending)));
    expect(await roleOf(site, email)).toBe('Authenticated');
  });

  it('not-money: whatever says nothing about a payment', async () => {
    await post(outboundAction(buildPerson(), 'video_play', { video: { video_id: 4 } }));
    expect(await outcome()).toEqual({ state: 'ignored', reason: 'not-money', effect: null });
  });

  it('offer-ignored: a product that the owner set aside', async () => {
    const productId = '810901';
    await post(outbound(buy(buildPerson(), { productId })));
    const offers = ok(await site.admin.get<Offer[]>('/kartra/offers'));
    const offer = offers.find((candidate) => candidate.productId === productId);
    ok(await site.admin.put(`/kartra/offers/${offer?.id}`, { ignored: true }));

    const person = buildPerson();
    await post(outbound(buy(person, { productId })));
    expect(await outcome()).toMatchObject({ state: 'ignored', reason: 'offer-ignored' });
    expect(await usersByEmail(site, person.email)).toEqual([]);

    ok(await site.admin.put(`/kartra/offers/${offer?.id}`, { ignored: false }));
    await site.idle();
    expect(await outcome()).toMatchObject({ state: 'held', reason: 'unmapped-product' });
    ok(await site.admin.put(`/kartra/offers/${offer?.id}`, { ignored: true }));
    await site.idle();
    expect(await outcome()).toMatchObject({ state: 'ignored', reason: 'offer-ignored' });
    await mapProduct(site, productId, shop.gold);
    await site.idle();
    expect(await outcome()).toMatchObject({ state: 'applied', reason: 'granted' });
  });
});

describe('held', () => {
  it('unmapped-product: nothing is given, nothing lost, and it is no success', async () => {
    const person = buildPerson();
    await post(outbound(buy(person, { productId: '810902' })));
    expect(await outcome()).toMatchObject({ state: 'held', reason: 'unmapped-product' });
    expect(await usersByEmail(site, person.email)).toEqual([]);
  });

  it('unmatched-purchase: a cancellation of what nobody bought', async () => {
    const sale = subscribe(buildPerson());
    await post(outbound(later(sale, { type: 'cancellation', date: '2026-06-01 00:00:00' })));
    expect(await outcome()).toMatchObject({ state: 'held', reason: 'unmatched-purchase' });
  });

  it('unconfirmed-account: until the address is confirmed', async () => {
    const restore = await requireConfirmedEmail(site);
    try {
      const person = buildPerson();
      const roleId = await roleIdByType(site.strapi, 'authenticated');
      const id = await createUser(site, { email: person.email, roleId, confirmed: false });
      await post(outbound(buy(person)));
      expect(await outcome()).toMatchObject({ state: 'held', reason: 'unconfirmed-account' });
      expect(await roleOf(site, person.email)).toBe('Authenticated');

      await updateUser(site, id, { confirmed: true });
      await site.idleUntil(async () => (await lastLog(site)).state !== 'held');
      expect(await roleOf(site, person.email)).toBe('Gold');
      expect(await outcome()).toMatchObject({ state: 'applied', reason: 'granted' });
    } finally {
      await restore();
    }
  });

  it('account-deleted: a renewal waits, a new sale makes a new account', async () => {
    const sale = subscribe(buildPerson());
    const { email } = sale.person;
    await post(outbound(sale));
    const [user] = await usersByEmail(site, email);
    await deleteUser(site, user?.id ?? 0);
    await post(ipn(later(sale, { type: 'rebill', date: '2026-06-03 14:02:11' })));
    expect(await outcome()).toMatchObject({ state: 'held', reason: 'account-deleted' });
    expect(await usersByEmail(site, email)).toEqual([]);

    await post(outbound(subscribe(sale.person, { date: '2026-06-20 08:00:00' })));
    expect(await usersByEmail(site, email)).toMatchObject([{ roleName: 'Gold' }]);
  });

  it('protected-role: staff are never moved, neither up nor down', async () => {
    const person = buildPerson();
    const roleId = await createSiteRole(site, 'Editor');
    await createUser(site, { email: person.email, roleId });
    const sale = buy(person);
    await post(outbound(sale));
    expect(await outcome()).toMatchObject({ state: 'held', reason: 'protected-role' });
    expect(await roleOf(site, person.email)).toBe('Editor');
    await post(outbound(later(sale, { type: 'refund', date: '2026-05-20 10:00:00' })));
    expect(await roleOf(site, person.email)).toBe('Editor');
  });

  it.each([
    ['no e-mail address', { person: buildPerson({ email: '' }) }],
    ['no product', { productId: '' }],
    ['two addresses in one', { person: buildPerson({ email: 'a@example.com, b@example.com' }) }],
    ['no domain', { person: buildPerson({ email: 'somebody@' }) }],
    ['a control character', { person: buildPerson({ email: 'a\u0000b@example.com' }) }],
    ['letters that only look like others', { person: buildPerson({ email: 'аnn@example.com' }) }],
    ['far too long a one', { person: buildPerson({ email: `${'a'.repeat(260)}@example.com` }) }],
  ])('incomplete: %s', async (_name, overrides: Partial<Transaction>) => {
    const before = (await site.rows('up_users')).length;
    await post(outbound(buildTransaction({ productId: GOLD_PRODUCT, ...overrides })));
    expect(await outcome()).toMatchObject({ state: 'held', reason: 'incomplete' });
    expect((await site.rows('up_users')).length).toBe(before);
  });
});

import type { Mapping, SaveMappingBody } from '../../contracts/mapping';
import type { Overview } from '../../contracts/overview';
import type { Preview } from '../../contracts/preview';
import type { WebhookLog } from '../../contracts/webhook-log';
import {
  buildSubscriptionSale,
  buildTransaction,
  ipn,
  later,
  newProduct,
  outbound,
  type Transaction,
} from '../builders/kartra';
import { ok } from '../helpers/admin-client';
import { createTestDatabase, type TestDatabase } from '../helpers/databases';
import {
  getMember,
  lastLog,
  mapProduct,
  openShop,
  postWebhook,
  type Shop,
} from '../helpers/kartra';
import { kartraDate, shiftDays } from '../helpers/kartra-date';
import { startSite, type Site } from '../helpers/site';
import { roleOf } from '../helpers/users';
import { pathsOf } from '../helpers/validation-error';

/** What an owner decides that an ending means, and what time does by itself. */
const CONFIG = { housekeepingMs: 200 };
const SECOND_MS = 1000;
const HOUR_MS = 3600 * SECOND_MS;

let database: TestDatabase;
let site: Site;
let shop: Shop;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await startSite({ database, config: CONFIG });
  shop = await openShop(site);
});
afterAll(async () => {
  await site.stop();
  await database.drop();
});

const ago = (days: number) => shiftDays(kartraDate(Date.now()), -days);

/** A mapping to Silver with these policies, of a product of its own. */
async function mapped(policies: Partial<SaveMappingBody>): Promise<string> {
  const productId = newProduct();
  await mapProduct(site, productId, shop.silver, policies);
  return productId;
}

/** Posts one after the other over whichever surface reports such an event; the log of the last one. */
async function post(...transactions: readonly Transaction[]): Promise<WebhookLog> {
  for (const transaction of transactions) {
    const isIpnOnly = ['rebill', 'failed', 'chargeback'].includes(transaction.type);
    const payload = isIpnOnly ? ipn(transaction) : outbound(transaction);
    expect(await postWebhook(site.address, shop.path, payload)).toMatchObject({ status: 200 });
    await site.idle();
  }
  return lastLog(site);
}

const role = ({ person }: Transaction) => roleOf(site, person.email);
const entitlementOf = async ({ person }: Transaction) => {
  const [entitlement] = (await getMember(site, person.email)).entitlements;
  return entitlement;
};

test('the guide’s ways are the default, are shown, and can be changed one at a time', async () => {
  const productId = newProduct();
  const mapping = await mapProduct(site, productId, shop.silver);
  const guide = {
    onCancellation: 'end-now',
    period: null,
    onRefund: 'end-now',
    onPartialRefund: 'keep',
    onFailedPayment: 'keep',
    graceDays: null,
    durationDays: null,
    whenPaidInFull: 'keep',
  };
  expect(mapping).toMatchObject(guide);

  const change = async (body: object) =>
    ok(await site.admin.put<Mapping>(`/kartra/mappings/${mapping.id}`, body));
  expect(await change({ onCancellation: 'end-of-period', period: 'P1M' })).toMatchObject({
    ...guide,
    onCancellation: 'end-of-period',
    period: 'P1M',
    roleId: shop.silver,
  });
  expect(await change({ onFailedPayment: 'grace', graceDays: 10 })).toMatchObject({
    onCancellation: 'end-of-period',
    onFailedPayment: 'grace',
    graceDays: 10,
  });
  expect(await change({ onFailedPayment: 'keep', durationDays: 365 })).toMatchObject({
    onFailedPayment: 'keep',
    graceDays: null,
    durationDays: 365,
  });

  expect(await change({ whenPaidInFull: 'end-of-period' })).toMatchObject({
    durationDays: 365,
    whenPaidInFull: 'end-of-period',
  });

  // Choosing another level on Discovered offers leaves them as they are.
  const other = { productId: newProduct(), roleId: shop.silver, onFailedPayment: 'grace' };
  expect(ok(await site.admin.post<Mapping>('/kartra/mappings', other))).toMatchObject({
    onFailedPayment: 'grace',
    graceDays: 7,
  });
});

test.each([
  ['period', { period: 'monthly' }],
  ['period', { period: 'P0M' }],
  ['graceDays', { graceDays: 0 }],
  ['graceDays', { onFailedPayment: 'grace', graceDays: 366 }],
  ['durationDays', { durationDays: 1.5 }],
  ['onRefund', { onRefund: 'sometimes' }],
  ['whenPaidInFull', { whenPaidInFull: 'end-now' }],
  ['onCancellation', { onCancellation: null }],
])('a policy that makes no sense is refused at its place: %s', async (path, policy) => {
  const body = { productId: newProduct(), roleId: shop.silver, ...policy };
  for (const address of ['/kartra/mappings', '/kartra/mappings/preview']) {
    const answer = await site.admin.post(address, body);
    expect(answer.status).toBe(400);
    expect(pathsOf(answer.error?.details)).toEqual([path]);
  }
});

test('a cancelled subscription keeps its level until the paid period ends, learned from the payments', async () => {
  const productId = await mapped({ onCancellation: 'end-of-period' });
  const sale = buildSubscriptionSale({ productId, date: ago(20) });
  const rebill = later(sale, { type: 'rebill', date: shiftDays(sale.date, 14), payNumber: '2' });
  const cancellation = later(sale, { type: 'cancellation', date: ago(1) });
  const log = await post(sale, rebill, cancellation);

  // Every 14 days, the last time 6 days ago: what that paid for ends in 8 days.
  const until = shiftDays(sale.date, 28);
  expect(log).toMatchObject({ state: 'applied', reason: 'leaving' });
  expect(log.message).toContain('was cancelled; Silver stays until');
  expect(await role(sale)).toBe('Silver');
  const entitlement = await entitlementOf(sale);
  expect(entitlement).toMatchObject({ state: 'leaving', reason: null });
  expect(kartraDate(Date.parse(String(entitlement?.endsAt)))).toBe(until);

  const { explanation } = await getMember(site, sale.person.email);
  const texts = explanation.map(({ text }) => text);
  expect(texts[0]).toMatch(/cancelled .*, access until /);
  expect(texts.some((text) => /^Next: on .* Silver ends; then Authenticated\.$/.test(text))).toBe(
    true
  );

  // A second report of it moves nothing; a renewal takes it back.
  expect(await post(later(sale, { type: 'cancellation', date: ago(0) }))).toMatchObject({
    reason: 'no-change',
  });
  expect((await entitlementOf(sale))?.state).toBe('leaving');
  await post(later(sale, { type: 'rebill', date: shiftDays(ago(0), 1), payNumber: '5' }));
  expect(await entitlementOf(sale)).toMatchObject({ state: 'active', endsAt: null });
});

test('a chargeback ends what was leaving', async () => {
  const monthly = await mapped({ onCancellation: 'end-of-period', period: 'P1M' });
  const second = buildSubscriptionSale({ productId: monthly, date: ago(10) });
  await post(second, later(second, { type: 'cancellation', date: ago(1) }));
  expect(await role(second)).toBe('Silver');
  expect(await post(later(second, { type: 'chargeback', date: ago(0) }))).toMatchObject({
    reason: 'revoked',
  });
  expect(await role(second)).toBe('Authenticated');
});

test('a refund given as goodwill keeps access where the mapping says so, a chargeback never', async () => {
  const productId = await mapped({ onRefund: 'keep' });
  const sale = buildTransaction({ productId, date: ago(3) });
  const log = await post(sale, later(sale, { type: 'refund', date: ago(2) }));
  expect(log).toMatchObject({ state: 'applied', reason: 'no-change' });
  expect(log.message).toBe('Access stays: it was refunded and the mapping keeps access.');
  expect(await role(sale)).toBe('Silver');
  await post(later(sale, { type: 'chargeback', date: ago(1) }));
  expect(await role(sale)).toBe('Authenticated');
});

test('part of the money given back keeps access, is flagged, and somebody says that this is right', async () => {
  const sale = buildTransaction({ productId: await mapped({}), date: ago(3) });
  const log = await post(sale, later(sale, { type: 'partial_refund', date: ago(2) }));
  expect(log).toMatchObject({ state: 'applied', reason: 'no-change' });
  expect(await role(sale)).toBe('Silver');
  const flagged = async () => ok(await site.admin.get<Overview>('/kartra/overview')).partRefunds;
  expect(await flagged()).toBe(1);
  ok(await site.admin.post(`/kartra/webhook-logs/${log.id}/accept`, {}));
  expect(await flagged()).toBe(0);
  expect(await role(sale)).toBe('Silver');
});

test('part of the money given back ends access where the mapping says so', async () => {
  const productId = await mapped({ onPartialRefund: 'end-now' });
  const sale = buildTransaction({ productId, date: ago(3) });
  const log = await post(sale, later(sale, { type: 'partial_refund', date: ago(2) }));
  expect(log).toMatchObject({ state: 'applied', reason: 'revoked' });
  expect(await role(sale)).toBe('Authenticated');
});

test('days of grace run from the first failed payment; a renewal brings the level back', async () => {
  const productId = await mapped({ onFailedPayment: 'grace', graceDays: 7 });
  const sale = buildSubscriptionSale({ productId, date: ago(40) });
  const failed = later(sale, { type: 'failed', date: ago(5) });
  const log = await post(sale, failed);
  expect(log).toMatchObject({ state: 'applied', reason: 'past-due' });
  expect(log.message).toMatch(/failed; Silver stays until .*, unless a renewal comes\.$/);
  const until = (await entitlementOf(sale))?.endsAt;
  expect(kartraDate(Date.parse(String(until)))).toBe(shiftDays(failed.date, 7));

  await post(later(sale, { type: 'failed', date: ago(1) }));
  expect((await entitlementOf(sale))?.endsAt).toBe(until);

  // Reported late: the days were over before anybody heard of it.
  const late = buildSubscriptionSale({ productId, date: ago(60) });
  expect(await post(late, later(late, { type: 'failed', date: ago(8) }))).toMatchObject({
    state: 'applied',
    reason: 'revoked',
  });
  expect(await role(late)).toBe('Authenticated');
  expect(await entitlementOf(late)).toMatchObject({ state: 'past-due', reason: 'suspended' });
  expect(await post(later(late, { type: 'rebill', date: ago(0) }))).toMatchObject({
    reason: 'recovered',
  });
  expect(await role(late)).toBe('Silver');
});

test('access for a number of days counts from the latest payment', async () => {
  const productId = await mapped({ durationDays: 30 });
  const old = buildTransaction({ productId, date: ago(31) });
  expect(await post(old)).toMatchObject({ state: 'applied', reason: 'no-change' });
  expect(await role(old)).toBeNull();
  expect(await entitlementOf(old)).toMatchObject({ state: 'ended', reason: 'expired' });

  const young = buildTransaction({ productId, date: ago(29) });
  await post(young);
  expect(await role(young)).toBe('Silver');
  expect((await entitlementOf(young))?.endsAt).not.toBeNull();
});

test('a policy acts backwards, and its preview says for whom', async () => {
  const productId = newProduct();
  const mapping = await mapProduct(site, productId, shop.silver);
  const cancelled = buildSubscriptionSale({ productId, date: ago(10) });
  const running = buildSubscriptionSale({ productId, date: ago(10) });
  await post(cancelled, running, later(cancelled, { type: 'cancellation', date: ago(2) }));
  expect(await role(cancelled)).toBe('Authenticated');

  const policy = { onCancellation: 'end-of-period', period: 'P1M' };
  const asked = { id: mapping.id, ...policy };
  expect(ok(await site.admin.post<Preview>('/kartra/mappings/preview', asked))).toMatchObject({
    gain: 1,
    lose: 0,
    unchanged: 1,
  });
  ok(await site.admin.put(`/kartra/mappings/${mapping.id}`, policy));
  expect(await role(cancelled)).toBe('Silver');

  const shorter = { id: mapping.id, durationDays: 5 };
  expect(ok(await site.admin.post<Preview>('/kartra/mappings/preview', shorter))).toMatchObject({
    lose: 2,
  });
  ok(await site.admin.put(`/kartra/mappings/${mapping.id}`, { durationDays: 5 }));
  expect([await role(cancelled), await role(running)]).toEqual(['Authenticated', 'Authenticated']);
});

test('an end comes by itself, also when nobody was there at the time', async () => {
  const productId = await mapped({ onCancellation: 'end-of-period', period: 'P1W' });
  const endingIn = async (ms: number) => {
    const end = Math.ceil((Date.now() + ms) / SECOND_MS) * SECOND_MS;
    const sale = buildSubscriptionSale({ productId, date: shiftDays(kartraDate(end), -7) });
    await post(sale, later(sale, { type: 'cancellation', date: shiftDays(sale.date, 1) }));
    expect(await entitlementOf(sale)).toMatchObject({
      state: 'leaving',
      endsAt: new Date(end).toISOString(),
    });
    expect(await role(sale)).toBe('Silver');
    return sale;
  };
  const soon = await endingIn(HOUR_MS);
  site.pass(HOUR_MS);
  await site.idleUntil(async () => (await role(soon)) === 'Authenticated');
  expect(await entitlementOf(soon)).toMatchObject({
    state: 'ended',
    reason: 'cancelled',
    endsAt: null,
  });
  const { timeline } = await getMember(site, soon.person.email);
  expect(timeline[0]).toMatchObject({ code: 'access.changed', webhookLogId: null, actor: null });
  expect(timeline[0]?.values).toMatchObject({ by: 'date' });

  const unattended = await endingIn(2 * HOUR_MS);
  await site.stop();
  site = await startSite({ database, config: CONFIG, aheadMs: 2 * HOUR_MS });
  await site.idleUntil(async () => (await role(unattended)) === 'Authenticated');
});

test('what an older version wrote is brought up to date by itself', async () => {
  const productId = await mapped({});
  const sale = buildSubscriptionSale({ productId, date: ago(10) });
  await post(sale);
  const entitlements = () => site.strapi.db.connection('kartra_entitlements');
  await entitlements().where({ product_id: productId }).update({ history: null, derived_at: null });
  await site.stop();
  site = await startSite({ database, config: CONFIG });
  await site.idleUntil(async () => {
    const rows = await site.rows('kartra_entitlements');
    return rows.every(({ history }) => history !== null);
  });
  expect(await entitlementOf(sale)).toMatchObject({ state: 'active' });
});

test('what could not be brought up to date at once is tried again, without another boot', async () => {
  const productId = await mapped({});
  const sale = buildSubscriptionSale({ productId, date: ago(10) });
  await post(sale);
  const { connection } = site.strapi.db;
  await connection('kartra_entitlements')
    .where({ product_id: productId })
    .update({ history: null, derived_at: null });
  // Rules cannot be read without it, so that nobody can be brought up to date.
  await connection.schema.renameTable('kartra_discovered_offers', 'kartra_offers_away');
  await site.stop();
  site = await startSite({ database, config: CONFIG });
  const warned: string[] = [];
  site.strapi.log.level = 'warn';
  site.strapi.log.on('data', ({ message }: { message: unknown }) => warned.push(String(message)));
  await site.idleUntil(() =>
    Promise.resolve(warned.some((message) => message.includes('is brought up to date later')))
  );
  site.strapi.log.level = 'silent';
  await site.strapi.db.connection.schema.renameTable(
    'kartra_offers_away',
    'kartra_discovered_offers'
  );
  await site.idleUntil(async () => {
    const rows = await site.rows('kartra_entitlements');
    return rows.every(({ history }) => history !== null);
  });
  expect(await entitlementOf(sale)).toMatchObject({ state: 'active' });
});

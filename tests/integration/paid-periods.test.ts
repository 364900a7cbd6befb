import { addMonths } from 'date-fns';
import { UTCDate } from '@date-fns/utc';
import type { Connection } from '../../contracts/connection';
import type { Mapping, PaidPeriod, SaveMappingBody } from '../../contracts/mapping';
import type { WebhookLog, WebhookLogDetail } from '../../contracts/webhook-log';
import {
  buildSubscriptionSale,
  ipn,
  later,
  newProduct,
  outbound,
  type Transaction,
} from '../builders/kartra';
import { ADMINISTRATOR } from '../helpers/administrator';
import { logInWith } from '../helpers/administrators';
import { ok } from '../helpers/admin-client';
import {
  getMember,
  lastLog,
  mapProduct,
  openShop,
  postWebhook,
  type Shop,
} from '../helpers/kartra';
import { kartraDate, shiftDays } from '../helpers/kartra-date';
import { startMailServer, type MailServer } from '../helpers/mail-server';
import { startSite, type Site } from '../helpers/site';
import { roleOf } from '../helpers/users';

/** How long one payment lasts: asked where nothing shows it, answered by a date or by the mapping (RULES M6). */
let mailServer: MailServer;
let site: Site;
let shop: Shop;

beforeAll(async () => {
  mailServer = await startMailServer();
  site = await startSite({
    config: { housekeepingMs: 200 },
    environment: { ...mailServer.environment, LOG_LEVEL: 'silent' },
  });
  shop = await openShop(site);
});
afterAll(async () => {
  await site.stop();
  await mailServer.stop();
});

const ago = (days: number) => shiftDays(kartraDate(Date.now()), -days);

function monthLater(date: string): string {
  const moved = addMonths(new UTCDate(`${date.replace(' ', 'T')}Z`), 1);
  return moved.toISOString().slice(0, 19).replace('T', ' ');
}

async function post(...webhooks: readonly (object | string)[]): Promise<WebhookLog> {
  for (const webhook of webhooks) {
    expect(await postWebhook(site.address, shop.path, webhook)).toMatchObject({ status: 200 });
    await site.idle();
  }
  return lastLog(site);
}

async function mapped(policies: Partial<SaveMappingBody>): Promise<Mapping> {
  return mapProduct(site, newProduct(), shop.silver, {
    onCancellation: 'end-of-period',
    ...policies,
  });
}

/** Sold ten days ago and cancelled yesterday; nothing says for how long was paid. */
async function cancelled({ productId }: Mapping, sold = ago(10)) {
  const sale = buildSubscriptionSale({ productId, date: sold });
  const cancellation = later(sale, { type: 'cancellation', date: ago(1) });
  return { sale, cancellation, log: await post(outbound(sale), outbound(cancellation)) };
}

const purchaseOf = async ({ person }: Transaction) =>
  (await getMember(site, person.email)).entitlements[0];
const endOf = async (sale: Transaction) =>
  kartraDate(Date.parse((await purchaseOf(sale))?.endsAt ?? ''));
const logOf = async ({ id }: WebhookLog) =>
  ok(await site.admin.get<WebhookLogDetail>(`/kartra/webhook-logs/${id}`));
const settle = (log: WebhookLog, body: object) =>
  site.admin.post<WebhookLogDetail>(`/kartra/webhook-logs/${log.id}/settle`, body);

test('a cancellation whose period is unknown keeps access for a month, and waits for an answer', async () => {
  const { sale, cancellation, log } = await cancelled(await mapped({}));
  expect(log).toMatchObject({ state: 'held', reason: 'unknown-period' });
  expect(log.message).toMatch(/nothing says until when it is paid\. Silver stays until /);
  expect(await roleOf(site, sale.person.email)).toBe('Silver');
  expect(await purchaseOf(sale)).toMatchObject({ state: 'leaving' });
  expect(await endOf(sale)).toBe(monthLater(cancellation.date));
});

test('an administrator’s date answers it for this purchase, also after everything is worked out again', async () => {
  const { sale, log } = await cancelled(await mapped({}));
  const day = shiftDays(ago(0), 3).slice(0, 10);

  const dry = ok(await settle(log, { endsOn: day, dryRun: true }));
  expect(dry).toMatchObject({ state: 'applied', reason: 'leaving' });
  expect(await logOf(log)).toMatchObject({ state: 'held' });

  expect(ok(await settle(log, { endsOn: day }))).toMatchObject({
    state: 'applied',
    reason: 'leaving',
  });
  expect(await endOf(sale)).toBe(`${day} 23:59:59`);
  const member = await getMember(site, sale.person.email);
  ok(await site.admin.post(`/kartra/members/${member.id}/recompute`, {}));
  expect(await endOf(sale)).toBe(`${day} 23:59:59`);
  expect(member.timeline.map(({ code }) => code)).toContain('webhook.end-settled');

  // It is answered; a purchase is not asked for.
  expect((await settle(log, { endsOn: day })).status).toBe(400);
  expect((await settle(log, { endsOn: 'tomorrow' })).status).toBe(400);
});

test('a date that is past ends access at once', async () => {
  const { sale, log } = await cancelled(await mapped({}));
  expect(ok(await settle(log, { endsOn: ago(1).slice(0, 10) }))).toMatchObject({
    state: 'applied',
    reason: 'revoked',
  });
  expect(await roleOf(site, sale.person.email)).toBe('Authenticated');
});

test('the period of the mapping answers it for all who bought', async () => {
  const mapping = await mapped({});
  const first = await cancelled(mapping);
  const second = await cancelled(mapping, ago(20));
  ok(await site.admin.put(`/kartra/mappings/${mapping.id}`, { period: 'P1M' }));
  await site.idle();
  for (const { sale, log } of [first, second]) {
    expect(await logOf(log)).toMatchObject({ state: 'applied', reason: 'leaving' });
    expect(await endOf(sale)).toBe(monthLater(sale.date));
  }
});

test('a period that is taken off the mapping leaves a cancellation without an end: Held asks', async () => {
  const mapping = await mapped({ period: 'P1M' });
  const { sale, cancellation, log } = await cancelled(mapping);
  expect(log).toMatchObject({ state: 'applied', reason: 'leaving' });
  expect(await endOf(sale)).toBe(monthLater(sale.date));

  ok(await site.admin.put(`/kartra/mappings/${mapping.id}`, { period: null }));
  await site.idle();
  expect(await roleOf(site, sale.person.email)).toBe('Silver');
  expect(await endOf(sale)).toBe(monthLater(cancellation.date));
  expect(await logOf(log)).toMatchObject({ state: 'held', reason: 'unknown-period' });

  // Answered for good, whatever becomes of the mapping.
  const day = shiftDays(ago(0), 3).slice(0, 10);
  ok(await settle(log, { endsOn: day }));
  ok(await site.admin.put(`/kartra/mappings/${mapping.id}`, { period: 'P1Y' }));
  ok(await site.admin.put(`/kartra/mappings/${mapping.id}`, { period: null }));
  await site.idle();
  expect(await logOf(log)).toMatchObject({ state: 'applied', reason: 'leaving' });
  expect(await endOf(sale)).toBe(`${day} 23:59:59`);
});

test('the owner is mailed at once, and again three days before access ends', async () => {
  const alerts = {
    administratorIds: [
      Number(
        ok(await site.admin.get<{ id: number }[]>('/kartra/connection/alert-recipients'))[0]?.id
      ),
    ],
    kinds: ['unknown-period'],
  };
  ok(await site.admin.put<Connection>('/kartra/connection', { alerts }));
  const mapping = await mapped({});
  const mails = () =>
    mailServer
      .to(ADMINISTRATOR.email)
      .filter(({ mail }) => mail.subject?.includes(mapping.productId) === true);

  const { log } = await cancelled(mapping);
  await site.idleUntil(() => Promise.resolve(mails().length === 1));
  expect(mails()[0]?.mail.text).toContain('/plugins/kartra/held?reason=unknown-period');
  ok(await settle(log, { endsOn: shiftDays(ago(0), 9).slice(0, 10) }));

  // Cancelled so long ago that the month after it is almost over.
  const sale = buildSubscriptionSale({ productId: mapping.productId, date: ago(40) });
  const late = later(sale, { type: 'cancellation', date: ago(27) });
  expect(await post(outbound(sale), outbound(late))).toMatchObject({ reason: 'unknown-period' });
  await site.idleUntil(() => Promise.resolve(mails().length === 3));
});

test('the form learns what payments show, as a suggestion', async () => {
  const mapping = await mapped({});
  const ask = async (query = '') =>
    ok(
      await site.admin.get<PaidPeriod>(
        `/kartra/mappings/paid-period?productId=${mapping.productId}${query}`
      )
    );
  expect(await ask()).toMatchObject({ usual: null, purchases: 0 });

  const paid = (first: number, days: number) => {
    const sale = buildSubscriptionSale({ productId: mapping.productId, date: ago(first) });
    const date = ago(first - days);
    return [ipn(sale), ipn(later(sale, { type: 'rebill', date, payNumber: '2' }))];
  };
  await post(...paid(40, 30), ...paid(35, 31), ...paid(20, 7));
  expect(await ask()).toEqual({ renewalsArrive: true, usual: 'P1M', purchases: 2 });
  expect(await ask('&pricePoint=none-of-it')).toMatchObject({ usual: null });

  const stranger = await logInWith(site, ['plugin::kartra.read-logs']);
  expect((await stranger.get('/kartra/mappings/paid-period?productId=1')).status).toBe(403);
});

test('the member’s page and the member see what is expected', async () => {
  const mapping = await mapped({});
  const sale = buildSubscriptionSale({ productId: mapping.productId, date: ago(40) });
  const rebill = later(sale, { type: 'rebill', date: ago(10), payNumber: '2' });
  await post(ipn(sale), ipn(rebill));

  const { entitlements, explanation } = await getMember(site, sale.person.email);
  const next = monthLater(rebill.date);
  const { payments } = entitlements[0] ?? {};
  expect(payments).toMatchObject({ overdueSince: null, nextPaymentAt: payments?.paidUntil });
  expect(kartraDate(Date.parse(payments?.nextPaymentAt ?? '')).slice(0, 7)).toBe(next.slice(0, 7));
  expect(explanation[1]).toMatchObject({ code: 'explain.next.payment' });
  expect(explanation[1]?.text).toMatch(/^No end date\. Next payment expected about /);
});

test('a purchase stored by an earlier version is read on', async () => {
  const mapping = await mapped({ period: 'P1M' });
  const sale = buildSubscriptionSale({ productId: mapping.productId, date: ago(10) });
  await post(ipn(sale));
  const moment = { kind: 'sale', date: sale.date, trial: false, trialDays: null, payNumber: '1' };
  const history = JSON.stringify({ type: 'subscription', moments: [moment] });
  await site.strapi.db
    .connection('kartra_entitlements')
    .where({ product_id: mapping.productId })
    .update({ history });
  const { payments } = (await purchaseOf(sale)) ?? {};
  expect(kartraDate(Date.parse(payments?.nextPaymentAt ?? ''))).toBe(monthLater(sale.date));
});

test('a plan that is paid in full stays, whatever is cancelled later', async () => {
  const { productId } = await mapped({ period: 'P1M' });
  const sale = buildSubscriptionSale({ productId, date: ago(70) });
  const plan = ['2', '1', '0'].map((paymentsLeft, index) =>
    ipn(
      index === 0
        ? { ...sale, paymentsLeft }
        : later(sale, {
            type: 'rebill',
            date: ago(70 - 30 * index),
            payNumber: String(index + 1),
            paymentsLeft,
          })
    )
  );
  await post(...plan, outbound(later(sale, { type: 'cancellation', date: ago(1) })));
  expect(await purchaseOf(sale)).toMatchObject({
    state: 'completed',
    endsAt: null,
    payments: { nextPaymentAt: null },
  });
  const member = await getMember(site, sale.person.email);
  expect(member).toMatchObject({ state: 'completed', level: { name: 'Silver' } });
  const found = ok(await site.admin.get<{ id: number }[]>('/kartra/members?state=completed'));
  expect(found.map(({ id }) => id)).toEqual([member.id]);
  expect(member.explanation.map(({ code }) => code)).toContain('explain.next.paid-in-full');
});

import type { WebhookLogDetail } from '../../contracts/webhook-log';
import {
  buildSubscriptionSale,
  buildTransaction,
  ipn,
  later,
  newProduct,
  outbound,
  type Transaction,
} from '../builders/kartra';
import { ACTIONS } from '../../server/src/constants';
import { ok } from '../helpers/admin-client';
import { logInWith } from '../helpers/administrators';
import {
  findMembers,
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

const GOLD = newProduct();

let site: Site;
let shop: Shop;

beforeAll(async () => {
  site = await startSite();
  shop = await openShop(site);
  await mapProduct(site, GOLD, shop.gold);
});
afterAll(() => site.stop());

const post = async (...webhooks: readonly Payload[]) => {
  for (const webhook of webhooks)
    expect(await postWebhook(site.address, shop.path, webhook)).toMatchObject({ status: 200 });
  await site.idle();
};
const subscribe = () => buildSubscriptionSale({ productId: GOLD });
const role = ({ person }: Transaction) => roleOf(site, person.email);

/** The IPN with another word in place of its type; undefined: without any. */
function worded(transaction: Transaction, word: string | undefined): string {
  const fields = new URLSearchParams(ipn(transaction));
  if (word === undefined) fields.delete('transaction_type');
  else fields.set('transaction_type', word);
  return fields.toString();
}
const cancellationOf = (sale: Transaction) =>
  later(sale, { type: 'cancellation', date: '2026-05-20 10:00:00' });

describe('the type of an IPN', () => {
  it.each([
    ['cancelation', 'cancellation'],
    ['Canceled', 'cancellation'],
    ['CANCELLED', 'cancellation'],
    ['can-cel-la-tion', 'cancellation'],
    ['refunded', 'refund'],
    ['Charged Back', 'chargeback'],
    ['charge_back', 'chargeback'],
  ])('%s ends a purchase, as a %s', async (word, kind) => {
    const sale = subscribe();
    await post(ipn(sale), worded({ ...cancellationOf(sale), parentId: sale.orderId }, word));
    expect(await lastLog(site)).toMatchObject({ state: 'applied', reason: 'revoked', kind });
    expect(await role(sale)).toBe('Authenticated');
  });

  it.each(['trial', 'Up-sell'])('%s is a purchase', async (word) => {
    const sale = buildTransaction({ productId: GOLD });
    await post(worded(sale, word));
    expect(await lastLog(site)).toMatchObject({
      state: 'applied',
      reason: 'granted',
      kind: 'sale',
    });
    expect(await role(sale)).toBe('Gold');
  });

  it.each(['chargeback won', 'Chargeback_Won', 'terminated'])('%s ends nothing', async (word) => {
    const sale = subscribe();
    await post(ipn(sale), worded(cancellationOf(sale), word));
    const log = await lastLog(site);
    expect(log).toMatchObject({ state: 'ignored', reason: 'not-money', productId: GOLD });
    expect(log.message).toBe(`“${word}” changes no access.`);
    expect(await role(sale)).toBe('Gold');
  });

  it('is held when we do not know it, with the word, until somebody leaves it as it is', async () => {
    const sale = subscribe();
    await post(ipn(sale), worded(cancellationOf(sale), 'rebate <b>'));
    const log = await lastLog(site);
    expect(log).toMatchObject({
      state: 'held',
      reason: 'unknown-type',
      code: 'held.unknown-type',
      kind: null,
      surface: 'ipn',
      productId: GOLD,
      productName: sale.productName,
      email: sale.person.email,
    });
    expect(log.message).toContain('“rebate <b>”');
    // Anything may be in it: without “See personal data” only a plain word is shown.
    const reader = await logInWith(site, [ACTIONS.seeIntegration, ACTIONS.readLogs]);
    const unseen = await reader.get<WebhookLogDetail>(`/kartra/webhook-logs/${log.id}`);
    expect(unseen.text).not.toContain('rebate');
    expect(ok(unseen).message).toContain('“•••”');
    expect(await role(sale)).toBe('Gold');

    const waiting = ok(
      await site.admin.get<{ id: number }[]>('/kartra/webhook-logs', { waits: true })
    );
    expect(waiting.map(({ id }) => id)).toContain(log.id);
    ok(await site.admin.post(`/kartra/webhook-logs/${log.id}/accept`, { reason: 'a coupon' }));
    expect((await lastLog(site)).accepted).toMatchObject({ reason: 'a coupon' });
  });

  it('is held when it is missing, and a stranger gets no account by it', async () => {
    const sale = buildTransaction({ productId: GOLD });
    await post(worded(sale, undefined));
    const log = await lastLog(site);
    expect(log).toMatchObject({ state: 'held', reason: 'unknown-type' });
    expect(log.message).toMatch(/doesn’t say what happened/);
    expect(await usersByEmail(site, sale.person.email)).toEqual([]);
    expect(await findMembers(site, sale.person.email)).toEqual([]);
  });
});

describe('the type beside an Outbound action', () => {
  it('is no ending where it says that nothing ended', async () => {
    const sale = subscribe();
    await post(outbound(sale));
    const { lead, action, action_details: details } = outbound(cancellationOf(sale));
    const told = { ...(details['transaction_details'] as object), transaction_type: 'Terminated' };
    await post({ lead, action, action_details: { transaction_details: told } });
    expect(await lastLog(site)).toMatchObject({ state: 'ignored', reason: 'not-money' });
    expect(await role(sale)).toBe('Gold');
  });

  it('of an action nobody has seen is ignored when nobody has seen it either', async () => {
    const sale = buildTransaction({ productId: GOLD });
    const { lead, action_details: details } = outbound(sale);
    const told = { ...(details['transaction_details'] as object), transaction_type: 'rebate' };
    await post({ lead, action: 'moon_phase', action_details: { transaction_details: told } });
    expect(await lastLog(site)).toMatchObject({ state: 'ignored', reason: 'not-money' });
  });
});

describe('the bytes of a webhook', () => {
  const SECRET = 'a secret & its mark';
  const BOUNDARY = '------------------------9051914041544843365972754266';

  beforeAll(async () => {
    ok(await site.admin.put('/kartra/connection', { ipnSecrets: [SECRET] }));
  });
  afterAll(async () => {
    ok(await site.admin.put('/kartra/connection', { ipnSecrets: [] }));
  });

  /** As PHP's curl sends an array. */
  function multipart(form: string): string {
    const parts = [...new URLSearchParams(form)].map(
      ([name, value]) =>
        `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
    );
    return `${parts.join('')}--${BOUNDARY}--\r\n`;
  }

  it.each([
    ['with its header', `multipart/form-data; boundary=${BOUNDARY}`],
    ['under another header', 'application/x-www-form-urlencoded'],
    ['that claims to be JSON', 'application/json'],
  ])('as multipart/form-data, %s, is read like a form', async (_name, contentType) => {
    const sale = buildTransaction({ productId: GOLD });
    const body = multipart(ipn(sale, SECRET));
    const answer = await postWebhook(site.address, shop.path, body, contentType);
    expect(answer).toMatchObject({ status: 200 });
    await site.idle();
    const log = await lastLog(site);
    expect(log).toMatchObject({ state: 'applied', surface: 'ipn', email: sale.person.email });
    expect(await role(sale)).toBe('Gold');

    const { payload } = ok(
      await site.admin.get<WebhookLogDetail>(`/kartra/webhook-logs/${log.id}`)
    );
    expect(payload).toBe(body.replace(SECRET, '***'));
    expect(JSON.stringify(await site.rows('kartra_webhook_logs'))).not.toContain(SECRET);
  });

  it('as multipart/form-data with a wrong secret is refused, and its content not kept', async () => {
    const body = multipart(ipn(buildTransaction({ productId: GOLD }), 'another'));
    const answer = await postWebhook(site.address, shop.path, body);
    expect(answer).toMatchObject({ status: 403 });
    expect(await lastLog(site)).toMatchObject({ state: 'rejected', reason: 'bad-ipn-secret' });
    expect(JSON.stringify(await site.rows('kartra_webhook_logs'))).not.toContain('another');
  });

  it('as multipart/form-data of 1,001 fields is refused, without its secret', async () => {
    const many = Array.from({ length: 1000 }, (_, n) => `k${n}=${n}`).join('&');
    const body = multipart(`${many}&${new URLSearchParams({ secret_key: SECRET }).toString()}`);
    expect(await postWebhook(site.address, shop.path, body)).toMatchObject({ status: 400 });
    expect(JSON.stringify(await site.rows('kartra_webhook_logs'))).not.toContain(SECRET);
  });

  it('in windows-1252 keep their accents, in the name and in the payload', async () => {
    const person = {
      ...buildTransaction().person,
      firstName: 'Zo\u00eb',
      lastName: 'Fran\u00e7ois',
    };
    const sale = buildTransaction({ productId: GOLD, person });
    await post(Buffer.from(JSON.stringify(outbound(sale)), 'latin1'));
    expect((await getMember(site, person.email)).name).toBe('Zo\u00eb Fran\u00e7ois');
    const { id } = await lastLog(site);
    const { payload } = ok(await site.admin.get<WebhookLogDetail>(`/kartra/webhook-logs/${id}`));
    expect(payload).toContain('Zo\u00eb');
  });

  it('that were escaped for a web page are read back once, in names', async () => {
    const person = {
      ...buildTransaction().person,
      firstName: 'Se&aacute;n',
      lastName: 'O&#39;Neil',
    };
    const sale = buildTransaction({ productId: GOLD, person, productName: 'R&amp;amp;D' });
    await post(ipn(sale, SECRET));
    expect(await lastLog(site)).toMatchObject({
      productName: 'R&amp;D',
      buyerName: "Se\u00e1n O'Neil",
    });
  });
});

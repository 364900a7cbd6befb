import type { Connection } from '../../contracts/connection';
import type { Overview } from '../../contracts/overview';
import { ACTIONS } from '../../server/src/constants';
import { buildTransaction, outbound } from '../builders/kartra';
import { ok } from '../helpers/admin-client';
import { logInWith } from '../helpers/administrators';
import {
  enable,
  findMembers,
  getMember,
  lastLog,
  mapProduct,
  openShop,
  postWebhook,
} from '../helpers/kartra';
import { setResetPage, startMailServer, type MailServer } from '../helpers/mail-server';
import { startSite, type Site } from '../helpers/site';

const PRODUCT = '558475';
const ORIGINAL = 'https://members.example.com';

let mailServer: MailServer;
let site: Site;
let path: string;

beforeAll(async () => {
  mailServer = await startMailServer();
});
afterAll(() => mailServer.stop());
beforeEach(async () => {
  site = await startSite({
    config: { backoffMs: 20, backoffMaxMs: 100, sweepMs: 50 },
    environment: { ...mailServer.environment, LOG_LEVEL: 'silent' },
  });
  const shop = await openShop(site);
  path = shop.path;
  await mapProduct(site, PRODUCT, shop.gold);
  await setResetPage(site, 'https://members.example.com/set-password');
});
afterEach(() => site.stop());

/** What `strapi import` leaves: the connection of another site beside this site's own note. */
const importConnection = () =>
  site.strapi.db
    .getConnection('kartra_connections')
    .update({ site_id: 'of-another-site', site_url: ORIGINAL });
const buy = () => buildTransaction({ productId: PRODUCT, productName: 'Meal Plan' });
const connection = async () => ok(await site.admin.get<Connection>('/kartra/connection'));
const answer = (chosen: string) =>
  site.admin.post<Connection>('/kartra/connection/site', { answer: chosen });
const mails = async () =>
  (await site.rows('kartra_outbox_messages')).filter(({ topic }) => topic === 'mail.welcome');

it('a site is no copy of itself, started again or not, and is asked nothing', async () => {
  expect(await connection()).toMatchObject({
    state: 'on',
    site: { state: 'same', changed: null, from: null, isTest: false },
  });
  for (const chosen of ['test-site', 'take-over', 'same-site'])
    expect(await answer(chosen)).toMatchObject({ status: 400 });
});

it('a copy stores and holds what comes, changes nothing, and says so', async () => {
  await importConnection();
  const sale = buy();
  expect(await postWebhook(site.address, path, outbound(sale))).toMatchObject({ status: 200 });
  expect(await lastLog(site)).toMatchObject({ state: 'held', reason: 'paused' });
  const expected = { state: 'copy', site: { state: 'copy', from: ORIGINAL, changed: null } };
  expect(await connection()).toMatchObject(expected);
  expect(ok(await site.admin.get<Overview>('/kartra/overview'))).toMatchObject(expected);

  const refused = {
    status: 409,
    error: { details: { code: 'site-copy', current: { state: 'copy', from: ORIGINAL } } },
  };
  for (const reply of [
    await site.admin.put('/kartra/connection', { logRetentionDays: 100 }),
    await site.admin.post('/kartra/connection/enable'),
    await site.admin.post('/kartra/members/recompute'),
    await site.admin.post('/kartra/mappings', { productId: '9', roleId: 1 }),
    await site.admin.delete('/kartra/mappings/1'),
  ])
    expect(reply).toMatchObject(refused);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(await findMembers(site, sale.person.email)).toEqual([]);
  expect(await mails()).toEqual([]);
});

it('a copy that takes over keeps the URL, applies what it held, and mails', async () => {
  await importConnection();
  const sale = buy();
  await postWebhook(site.address, path, outbound(sale));
  const after = ok(await answer('take-over'));
  expect(after).toMatchObject({ state: 'on', site: { state: 'same', isTest: false } });
  expect(after.webhookUrl).toContain(path);
  await site.idleUntil(async () => (await findMembers(site, sale.person.email)).length === 1);
  expect(await mailServer.arrived(sale.person.email)).toHaveLength(1);
  expect(await answer('take-over')).toMatchObject({ status: 400 });
});

it('a copy that becomes a test site has a URL of its own and mails no one, until it takes over', async () => {
  await mailServer.stop();
  const queued = buy();
  await postWebhook(site.address, path, outbound(queued));
  await site.idle();
  await importConnection();
  const after = ok(await answer('test-site'));
  await mailServer.start();
  expect(after).toMatchObject({ state: 'on', site: { state: 'same', isTest: true } });
  expect(after.keys).toHaveLength(1);
  const ownPath = new URL(after.webhookUrl ?? '').pathname;
  expect(ownPath).not.toBe(path);

  const sale = buy();
  expect(await postWebhook(site.address, path, outbound(sale))).toMatchObject({ status: 404 });
  expect(await postWebhook(site.address, ownPath, outbound(sale))).toMatchObject({ status: 200 });
  await site.idle();
  expect(await getMember(site, sale.person.email)).toMatchObject({ level: { name: 'Gold' } });
  const state = async () => (await mails()).map((mail) => [mail['state'], mail['error']]);
  await site.idleUntil(async () => !JSON.stringify(await state()).includes('queued'));
  expect(await state()).toEqual([
    ['skipped', 'test-site'],
    ['skipped', 'test-site'],
  ]);
  expect(mailServer.to(queued.person.email)).toEqual([]);

  expect(ok(await answer('take-over'))).toMatchObject({ site: { isTest: false } });
  const later = buy();
  await postWebhook(site.address, ownPath, outbound(later));
  await mailServer.arrived(later.person.email);
});

it('the answer needs both permissions: to change settings and to replace the webhook URL', async () => {
  await importConnection();
  const client = await logInWith(site, [ACTIONS.seeIntegration, ACTIONS.changeSettings]);
  expect(await client.post('/kartra/connection/site', { answer: 'take-over' })).toMatchObject({
    status: 403,
  });
  expect(await connection()).toMatchObject({ state: 'copy' });
});

it('a row of an earlier version is this site’s, by its salt, and another one’s is not', async () => {
  const table = () => site.strapi.db.getConnection('kartra_connections');
  const [before] = await site.rows('kartra_connections');
  await table().update({ site_id: null });
  expect(await connection()).toMatchObject({ state: 'on' });
  await table().update({ site_id: null, salt: 'of-another-site' });
  expect(await connection()).toMatchObject({ state: 'copy' });
  await table().update({ salt: before?.['salt'] });
  expect(await connection()).toMatchObject({ state: 'on' });
  expect(await enable(site)).toBe(path);
});

/** Webhooks only from addresses that the owner lists, behind a proxy that Strapi trusts or not. */
import type { Connection } from '../../contracts/connection';
import { ACTIONS } from '../../server/src/constants';
import { buildPerson, buildTransaction, outbound } from '../builders/kartra';
import { ok } from '../helpers/admin-client';
import { logInWith } from '../helpers/administrators';
import { findMembers, lastLog, openShop } from '../helpers/kartra';
import { startSite, type Site } from '../helpers/site';

let site: Site;
let path: string;

beforeAll(async () => {
  site = await startSite();
  ({ path } = await openShop(site));
});
afterAll(() => site.stop());

const allow = (...allowedIps: string[]) =>
  site.admin.put<Connection>('/kartra/connection', { allowedIps });
const connection = async () => ok(await site.admin.get<Connection>('/kartra/connection'));
const post = (webhook: object, forwardedFor = '203.0.113.7') =>
  site.http
    .post(new URL(path, site.address).pathname)
    .set('X-Forwarded-For', forwardedFor)
    .send(webhook);
const logs = async () => (await site.rows('kartra_webhook_logs')).length;
/** As `proxy: { koa: true }` in config/server. */
const trustProxy = (isTrusted: boolean) => {
  (site.strapi.server.app as unknown as { proxy: boolean }).proxy = isTrusted;
  site.strapi.config.set('server.proxy.koa', isTrusted);
};

it('every address may send until a list says otherwise', async () => {
  expect((await connection()).settings.allowedIps).toEqual([]);
  expect((await connection()).lastSender).toBeNull();
  await post(outbound(buildTransaction())).expect(200);
  await site.idle();
  expect(await connection()).toMatchObject({
    lastSender: { ip: '127.0.0.1', isAllowed: true },
    trustsProxy: false,
  });
});

it('another address is refused unread, and the owner sees which, once a day', async () => {
  ok(await allow('203.0.113.0/24', '2001:db8::1'));
  const person = buildPerson();
  const before = await logs();
  const refused = await post(outbound(buildTransaction({ person }))).expect(403);
  expect(refused.body).toEqual({ status: 'refused' });
  expect(refused.headers['connection']).toBe('close');
  await post(outbound(buildTransaction({ person }))).expect(403);
  expect(await logs()).toBe(before + 1);
  expect(await lastLog(site)).toMatchObject({
    state: 'rejected',
    reason: 'ip-not-allowed',
    deliveries: 2,
    message:
      'This webhook came from 127.0.0.1, which is not on the list of allowed addresses. Its content was not kept.',
  });
  const rows = JSON.stringify(await site.rows('kartra_webhook_logs'));
  expect(rows).not.toContain(person.email);
  expect(await findMembers(site, person.email)).toEqual([]);
  expect((await connection()).lastSender).toMatchObject({ ip: '127.0.0.1', isAllowed: false });
  // A wrong key learns nothing about the list.
  await site.http
    .post(`/api/kartra/webhook/${'0'.repeat(16)}-x`)
    .send({})
    .expect(404);
});

it('what a sender writes into X-Forwarded-For counts only where Strapi trusts its proxy', async () => {
  await post(outbound(buildTransaction()), '203.0.113.7').expect(403);
  trustProxy(true);
  expect((await connection()).trustsProxy).toBe(true);
  await post(outbound(buildTransaction()), '203.0.113.7').expect(200);
  await post(outbound(buildTransaction()), '198.51.100.1').expect(403);
  trustProxy(false);
  ok(await allow('127.0.0.0/8'));
  await post(outbound(buildTransaction())).expect(200);
});

it('the list is checked, told in the activity, and set only by those who manage secrets', async () => {
  const wrong = await allow('kartra.com');
  expect(wrong.error).toMatchObject({ details: { errors: [{ path: ['allowedIps', '0'] }] } });
  const changer = await logInWith(site, [ACTIONS.seeIntegration, ACTIONS.changeSettings]);
  const forbidden = await changer.put('/kartra/connection', { allowedIps: [] });
  expect(forbidden.status).toBe(403);
  ok(await allow());
  await site.idle();
  const lines = (await site.rows('kartra_activities')).map(({ code }) => code);
  expect(lines.filter((code) => code === 'connection.changed.allowed-ips')).toHaveLength(3);
  await post(outbound(buildTransaction())).expect(200);
});

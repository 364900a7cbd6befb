/** Code of the site that never answers, or throws: it costs the buyer it is about, and no other (TRUST 6). */
import type { WebhookLog } from '../../contracts/webhook-log';
import { buildPerson, buildTransaction, newProduct, outbound } from '../builders/kartra';
import { ok } from '../helpers/admin-client';
import { mapProduct, openShop, postWebhook, type Shop } from '../helpers/kartra';
import { startSite, type Site } from '../helpers/site';
import { roleOf, usersByEmail } from '../helpers/users';

let site: Site;
let shop: Shop;
const productId = newProduct();

beforeAll(async () => {
  site = await startSite({ environment: { TELLS_CRM: 'true', LOG_LEVEL: 'silent' } });
  shop = await openShop(site);
  await mapProduct(site, productId, shop.gold);
});
afterAll(() => site.stop());

const buy = async (email: string) => {
  const sale = outbound(buildTransaction({ person: buildPerson({ email }), productId }));
  expect(await postWebhook(site.address, shop.path, sale)).toMatchObject({ status: 200 });
};
const logOf = async (email: string): Promise<WebhookLog | undefined> =>
  ok(await site.admin.get<WebhookLog[]>('/kartra/webhook-logs')).find((log) => log.email === email);

it('a lifecycle that never answers is left after some seconds, and others get in', async () => {
  await buy('never.1@example.com');
  await buy('someone.1@example.com');
  await site.idleUntil(async () => (await roleOf(site, 'someone.1@example.com')) === 'Gold');
  await site.idleUntil(async () => (await logOf('never.1@example.com'))?.state === 'failed');
  expect(await logOf('never.1@example.com')).toMatchObject({
    reason: 'took-too-long',
    attempts: 1,
    message: expect.stringMatching(
      /a lifecycle of users, on a new account: more than \d seconds/
    ) as string,
  });
  // Nothing of it is left, and the site answers.
  expect(await usersByEmail(site, 'never.1@example.com')).toEqual([]);
  await buy('someone.2@example.com');
  await site.idleUntil(async () => (await roleOf(site, 'someone.2@example.com')) === 'Gold');
});

it('one that throws is told in its own words, with its file and without anyone’s address', async () => {
  await buy('away.1@example.com');
  await site.idleUntil(async () => (await logOf('away.1@example.com'))?.state === 'failed');
  const log = await logOf('away.1@example.com');
  expect(log).toMatchObject({ reason: 'site-code' });
  expect(log?.message).toContain('CRM unreachable for ••• (src/index.js)');
  expect(await usersByEmail(site, 'away.1@example.com')).toEqual([]);
});

it('a service that it cannot reach fails its webhook too, and is not taken for a database that is away', async () => {
  await buy('closed.1@example.com');
  await site.idleUntil(async () => (await logOf('closed.1@example.com'))?.state === 'failed');
  const log = await logOf('closed.1@example.com');
  expect(log).toMatchObject({ reason: 'site-code', attempts: 1 });
  expect(log?.message).toContain('fetch failed (src/index.js)');
});

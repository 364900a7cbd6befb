import type { Me } from '../../contracts/me';
import { buildPerson, buildTransaction, later, outbound, type Person } from '../builders/kartra';
import {
  getMember,
  lastLog,
  mapProduct,
  openShop,
  postWebhook,
  type Shop,
} from '../helpers/kartra';
import { checkAnswer } from '../helpers/contract';
import { startSite, type Site } from '../helpers/site';
import { createUser, roleIdByType, usersByEmail } from '../helpers/users';

/** What members and the site's own code are told about access. */
const GOLD = '895001';
const SILVER = '895002';

let site: Site;
let shop: Shop;

beforeAll(async () => {
  site = await startSite();
  shop = await openShop(site);
  await mapProduct(site, GOLD, shop.gold);
  await mapProduct(site, SILVER, shop.silver);
});
afterAll(() => site.stop());

const post = async (webhook: object) => {
  expect(await postWebhook(site.address, shop.path, webhook)).toMatchObject({ status: 200 });
  await site.idle();
};
const tokenOf = async ({ email }: Person): Promise<string> => {
  const [user] = await usersByEmail(site, email);
  const users = site.strapi.plugin('users-permissions');
  const jwt = users.service<{ issue(payload: object): string }>('jwt');
  return jwt.issue({ id: user?.id });
};
const read = async (path: string, token?: string) => {
  const headers: Record<string, string> =
    token === undefined ? {} : { authorization: `Bearer ${token}` };
  const url = new URL(`/api${path}`, site.address);
  const response = await fetch(url, { headers });
  const body = (await response.json()) as Me;
  checkAnswer('GET', url, response.status, body);
  return { status: response.status, body };
};

it('a signed-in user reads role and levels, with no box ticked; nobody else does', async () => {
  const person = buildPerson();
  await post(outbound(buildTransaction({ person, productId: GOLD })));
  await post(outbound(buildTransaction({ person, productId: SILVER })));
  const { status, body } = await read('/kartra/me', await tokenOf(person));
  expect(status).toBe(200);
  // Bought once: no further payment is expected.
  const payments = { paidUntil: null, nextPaymentAt: null, overdueSince: null };
  expect(body).toEqual({
    role: { id: shop.gold, name: 'Gold', type: 'gold' },
    levels: [
      { name: 'Gold', type: 'gold', state: 'active', until: null, payments },
      { name: 'Silver', type: 'silver', state: 'active', until: null, payments },
    ],
  });
  expect((await read('/kartra/me')).status).toBe(401);
  expect((await read('/kartra/me', 'nonsense')).status).toBe(401);
});

it('a gated page opens for its level and closes the moment after a refund, with the same token', async () => {
  const person = buildPerson();
  const sale = buildTransaction({ person, productId: GOLD, date: '2026-05-01 10:00:00' });
  await post(outbound(sale));
  const token = await tokenOf(person);
  expect((await read('/gated/gold', token)).status).toBe(200);
  expect((await read('/gated/silver-up', token)).status).toBe(200);
  expect((await read('/gated/unknown', token)).status).toBe(403);
  await post(
    outbound(later(sale, { type: 'refund', date: '2026-05-02 10:00:00', parentId: sale.orderId }))
  );
  expect((await read('/gated/gold', token)).status).toBe(403);
  expect((await read('/kartra/me', token)).body.levels).toEqual([]);
});

it('a lower level opens what asks for it or less; nobody and strangers are refused', async () => {
  const person = buildPerson();
  await post(outbound(buildTransaction({ person, productId: SILVER })));
  const token = await tokenOf(person);
  expect((await read('/gated/silver-up', token)).status).toBe(200);
  expect((await read('/gated/gold', token)).status).toBe(403);

  const stranger = buildPerson();
  const roleId = await roleIdByType(site.strapi, 'authenticated');
  await createUser(site, { email: stranger.email, roleId });
  expect((await read('/gated/silver-up', await tokenOf(stranger))).status).toBe(403);
  expect([401, 403]).toContain((await read('/gated/silver-up')).status);
});

it('a denied level is held by nobody, whatever was bought', async () => {
  const person = buildPerson();
  await post(outbound(buildTransaction({ person, productId: GOLD })));
  await post(outbound(buildTransaction({ person, productId: SILVER })));
  const { id } = await getMember(site, person.email);
  const denial = { effect: 'deny', roleId: shop.gold, reason: 'shared account' };
  expect((await site.admin.post(`/kartra/members/${id}/overrides`, denial)).status).toBe(201);
  const { body } = await read('/kartra/me', await tokenOf(person));
  expect(body.levels.map(({ type }) => type)).toEqual(['silver']);
});

it('a purchase of a denied level says so', async () => {
  const person = buildPerson();
  await post(outbound(buildTransaction({ person, productId: SILVER })));
  const { id } = await getMember(site, person.email);
  const denial = { effect: 'deny', roleId: shop.gold, reason: 'shared account' };
  await site.admin.post(`/kartra/members/${id}/overrides`, denial);
  await post(outbound(buildTransaction({ person, productId: GOLD })));
  expect(await lastLog(site)).toMatchObject({
    state: 'applied',
    reason: 'no-change',
    code: 'applied.no-change.denied',
    message: 'Access stays: Gold was denied by hand.',
  });
});

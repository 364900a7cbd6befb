import type { Mapping } from '../../contracts/mapping';
import type { Preview } from '../../contracts/preview';
import { nowOf } from '../../server/src/services/background';
import { buildTransaction, outbound } from '../builders/kartra';
import { ok } from '../helpers/admin-client';
import {
  getMember,
  lastLog,
  mapProduct,
  openShop,
  postWebhook,
  type Shop,
} from '../helpers/kartra';
import { startSite, type Site } from '../helpers/site';
import { createSiteRole, roleOf } from '../helpers/users';

let site: Site;
let shop: Shop;

beforeAll(async () => {
  site = await startSite({ config: { maxFailures: 5 } });
  shop = await openShop(site);
});
afterAll(() => site.stop());

const deleteRole = (id: number) =>
  site.strapi.db.query('plugin::users-permissions.role').delete({ where: { id } });

/** A purchase of a product whose role somebody deleted behind the plugin's back. */
async function buyWhatCannotBeGiven(productId: string) {
  const doomed = await createSiteRole(site, `Doomed ${productId}`);
  const mapping = await mapProduct(site, productId, doomed);
  await deleteRole(doomed);
  const sale = buildTransaction({ productId });
  await postWebhook(site.address, shop.path, outbound(sale));
  await site.idle();
  return { mapping, sale, failed: await lastLog(site) };
}

const findLog = async (id: number) =>
  (await site.rows('kartra_webhook_logs')).find((row) => row['id'] === id);

/** The time comes at which it is tried again. */
async function letTry(id: number): Promise<void> {
  const failed = await findLog(id);
  site.pass(Number(failed?.['next_attempt_at']) - nowOf(site.strapi));
  await site.idleUntil(async () => {
    const log = await findLog(id);
    return log?.['attempts'] !== failed?.['attempts'] && log?.['state'] !== 'processing';
  });
}

async function letTryToTheLast(id: number): Promise<void> {
  while ((await findLog(id))?.['state'] === 'failed') await letTry(id);
}

it('a webhook whose role is missing fails, and is applied by itself once the mapping is mended', async () => {
  const productId = '860001';
  const { mapping, sale, failed } = await buyWhatCannotBeGiven(productId);
  expect(failed).toMatchObject({ state: 'failed', reason: 'role-missing' });
  expect(failed.nextAttemptAt).not.toBeNull();
  expect(failed.message).toContain(productId);
  expect(failed.values['nextAt']).toBe(failed.nextAttemptAt);

  ok(await site.admin.put(`/kartra/mappings/${mapping.id}`, { productId, roleId: shop.silver }));
  await letTry(failed.id);
  expect(await lastLog(site)).toMatchObject({ state: 'applied', attempts: 2 });
  expect(await roleOf(site, sale.person.email)).toBe('Silver');
});

it('who paid for it is told as stuck, and counts where another role is chosen', async () => {
  const productId = '860006';
  const { mapping, sale, failed } = await buyWhatCannotBeGiven(productId);
  await letTryToTheLast(failed.id);
  const member = await getMember(site, sale.person.email);
  expect(member.explanation.map(({ text }) => text)).toEqual([
    'Authenticated, the fallback level, as long as a purchase is stuck.',
    `Order ${sale.orderId} (${sale.productName}) is stuck: the role it gives was deleted.`,
  ]);
  const [found] = ok(await site.admin.get<Mapping[]>('/kartra/mappings')).filter(
    ({ id }) => id === mapping.id
  );
  expect(found).toMatchObject({ members: 0, waiting: 1 });

  const change = { id: mapping.id, productId, roleId: shop.silver };
  const told = ok(await site.admin.post<Preview>('/kartra/mappings/preview', change));
  expect(told).toMatchObject({ gain: 1, lose: 0, accounts: 1 });
  ok(await site.admin.put(`/kartra/mappings/${mapping.id}`, { productId, roleId: shop.silver }));
  await site.idleUntil(async () => (await roleOf(site, sale.person.email)) === 'Silver');
  const after = await getMember(site, sale.person.email);
  expect(after.explanation[0]?.text).toMatch(/^Silver because of order/);
});

it('it is given up after its last try, with the reason it failed for', async () => {
  const { failed } = await buyWhatCannotBeGiven('860002');
  await letTryToTheLast(failed.id);
  expect(await lastLog(site)).toMatchObject({
    state: 'dead',
    reason: 'role-missing',
    attempts: 5,
    nextAttemptAt: null,
    message: expect.stringMatching(
      /^Tried 5 times until \d+ \w+ \d{4}\. The last error: /
    ) as string,
  });
});

it('a role that somebody deleted in the database itself is named as the reason, and others get in', async () => {
  const doomed = await createSiteRole(site, 'Doomed in the database');
  await mapProduct(site, '860004', doomed);
  await mapProduct(site, '860005', shop.gold);
  const earlier = buildTransaction({ productId: '860004' });
  await postWebhook(site.address, shop.path, outbound(earlier));
  await site.idle();
  expect(await roleOf(site, earlier.person.email)).toBe('Doomed in the database');

  await site.strapi.db.connection('up_roles').where({ id: doomed }).delete();
  const sale = buildTransaction({ productId: '860004' });
  await postWebhook(site.address, shop.path, outbound(sale));
  const { id } = await lastLog(site);
  // Whoever held it bought something else as well, and gets that.
  const other = buildTransaction({ productId: '860005', person: earlier.person });
  await postWebhook(site.address, shop.path, outbound(other));
  await site.idleUntil(async () => (await roleOf(site, earlier.person.email)) === 'Gold');
  await site.idle();
  await letTryToTheLast(id);
  expect(await findLog(id)).toMatchObject({ state: 'dead', reason: 'role-missing', attempts: 5 });
  expect(await roleOf(site, sale.person.email)).not.toBe('Doomed in the database');
  const mappings = ok(await site.admin.get<Mapping[]>('/kartra/mappings'));
  expect(mappings.find(({ productId }) => productId === '860004')).toMatchObject({
    roleMissing: true,
    roleName: 'Doomed in the database',
  });
});

it('a webhook that always throws keeps nobody else from access', async () => {
  await mapProduct(site, '860003', shop.gold);
  const unsubscribe = site.strapi.db.lifecycles.subscribe({
    models: ['plugin::users-permissions.user'],
    beforeCreate({ params }) {
      if (JSON.stringify(params).includes('poison')) throw new Error('A hook of the site throws.');
    },
  });
  try {
    const poison = buildTransaction({ productId: '860003' });
    const person = { ...poison.person, email: `poison.${poison.person.email}` };
    await postWebhook(site.address, shop.path, outbound({ ...poison, person }));
    const { id } = await lastLog(site);
    const others = Array.from({ length: 5 }, () => buildTransaction({ productId: '860003' }));
    for (const sale of others) await postWebhook(site.address, shop.path, outbound(sale));
    await site.idleUntil(async () => {
      const roles = await Promise.all(others.map(({ person: { email } }) => roleOf(site, email)));
      return roles.every((role) => role === 'Gold');
    });
    await site.idle();
    await letTryToTheLast(id);
    expect(await findLog(id)).toMatchObject({ state: 'dead', reason: 'internal' });
    expect(await roleOf(site, person.email)).toBeNull();
  } finally {
    unsubscribe();
  }
});

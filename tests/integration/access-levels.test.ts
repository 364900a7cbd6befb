import type { AccessLevel, AssignableRole } from '../../contracts/access-level';
import { buildPerson, buildTransaction, outbound, newProduct } from '../builders/kartra';
import { ok, type AdminClient } from '../helpers/admin-client';
import {
  createLevel,
  getMember,
  mapProduct,
  openShop,
  postWebhook,
  type Payload,
  type Shop,
} from '../helpers/kartra';
import { startSite, type Site } from '../helpers/site';
import { createSiteRole, roleIdByType } from '../helpers/users';

let site: Site;
let shop: Shop;
let admin: AdminClient;

beforeAll(async () => {
  site = await startSite();
  shop = await openShop(site);
  ({ admin } = site);
});
afterAll(() => site.stop());

const post = async (...webhooks: readonly Payload[]) => {
  for (const webhook of webhooks) await postWebhook(site.address, shop.path, webhook);
  await site.idle();
};

describe('access levels', () => {
  const list = async () => ok(await admin.get<AccessLevel[]>('/kartra/access-levels'));

  it('are listed highest first, with the users who have them', async () => {
    const levels = await list();
    expect(levels.slice(0, 3)).toMatchObject([
      { roleId: shop.gold, name: 'Gold', type: 'gold', rank: 1 },
      { roleId: shop.silver, name: 'Silver', type: 'silver', rank: 2 },
      { roleId: shop.bronze, name: 'Bronze', type: 'bronze', rank: 3 },
    ]);
    for (const { members } of levels) expect(members).toEqual(expect.any(Number));
  });

  it('a new one makes a real role and is the lowest', async () => {
    const roleId = await createLevel(site, 'Sommerkurs für Anfänger');
    const roles = await site.rows('up_roles');
    expect(roles.find(({ id }) => id === roleId)).toMatchObject({
      name: 'Sommerkurs für Anfänger',
    });
    expect((await list()).at(-1)?.roleId).toBe(roleId);
  });

  it('refuses a second one of the same name', async () => {
    ok(await admin.post('/kartra/access-levels', { name: 'Platinum' }));
    expect((await admin.post('/kartra/access-levels', { name: 'Platinum' })).status).toBe(400);
  });

  it('are ordered, and a mapped one cannot be left out', async () => {
    const mapped = await createLevel(site, 'Mapped');
    const free = await createLevel(site, 'Free');
    await mapProduct(site, newProduct(), mapped);
    const others = (await list()).map(({ roleId }) => roleId).filter((id) => id !== free);
    const order = [mapped, ...others.filter((id) => id !== mapped)];
    ok(await admin.put('/kartra/access-levels', { roleIds: order }));
    await site.idle();
    expect((await list()).map(({ roleId }) => roleId)).toEqual(order);

    const without = order.filter((id) => id !== mapped);
    const { status, error } = await admin.put('/kartra/access-levels', { roleIds: without });
    expect(status).toBe(400);
    expect(error?.message).toContain('Mapped');
    ok(await admin.put('/kartra/access-levels', { roleIds: [...without, mapped] }));
    await site.idle();
  });

  it('the order decides who stands where', async () => {
    const [upper, lower] = [await createLevel(site, 'Upper'), await createLevel(site, 'Lower')];
    const [one, two] = [newProduct(), newProduct()];
    await mapProduct(site, one, upper);
    await mapProduct(site, two, lower);
    const person = buildPerson();
    await post(
      outbound(buildTransaction({ person, productId: one })),
      outbound(buildTransaction({ person, productId: two }))
    );
    expect((await getMember(site, person.email)).user?.roleName).toBe('Upper');
    const order = (await list()).map(({ roleId }) => roleId).filter((id) => id !== lower);
    ok(await admin.put('/kartra/access-levels', { roleIds: [lower, ...order] }));
    await site.idle();
    expect((await getMember(site, person.email)).user?.roleName).toBe('Lower');
    ok(await admin.put('/kartra/access-levels', { roleIds: [...order, lower] }));
    await site.idle();
  });

  it('roles that could become one are listed, with the reason where they cannot', async () => {
    const manager = await createSiteRole(site, 'Manages users', [
      'plugin::users-permissions.user.create',
    ]);
    const plain = await createSiteRole(site, 'Plain');
    const roles = ok(await admin.get<AssignableRole[]>('/kartra/access-levels/roles'));
    const refusals = new Map(roles.map(({ roleId, refusal }) => [roleId, refusal]));
    expect(refusals.get(await roleIdByType(site.strapi, 'public'))).toBe('public');
    expect(refusals.get(manager)).toBe('manages-users');
    expect(refusals.get(plain)).toBeNull();
    expect(roles.find(({ roleId }) => roleId === shop.gold)?.isLevel).toBe(true);
  });
});

import type { AccessLevel } from '../../contracts/access-level';
import type { Mapping } from '../../contracts/mapping';
import { buildTransaction, outbound, newProduct } from '../builders/kartra';
import { ok, type AdminClient } from '../helpers/admin-client';
import { mapProduct, openShop, postWebhook, type Payload, type Shop } from '../helpers/kartra';
import { pathsOf } from '../helpers/validation-error';
import { startSite, type Site } from '../helpers/site';
import { createSiteRole } from '../helpers/users';

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
const ids = (items: readonly { id: number }[]) => items.map(({ id }) => id);

describe('mappings', () => {
  it('take the product also as its pasted address in Kartra', async () => {
    const productId = newProduct();
    const pasted = `  https://app.kartra.com/sales/products/edit/${productId}/?tab=details#top `;
    const mapping = await mapProduct(site, pasted, shop.gold);
    expect(mapping).toMatchObject({
      productId,
      pricePoint: null,
      roleId: shop.gold,
      roleName: 'Gold',
      roleMissing: false,
      members: 0,
    });
    const listed = ok(await admin.get<Mapping[]>('/kartra/mappings'));
    expect(ids(listed)).toContain(mapping.id);
  });

  it('take a number where the id is not quoted', async () => {
    const productId = Number(newProduct());
    const mapping = ok(
      await admin.post<Mapping>('/kartra/mappings', { productId, roleId: shop.gold })
    );
    expect(mapping.productId).toBe(String(productId));
  });

  it.each([' 3 ', 3, 'N/A', 'n/a', '', '0', 0, null])(
    'take the price point %j as a webhook’s is taken',
    async (pricePoint) => {
      const asked = { productId: newProduct(), pricePoint, roleId: shop.gold };
      const mapping = ok(await admin.post<Mapping>('/kartra/mappings', asked));
      expect(mapping.pricePoint).toBe(String(pricePoint).trim() === '3' ? '3' : null);
    }
  );

  it('make a role a level, the lowest, when it is none yet', async () => {
    const roleId = await createSiteRole(site, 'Newly mapped');
    await mapProduct(site, newProduct(), roleId);
    const levels = ok(await admin.get<AccessLevel[]>('/kartra/access-levels'));
    expect(levels.at(-1)).toMatchObject({ roleId, name: 'Newly mapped' });
  });

  it('refuse a second one of the same product and price point', async () => {
    const productId = newProduct();
    await mapProduct(site, productId, shop.gold);
    const again = await admin.post('/kartra/mappings', { productId, roleId: shop.silver });
    expect([400, 409]).toContain(again.status);
    await mapProduct(site, productId, shop.silver, { pricePoint: '2' });
  });

  it('leave a role what it was when they are refused', async () => {
    const productId = newProduct();
    const { id, version } = await mapProduct(site, productId, shop.gold);
    const roleId = await createSiteRole(site, `Never a level ${productId}`);
    expect((await admin.post('/kartra/mappings', { productId, roleId })).status).toBe(400);
    const stale = { productId, roleId, version: version + 1 };
    expect((await admin.put(`/kartra/mappings/${id}`, stale)).status).toBe(409);
    const levels = ok(await admin.get<AccessLevel[]>('/kartra/access-levels'));
    expect(levels.filter((level) => level.roleId === roleId)).toEqual([]);
  });

  it('refuse a stale change with the current state', async () => {
    const productId = newProduct();
    const { id, version } = await mapProduct(site, productId, shop.gold);
    const change = { productId, roleId: shop.silver, version };
    ok(await admin.put(`/kartra/mappings/${id}`, change));
    const stale = await admin.put(`/kartra/mappings/${id}`, { ...change, roleId: shop.bronze });
    expect(stale.status).toBe(409);
    expect(stale.error?.details).toMatchObject({ current: { roleId: shop.silver } });
  });

  it.each([
    [{ productId: '', roleId: 1 }, 'productId'],
    [{ productId: 'https://example.com/nothing', roleId: 1 }, 'productId'],
    [{ productId: '1', roleId: 'gold' }, 'roleId'],
    [{ productId: '1' }, 'roleId'],
  ])('refuse %j with 400 and the path', async (body, path) => {
    const { status, error } = await admin.post('/kartra/mappings', body);
    expect(status).toBe(400);
    expect(pathsOf(error?.details)).toEqual([path]);
  });

  it('count the members they cover, name the product as last seen, and say when the role is gone', async () => {
    const productId = newProduct();
    const roleId = await createSiteRole(site, `Short-lived ${productId}`);
    const mapping = await mapProduct(site, productId, roleId);
    await post(outbound(buildTransaction({ productId, productName: 'Bread & Butter' })));
    const find = async () =>
      ok(await admin.get<Mapping[]>('/kartra/mappings')).find(({ id }) => id === mapping.id);
    expect(await find()).toMatchObject({ members: 1, productName: 'Bread & Butter' });
    await site.strapi.db.query('plugin::users-permissions.role').delete({ where: { id: roleId } });
    expect(await find()).toMatchObject({ roleMissing: true });
  });

  it('are, like offers and levels, given whole, or by the page where one is asked for', async () => {
    await mapProduct(site, newProduct(), shop.gold);
    await mapProduct(site, newProduct(), shop.silver);
    await post(outbound(buildTransaction({ productId: newProduct() })));
    await post(outbound(buildTransaction({ productId: newProduct() })));
    for (const path of ['/kartra/mappings', '/kartra/offers', '/kartra/access-levels']) {
      const whole = ids(ok(await admin.get<{ id: number }[]>(path)));
      const reply = await admin.get<{ id: number }[]>(path, { page: 2, pageSize: 1 });
      expect(ids(ok(reply))).toEqual(whole.slice(1, 2));
      expect(reply.meta['pagination']).toEqual({
        page: 2,
        pageSize: 1,
        pageCount: whole.length,
        total: whole.length,
      });
      expect((await admin.get(path, { page: 0 })).status).toBe(400);
    }
  });

  it('are saved together with the work for earlier buyers, or not at all', async () => {
    const productId = newProduct();
    const { connection } = site.strapi.db;
    await connection.schema.renameTable('kartra_jobs', 'kartra_jobs_away');
    try {
      const reply = await admin.post('/kartra/mappings', { productId, roleId: shop.gold });
      expect(reply.status).toBe(500);
    } finally {
      await connection.schema.renameTable('kartra_jobs_away', 'kartra_jobs');
    }
    const listed = ok(await admin.get<Mapping[]>('/kartra/mappings'));
    expect(listed.filter((mapping) => mapping.productId === productId)).toEqual([]);
    await mapProduct(site, productId, shop.gold);
    const jobs = await site.rows('kartra_jobs');
    expect(jobs.at(-1)?.['params']).toBe(JSON.stringify({ productIds: [productId] }));
  });

  it('answer 404 for one that is not there', async () => {
    const body = { productId: newProduct(), roleId: shop.gold };
    expect((await admin.put('/kartra/mappings/999999', body)).status).toBe(404);
    expect((await admin.delete('/kartra/mappings/999999')).status).toBe(404);
  });
});

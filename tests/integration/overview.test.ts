import type { Overview } from '../../contracts/overview';
import { buildTransaction, outbound, newProduct } from '../builders/kartra';
import { ok, type AdminClient } from '../helpers/admin-client';
import { openShop, postWebhook, type Payload, type Shop } from '../helpers/kartra';
import { startSite, type Site } from '../helpers/site';

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
  await site.settle();
};

describe('overview', () => {
  it('counts what came, by state and by day', async () => {
    await post(outbound(buildTransaction({ productId: newProduct() })));
    const overview = ok(await admin.get<Overview>('/kartra/overview'));
    const rows = await site.rows('kartra_webhook_logs');
    const held = rows.filter(({ state }) => state === 'held').length;
    expect(overview).toMatchObject({ state: 'on', waiting: 0, dead: 0, held });
    expect(overview.byState['held']).toBe(held);
    expect(overview.byDay).toHaveLength(14);
    expect(overview.byDay.at(-1)?.day).toBe(new Date().toISOString().slice(0, 10));
    expect(overview.lost.count).toBe(0);
  });
});

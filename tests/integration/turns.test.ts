import { setTimeout as sleep } from 'node:timers/promises';
import { buildPerson, buildTransaction, outbound } from '../builders/kartra';
import { lastLog, mapProduct, openShop, postWebhook, type Shop } from '../helpers/kartra';
import { startSite, type Site } from '../helpers/site';

/** Webhooks of one member go one after the other, also when another instance has the earlier one. */
const PRODUCT = '897001';

let site: Site;
let shop: Shop;

beforeAll(async () => {
  site = await startSite({ config: { sweepMs: 1000 } });
  shop = await openShop(site);
  await mapProduct(site, PRODUCT, shop.gold);
});
afterAll(() => site.stop());

it('a webhook waits for the earlier one of its member, and does not ask without end', async () => {
  const person = buildPerson();
  const buy = () =>
    postWebhook(
      site.address,
      shop.path,
      outbound(buildTransaction({ person, productId: PRODUCT }))
    );
  await buy();
  await site.idle();
  const { id } = await lastLog(site);
  const earlier = () => site.strapi.db.connection('kartra_webhook_logs').where({ id });
  // As if another instance were at it.
  await earlier().update({
    state: 'processing',
    lease_token: 'elsewhere',
    lease_until: Date.now() + 60_000,
  });

  let queries = 0;
  const count = () => {
    queries += 1;
  };
  site.strapi.db.connection.on('query', count);
  await buy();
  await sleep(600);
  site.strapi.db.connection.off('query', count);
  expect(queries).toBeLessThan(60);
  expect(await lastLog(site)).toMatchObject({ state: 'received' });

  await earlier().update({ state: 'applied', lease_token: null, lease_until: null });
  await site.idle();
  expect(await lastLog(site)).toMatchObject({ state: 'applied' });
});

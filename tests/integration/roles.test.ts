import { buildPerson, buildTransaction, later, outbound } from '../builders/kartra';
import { describeOnServers, openTestServer, type TestServer } from '../helpers/databases';
import { mapProduct, openShop, postWebhook, type Shop } from '../helpers/kartra';
import { startSite, type Site } from '../helpers/site';
import { createUser, roleIdByType } from '../helpers/users';

const GOLD = '840001';
const SILVER = '840002';

describeOnServers('many members at once', (client) => {
  let server: TestServer;
  let site: Site;
  let shop: Shop;

  beforeAll(async () => {
    server = await openTestServer(client);
    site = await startSite({ database: await server.createDatabase() });
    shop = await openShop(site);
    await mapProduct(site, GOLD, shop.gold);
    await mapProduct(site, SILVER, shop.silver);
  }, 120_000);
  afterAll(async () => {
    await site.stop();
    await server.stop();
  });

  const postAll = async (webhooks: readonly object[]) => {
    const answers = await Promise.all(
      webhooks.map((webhook) => postWebhook(site.address, shop.path, webhook))
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    await site.idle();
  };

  /** Role ids by e-mail address: one for each row that ties a user to a role. */
  const rolesByEmail = async () => {
    const links = await site.rows('up_users_role_lnk');
    const roles = new Map<string, unknown[]>();
    for (const { id, email } of await site.rows('up_users'))
      roles.set(
        String(email),
        links.filter((link) => link['user_id'] === id).map((link) => link['role_id'])
      );
    return roles;
  };

  it('40 lose one role at once: 40 moved, one role row each, no webhook tried twice', async () => {
    const sales = Array.from({ length: 40 }, () => buildTransaction({ productId: GOLD }));
    await postAll(sales.map((sale) => outbound(sale)));
    const gold = await rolesByEmail();
    for (const { person } of sales) expect(gold.get(person.email)).toEqual([shop.gold]);

    const refunds = sales.map((sale) =>
      later(sale, { type: 'refund', date: '2026-05-20 10:00:00' })
    );
    await postAll(refunds.map((refund) => outbound(refund)));
    const fallback = await roleIdByType(site.strapi, 'authenticated');
    const after = await rolesByEmail();
    for (const { person } of sales) expect(after.get(person.email)).toEqual([fallback]);
    const failures = (await site.rows('kartra_webhook_logs')).map((row) => row['failures'] ?? 0);
    expect(new Set(failures)).toEqual(new Set([0]));
  });

  it('one user who wins and loses levels while an administrator edits them keeps one role row', async () => {
    const person = buildPerson();
    const roleId = await roleIdByType(site.strapi, 'authenticated');
    const id = await createUser(site, { email: person.email, roleId });
    const users = site.strapi.db.query('plugin::users-permissions.user');
    const sales = Array.from({ length: 12 }, (_, index) =>
      buildTransaction({ person, productId: index % 2 === 0 ? GOLD : SILVER })
    );
    const refunds = sales
      .filter(({ productId }) => productId === GOLD)
      .map((sale) => later(sale, { type: 'refund', date: '2026-05-20 10:00:00' }));
    const edits = Array.from({ length: 12 }, (_, index) =>
      users.update({ where: { id }, data: { username: `edited ${index}` } })
    );
    await Promise.all([
      postAll([...sales, ...refunds].map((event) => outbound(event))),
      Promise.all(edits),
    ]);
    expect((await rolesByEmail()).get(person.email)).toEqual([shop.silver]);
  });

  it('one sale told by twenty different requests makes one account and one purchase', async () => {
    const sale = buildTransaction({ productId: GOLD });
    await postAll(
      Array.from({ length: 20 }, (_, index) => ({ ...outbound(sale), delivery: index }))
    );
    expect((await rolesByEmail()).get(sale.person.email)).toEqual([shop.gold]);
    const logs = (await site.rows('kartra_webhook_logs')).filter(
      (row) => row['email'] === sale.person.email
    );
    expect(logs.map((row) => row['state']).sort()).toEqual([
      'applied',
      ...Array.from({ length: 19 }, () => 'ignored'),
    ]);
  });
});

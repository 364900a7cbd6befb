import type { Job } from '../../contracts/job';
import type { Member } from '../../contracts/member';
import type { Preview } from '../../contracts/preview';
import { TABLES } from '../../server/src/constants';
import {
  buildPerson,
  buildSubscriptionSale,
  buildTransaction,
  later,
  outbound,
  outboundAction,
} from '../builders/kartra';
import { ok } from '../helpers/admin-client';
import {
  findMembers,
  getMember,
  lastLog,
  mapProduct,
  openShop,
  postWebhook,
  type Shop,
} from '../helpers/kartra';
import { startSite, type Site } from '../helpers/site';
import { createUser, deleteUser, roleIdByType, roleOf } from '../helpers/users';

/** What an administrator does to one member by hand. */
const PRODUCT = '890001';

let site: Site;
let shop: Shop;

beforeAll(async () => {
  site = await startSite();
  shop = await openShop(site);
  await mapProduct(site, PRODUCT, shop.gold);
});
afterAll(() => site.stop());

const post = async (webhook: object) => {
  expect(await postWebhook(site.address, shop.path, webhook)).toMatchObject({ status: 200 });
  await site.idle();
};

it('a renewal after the account was deleted waits, and goes to the account it is linked to', async () => {
  const person = buildPerson();
  const sale = buildSubscriptionSale({ person, productId: PRODUCT });
  await post(outbound(sale));
  const member = await getMember(site, person.email);
  await deleteUser(site, Number(member.user?.id));
  await post(
    outbound(later(sale, { type: 'rebill', payNumber: '2', date: '2026-06-01 10:00:00' }))
  );
  const held = await lastLog(site);
  expect(held).toMatchObject({ state: 'held', reason: 'account-deleted' });

  const roleId = await roleIdByType(site.strapi, 'authenticated');
  const userId = await createUser(site, { email: 'new.address@example.com', roleId });
  const linked = ok(await site.admin.post<Member>(`/kartra/members/${member.id}/link`, { userId }));
  expect(linked.user).toMatchObject({ id: userId, roleName: 'Gold' });
  expect(await lastLog(site)).toMatchObject({ id: held.id, state: 'applied' });
});

it('recomputing mends a role that somebody changed by hand; dry it only tells', async () => {
  const person = buildPerson();
  await post(outbound(buildTransaction({ person, productId: PRODUCT })));
  const { id, user } = await getMember(site, person.email);
  await site.strapi.db
    .query('plugin::users-permissions.user')
    .update({ where: { id: user?.id }, data: { role: shop.silver } });
  const url = `/kartra/members/${id}/recompute`;
  const dry = await site.admin.post<Member>(url, { dryRun: true });
  expect(dry.data.user?.roleName).toBe('Gold');
  expect(dry.meta).toMatchObject({ dryRun: true, before: { user: { roleName: 'Silver' } } });
  expect(await roleOf(site, person.email)).toBe('Silver');
  expect(ok(await site.admin.post<Member>(url, {})).user?.roleName).toBe('Gold');
  expect(await roleOf(site, person.email)).toBe('Gold');
});

it('erasing leaves nothing of the person in any table of the plugin, and the ledger whole', async () => {
  const person = buildPerson({ firstName: 'Erasmia', lastName: 'Forgetme' });
  const sale = buildSubscriptionSale({ person, productId: PRODUCT });
  await post(outbound(sale));
  await post(outboundAction(person, 'assign_tag', { tag: { tag_id: 1, tag_name: 'VIP' } }));
  const member = await getMember(site, person.email);
  const facts = (await site.rows(TABLES.event)).length;
  const url = `/kartra/members/${member.id}`;
  ok(await site.admin.post(`${url}/erase`, {}));
  const { erasedBy, timeline } = ok(await site.admin.get<Member>(url));
  expect(erasedBy).toEqual(expect.any(String));
  expect(timeline[0]).toMatchObject({ code: 'member.erased', actor: erasedBy });
  // Once its line is too old to be kept, only the date is known.
  await site.strapi.db.connection(TABLES.activity).where({ code: 'member.erased' }).delete();
  expect(ok(await site.admin.get<Member>(url))).toMatchObject({ erasedBy: null });

  for (const table of Object.values(TABLES)) {
    const text = JSON.stringify(await site.rows(table));
    for (const trace of [person.email, person.leadId, 'Erasmia', 'Forgetme'])
      expect({ table, trace, found: text.includes(trace) }).toMatchObject({ found: false });
  }
  expect((await site.rows(TABLES.event)).length).toBe(facts);
  expect(await findMembers(site, person.email)).toEqual([]);
  expect(await roleOf(site, person.email)).toBe('Gold');
});

it('everybody is recomputed as a job; dry it tells who would change', async () => {
  const person = buildPerson();
  await post(outbound(buildTransaction({ person, productId: PRODUCT })));
  const { user } = await getMember(site, person.email);
  await site.strapi.db
    .query('plugin::users-permissions.user')
    .update({ where: { id: user?.id }, data: { role: shop.silver } });
  const url = '/kartra/members/recompute';
  const dry = ok(await site.admin.post<Preview>(url, { dryRun: true }));
  expect(dry.members).toContainEqual(
    expect.objectContaining({ email: person.email, before: 'Silver', after: 'Gold' })
  );
  expect(await roleOf(site, person.email)).toBe('Silver');
  const { id } = ok(await site.admin.post<Job>(url, {}));
  await site.idle();
  const job = ok(await site.admin.get<Job>(`/kartra/jobs/${id}`));
  expect(job).toMatchObject({ state: 'done', failed: 0 });
  expect(await roleOf(site, person.email)).toBe('Gold');
});

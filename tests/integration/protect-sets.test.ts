import type { Connection } from '../../contracts/connection';
import type { Mapping } from '../../contracts/mapping';
import type { Member } from '../../contracts/member';
import { buildTransaction, later, newProduct, outbound } from '../builders/kartra';
import { ok } from '../helpers/admin-client';
import { createLevel, getMember, postWebhook } from '../helpers/kartra';
import { SECRET, startContentSite, type ContentSite } from '../helpers/content-site';
import { roleIdByType, roleOf, usersByEmail } from '../helpers/users';

/** Protected content asks for the set of levels that a member holds, not only for the role (RULES M9). */
let site: ContentSite;

beforeAll(async () => {
  site = await startContentSite();
});
afterAll(() => site.stop());

it('a level beneath the role opens what asks for it, until it is denied or its purchase ends', async () => {
  const [silver, keto] = [
    await roleIdByType(site.strapi, 'silver'),
    await createLevel(site, 'Keto'),
  ];
  const productId = newProduct();
  ok(await site.admin.post<Mapping>('/kartra/mappings', { productId, levels: [silver, keto] }));
  const { webhookUrl } = ok(await site.admin.get<Connection>('/kartra/connection'));
  const post = async (payload: object) => {
    await postWebhook(site.address, new URL(webhookUrl ?? '').pathname, payload);
    await site.idle();
  };
  const sale = buildTransaction({ productId });
  const { email } = sale.person;
  await post(outbound(sale));
  expect(await roleOf(site, email)).toBe('Silver');

  const [user] = await usersByEmail(site, email);
  const reader = site.readAs(site.tokenOf(user?.id ?? 0));
  const recipes = async () => (await reader.get('/recipes')).status;
  const seesLessons = async () => (await reader.get('/lessons')).text.includes(SECRET);
  // Recipes are for Gold and Keto, lessons for Silver and above.
  expect([await recipes(), await seesLessons()]).toEqual([200, true]);

  const { id } = await getMember(site, email);
  const denial = { effect: 'deny', roleId: keto, reason: 'shared account' };
  const denied = ok(await site.admin.post<Member>(`/kartra/members/${id}/overrides`, denial));
  expect([await recipes(), await seesLessons()]).toEqual([403, true]);
  const [override] = denied.overrides;
  ok(await site.admin.delete(`/kartra/members/${id}/overrides/${override?.id ?? 0}`));
  expect([await recipes(), await seesLessons()]).toEqual([200, true]);

  const refund = { date: '2026-05-04 10:00:00', parentId: sale.orderId };
  await post(outbound(later(sale, { type: 'refund', ...refund })));
  expect([await recipes(), await seesLessons()]).toEqual([403, false]);
});

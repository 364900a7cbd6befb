import type { Member } from '../../contracts/member';
import type { Preview } from '../../contracts/preview';
import {
  buildPerson,
  buildSubscriptionSale,
  later,
  outbound,
  type Person,
  type Transaction,
} from '../builders/kartra';
import { ok } from '../helpers/admin-client';
import { getMember, mapProduct, openShop, postWebhook, type Shop } from '../helpers/kartra';
import { startSite, type Site } from '../helpers/site';
import { createSiteRole, createUser, deleteUser, roleIdByType, roleOf } from '../helpers/users';

/** One person, two addresses: purchases count for an account that a person chose, and no money moves. */
const GOLD = '880001';
const SILVER = '880002';

let site: Site;
let shop: Shop;
let free: number;

beforeAll(async () => {
  site = await startSite();
  shop = await openShop(site);
  await mapProduct(site, GOLD, shop.gold);
  await mapProduct(site, SILVER, shop.silver);
  free = await roleIdByType(site.strapi, 'authenticated');
});
afterAll(() => site.stop());

const post = async (webhook: object) => {
  expect(await postWebhook(site.address, shop.path, webhook)).toMatchObject({ status: 200 });
  await site.settle();
};

async function buyer(productId: string, person: Person = buildPerson()) {
  const sale = buildSubscriptionSale({ person, productId });
  await post(outbound(sale));
  const { id, user } = await getMember(site, person.email);
  return { person, sale, id, userId: Number(user?.id) };
}

const end = (sale: Transaction, date = '2026-06-10 10:00:00') =>
  post(outbound(later(sale, { type: 'cancellation', date })));
const link = (id: number, body: object) =>
  site.admin.post<Member>(`/kartra/members/${id}/link`, body);
const undo = (id: number) => site.admin.post<Member>(`/kartra/members/${id}/unlink`, {}).then(ok);
const see = (id: number) => site.admin.get<Member>(`/kartra/members/${id}`).then(ok);
const role = ({ email }: Person) => roleOf(site, email);
const why = ({ explanation }: Member) => explanation.map(({ text }) => text).join('\n');
const codes = ({ timeline }: Member) => timeline.map(({ code }) => code);

it('a link moves access and nothing else, leaves no paid level behind, and is undone', async () => {
  const { person, id, userId } = await buyer(GOLD);
  const otherId = await createUser(site, { email: 'visitor.one@example.com', roleId: free });
  const before = await see(id);

  const linked = ok(await link(id, { userId: otherId }));
  expect(linked.user).toMatchObject({ id: otherId, roleName: 'Gold' });
  expect(linked.entitlements).toEqual(before.entitlements);
  expect(linked.link).toMatchObject({ from: { id: userId, username: person.email } });
  expect(await role(person)).toBe('Authenticated');
  expect(codes(linked)).toEqual(
    expect.arrayContaining(['member.linked', 'account.left', 'access.changed'])
  );

  const undone = await undo(id);
  expect(undone).toMatchObject({ user: { id: userId, roleName: 'Gold' }, link: null });
  expect(await roleOf(site, 'visitor.one@example.com')).toBe('Authenticated');
  expect((await site.admin.post(`/kartra/members/${id}/unlink`, {})).status).toBe(400);
});

it('several members of one account are decided about together', async () => {
  const one = await buyer(GOLD);
  const two = await buyer(SILVER);
  const linked = ok(await link(two.id, { userId: one.userId }));
  expect(linked).toMatchObject({ user: { id: one.userId, roleName: 'Gold' }, drift: null });
  expect(linked.sharedWith).toMatchObject([{ id: one.id, email: one.person.email }]);
  expect(linked.entitlements).toHaveLength(1);
  expect(why(linked)).toContain(`order ${one.sale.orderId}`);
  expect(await role(two.person)).toBe('Authenticated');

  const preview = ok(
    await site.admin.post<Preview>('/kartra/connection/preview', { fallbackRoleId: free })
  );
  expect(preview).toMatchObject({ gain: 0, lose: 0, held: 0 });

  // The lower one holds it up when the higher one ends, and what ends on one side is told there.
  await end(one.sale);
  expect(await role(one.person)).toBe('Silver');
  expect(await see(one.id)).toMatchObject({ level: { name: 'Silver' }, drift: null });
  expect(await see(two.id)).toMatchObject({ level: { name: 'Silver' }, drift: null });
  await end(two.sale);
  expect(await role(one.person)).toBe('Authenticated');
  await post(outbound(later(two.sale, { type: 'rebill', date: '2026-07-01 10:00:00' })));
  expect(await role(one.person)).toBe('Silver');

  // A denial of one of them holds for the account.
  const denial = { effect: 'deny', roleId: shop.silver, reason: 'shared' };
  ok(await site.admin.post(`/kartra/members/${one.id}/overrides`, denial));
  expect(await role(one.person)).toBe('Authenticated');

  await undo(two.id);
  expect([await role(one.person), await role(two.person)]).toEqual(['Authenticated', 'Silver']);
});

it('whoever is linked away leaves what the others bought', async () => {
  const one = await buyer(GOLD);
  const two = await buyer(SILVER);
  ok(await link(one.id, { userId: two.userId }));
  expect([await role(one.person), await role(two.person)]).toEqual(['Authenticated', 'Gold']);
  await undo(one.id);
  expect([await role(one.person), await role(two.person)]).toEqual(['Gold', 'Silver']);
});

it('what an account held before stays with it, and staff stay what they are', async () => {
  const { person, id, userId } = await buyer(SILVER);
  const givenId = await createUser(site, { email: 'given@example.com', roleId: shop.bronze });
  ok(await link(id, { userId: givenId }));
  expect(await roleOf(site, 'given@example.com')).toBe('Silver');
  await undo(id);
  expect([await roleOf(site, 'given@example.com'), await role(person)]).toEqual([
    'Bronze',
    'Silver',
  ]);
  ok(await link(id, { userId: givenId }));
  ok(await link(id, { userId }));
  expect(await roleOf(site, 'given@example.com')).toBe('Bronze');

  const editors = await createSiteRole(site, 'Newsroom');
  const staffId = await createUser(site, { email: 'staff@example.com', roleId: editors });
  const held = ok(await link(id, { userId: staffId }));
  expect(held).toMatchObject({ heldReason: 'protected-role', user: { roleName: 'Newsroom' } });
  expect(await role(person)).toBe('Authenticated');
  expect(await undo(id)).toMatchObject({ heldReason: null, user: { id: userId } });
  expect(await roleOf(site, 'staff@example.com')).toBe('Newsroom');
});

it('an account that was deleted is created again only when somebody says so', async () => {
  const { person, sale, id, userId } = await buyer(GOLD);
  expect((await link(id, { createUser: true })).status).toBe(400);
  await deleteUser(site, userId);
  await post(outbound(later(sale, { type: 'rebill', date: '2026-06-01 10:00:00' })));
  const gone = await see(id);
  expect(gone).toMatchObject({ user: null, heldReason: 'account-deleted' });
  expect(gone.userGoneAt).not.toBeNull();

  const made = ok(await link(id, { createUser: true }));
  expect(made).toMatchObject({
    user: { email: person.email, roleName: 'Gold' },
    heldReason: null,
    userGoneAt: null,
  });
});

it('what cannot be is refused', async () => {
  const { id, userId } = await buyer(GOLD);
  for (const body of [{ userId }, { userId: 999_999 }, {}, { createUser: false }])
    expect((await link(id, body)).status).toBe(400);
  expect((await link(999_999, { userId })).status).toBe(404);
});

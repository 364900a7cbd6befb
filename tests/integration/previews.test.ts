import type { Preview, PreviewGroup, PreviewMeta } from '../../contracts/preview';
import { buildPerson, buildTransaction, outbound, type Person } from '../builders/kartra';
import { ok } from '../helpers/admin-client';
import { getMember, mapProduct, openShop, postWebhook, type Shop } from '../helpers/kartra';
import { startSite, type Site } from '../helpers/site';
import { createSiteRole, createUser, roleIdByType, roleOf } from '../helpers/users';

/** What a change would do is said before it is saved; and what is said is what happens. */
let site: Site;
let shop: Shop;

beforeAll(async () => {
  site = await startSite();
  shop = await openShop(site);
});
afterAll(() => site.stop());

const buy = async (person: Person, productId: string) => {
  await postWebhook(site.address, shop.path, outbound(buildTransaction({ person, productId })));
  await site.idle();
};
const preview = async (path: string, body: object) =>
  ok(await site.admin.post<Preview>(`/kartra/${path}/preview`, body));
const rolesOf = (people: readonly Person[]) =>
  Promise.all(people.map(({ email }) => roleOf(site, email)));

it('a new mapping: who gains, whose account is made, who waits, who stays', async () => {
  const productId = '880001';
  const higher = '880002';
  await mapProduct(site, higher, shop.gold);
  const [stranger, registered, rich, staff] = [
    buildPerson(),
    buildPerson(),
    buildPerson(),
    buildPerson(),
  ] as const;
  await createUser(site, {
    email: registered.email,
    roleId: await roleIdByType(site.strapi, 'authenticated'),
  });
  const editor = await createSiteRole(site, 'Editor');
  await createUser(site, { email: staff.email, roleId: editor });
  await buy(rich, higher);
  for (const person of [stranger, registered, rich, staff]) await buy(person, productId);
  const people = [stranger, registered, rich, staff];
  const before = await rolesOf(people);

  const told = await preview('mappings', { productId, roleId: shop.silver });
  expect(told).toMatchObject({ gain: 2, lose: 0, unchanged: 1, held: 1, accounts: 1 });
  expect(told.members.find(({ email }) => email === stranger.email)).toMatchObject({
    group: 'gain',
    before: null,
    after: 'Silver',
    why: { code: 'why.purchase', text: 'Bought Sourdough School 3 May 2026' },
  });
  // No page for passwords is set: accounts would be made, and no mail would go out.
  expect(told.mails).toBe(0);
  expect(told.members.find(({ email }) => email === staff.email)).toMatchObject({
    group: 'held',
    heldReason: 'protected-role',
  });
  expect(await rolesOf(people)).toEqual(before);

  // The same, part by part, with those who stay: what is added up is what was said at once.
  const parts: Preview[] = [];
  const metas: unknown[] = [];
  let afterId: number | null = 0;
  while (afterId !== null) {
    const path: string = `/kartra/mappings/preview?afterId=${afterId}&limit=2`;
    const answer = await site.admin.post<Preview>(path, { productId, roleId: shop.silver });
    parts.push(ok(answer));
    metas.push(answer.meta);
    afterId = (answer.meta as unknown as PreviewMeta).nextAfterId;
  }
  expect(metas[0]).toMatchObject({ total: 4 });
  const sum = (name: PreviewGroup) => parts.reduce((all, part) => all + part[name], 0);
  expect([sum('gain'), sum('lose'), sum('unchanged'), sum('held')]).toEqual([2, 0, 1, 1]);
  const listed = parts.flatMap(({ members }) => members);
  expect(listed).toHaveLength(4);
  expect(listed.find(({ email }) => email === rich.email)).toMatchObject({
    group: 'unchanged',
    before: 'Gold',
    after: 'Gold',
  });

  await mapProduct(site, productId, shop.silver);
  expect(await rolesOf(people)).toEqual(['Silver', 'Silver', 'Gold', 'Editor']);
});

it('a mapping taken away, the order turned round, another fallback: what is said is what happens', async () => {
  const [cheap, dear] = ['880011', '880012'] as const;
  const mapping = await mapProduct(site, cheap, shop.silver);
  await mapProduct(site, dear, shop.gold);
  const [one, two] = [buildPerson(), buildPerson()];
  await buy(one, cheap);
  await buy(two, cheap);
  await buy(two, dear);

  const removal = await preview('mappings', { id: mapping.id, remove: true });
  expect(removal).toMatchObject({ gain: 0, lose: 1, unchanged: 1 });
  expect(removal.members).toMatchObject([{ email: one.email, before: 'Silver' }]);

  const levels = ok(await site.admin.get<{ roleId: number }[]>('/kartra/access-levels'));
  const rest = levels.map(({ roleId }) => roleId).filter((id) => id !== shop.silver);
  const roleIds = [shop.silver, ...rest];
  const order = await preview('access-levels', { roleIds });
  expect(order.members.map(({ email, after }) => [email, after])).toContainEqual([
    two.email,
    'Silver',
  ]);
  ok(await site.admin.put('/kartra/access-levels', { roleIds }));
  expect((await getMember(site, two.email)).user?.roleName).toBe('Silver');

  ok(await site.admin.delete(`/kartra/mappings/${mapping.id}`));
  expect((await getMember(site, one.email)).user?.roleName).toBe('Authenticated');

  const bronze = await createSiteRole(site, 'Guest');
  const fallback = await preview('connection', { fallbackRoleId: bronze });
  expect(fallback.members.find(({ email }) => email === one.email)).toMatchObject({
    before: 'Authenticated',
    after: 'Guest',
  });
  ok(await site.admin.put('/kartra/connection', { fallbackRoleId: bronze }));
  expect((await getMember(site, one.email)).user?.roleName).toBe('Guest');
});

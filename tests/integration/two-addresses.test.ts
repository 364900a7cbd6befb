import type { AccountSuggestion, OpenSuggestion } from '../../contracts/suggestion';
import type { Member } from '../../contracts/member';
import type { Overview } from '../../contracts/overview';
import type { Preview } from '../../contracts/preview';
import { ACTIONS, TABLES } from '../../server/src/constants';
import {
  buildPerson,
  buildSubscriptionSale,
  later,
  outbound,
  type Person,
  type Transaction,
} from '../builders/kartra';
import { logInWith } from '../helpers/administrators';
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
  await site.idle();
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
  expect(why(gone)).toMatch(/The account was deleted on \d+ \w+ \d{4}; Gold waits\./);
  expect((await lastLog(site)).message).toMatch(/^The account was deleted on \d+ \w+ \d{4}, but /);

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

describe('suggestions', () => {
  const open = (client = site.admin) =>
    client.get<OpenSuggestion[]>('/kartra/suggestions', { pageSize: 100 });
  const of = (memberId: number) =>
    open().then((reply) => ok(reply).filter(({ member }) => member.id === memberId));
  const found = async (memberId: number) => {
    await site.idleUntil(async () => (await of(memberId)).length > 0);
    return of(memberId);
  };
  const looked = () =>
    site.idleUntil(async () =>
      (await site.rows(TABLES.member)).every((row) => row['look_for_others_at'] === null)
    );
  const fresh = (id: number) =>
    site.admin.get<AccountSuggestion[]>(`/kartra/members/${id}/suggestions`).then(ok);

  it('an address of the same lead, one letter, a name: told why, linked with one click, once', async () => {
    const roleId = free;
    const lead = buildPerson({ firstName: 'Lea', lastName: 'Leadwell' });
    const { id } = await buyer(GOLD, lead);
    const workId = await createUser(site, { email: 'lea@work.example', roleId });
    const sale = buildSubscriptionSale({
      person: { ...lead, email: 'Lea@Work.example' },
      productId: SILVER,
    });
    await post(outbound(sale));
    expect(await found(id)).toMatchObject([
      { reason: 'lead', user: { id: workId }, member: { id, name: 'Lea Leadwell' } },
    ]);

    const wrongId = await createUser(site, { email: 'Otto.Typo@example.com', roleId });
    const typo = await buyer(GOLD, buildPerson({ email: 'otto.tpyo@example.com' }));
    expect(await found(typo.id)).toMatchObject([{ reason: 'spelling', user: { id: wrongId } }]);

    const one = await buyer(GOLD, buildPerson({ firstName: 'Nora', lastName: 'Namesake' }));
    await looked();
    const two = await buyer(SILVER, buildPerson({ firstName: 'NORA', lastName: 'Namesake' }));
    expect(await found(two.id)).toMatchObject([{ reason: 'name', user: { id: one.userId } }]);
    // Of the pair one is asked about.
    expect(await of(one.id)).toEqual([]);

    const count = async () =>
      ok(await site.admin.get<Overview>('/kartra/overview')).secondAddresses;
    const before = await count();
    ok(await link(two.id, { userId: one.userId }));
    expect([await of(two.id), await count()]).toEqual([[], before - 1]);
    await undo(two.id);
    await looked();
    expect(await of(two.id)).toEqual([]);
    expect(await fresh(two.id)).toMatchObject([{ reason: 'name', user: { id: one.userId } }]);
  });

  it('two people stay two: nobody is asked again, nobody is linked by itself', async () => {
    const userId = await createUser(site, { email: 'twin.sister@example.com', roleId: free });
    const twin = await buyer(GOLD, buildPerson({ email: 'twin.sitter@example.com' }));
    const [suggestion] = await found(twin.id);
    expect(suggestion).toMatchObject({ user: { id: userId, roleName: 'Authenticated' } });
    expect(await roleOf(site, 'twin.sister@example.com')).toBe('Authenticated');
    ok(await site.admin.post(`/kartra/suggestions/${suggestion?.id}/dismiss`, {}));
    await post(outbound(later(twin.sale, { type: 'rebill', date: '2026-06-01 10:00:00' })));
    await looked();
    expect(await of(twin.id)).toEqual([]);
    expect(codes(await see(twin.id))).toContain('member.two-people');
    expect((await site.admin.post('/kartra/suggestions/999999/dismiss', {})).status).toBe(404);
  });

  it('staff, strangers and whoever holds nothing are not suggested', async () => {
    const staff = await createSiteRole(site, 'Proofreaders');
    await createUser(site, { email: 'proof.reader@example.com', roleId: staff });
    await createUser(site, { email: 'someone.else@example.com', roleId: free });
    const { id } = await buyer(GOLD, buildPerson({ email: 'proof.raeder@example.com' }));
    const ended = await buyer(GOLD, buildPerson({ email: 'someone.elsee@example.com' }));
    await found(ended.id);
    await looked();
    expect([await of(id), await fresh(id)]).toEqual([[], []]);
    await end(ended.sale);
    expect(await of(ended.id)).toEqual([]);
  });

  it('are masked without the permission for personal data, and gone when it is erased', async () => {
    await createUser(site, { email: 'secret.person@example.com', roleId: free });
    const { id } = await buyer(
      GOLD,
      buildPerson({ email: 'secret.persan@example.com', lastName: 'Hiddenname' })
    );
    await found(id);
    const reader = await logInWith(site, [ACTIONS.seeIntegration, ACTIONS.manageMembers]);
    for (const { status, text } of [
      await open(reader),
      await reader.get(`/kartra/members/${id}/suggestions`),
    ]) {
      expect(status).toBe(200);
      for (const trace of ['secret.person', 'secret.persan', 'Hiddenname']) {
        expect(text).not.toContain(trace);
      }
    }
    ok(await site.admin.post(`/kartra/members/${id}/erase`, {}));
    expect(await of(id)).toEqual([]);
  });
});

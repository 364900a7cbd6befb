import type { MemberSummary } from '../../contracts/member';
import { TABLES } from '../../server/src/constants';
import {
  buildPerson,
  buildSubscriptionSale,
  ipn,
  later,
  newProduct,
  outbound,
  type Person,
} from '../builders/kartra';
import { ok, type Query } from '../helpers/admin-client';
import {
  getMember,
  mapProduct,
  openShop,
  postWebhook,
  type Payload,
  type Shop,
} from '../helpers/kartra';
import { kartraDate, shiftDays } from '../helpers/kartra-date';
import { startSite, type Site } from '../helpers/site';
import { createSiteRole, createUser, deleteUser, updateUser } from '../helpers/users';

/** The list of members: what each row says, and what the filters find. */
const PRODUCT = '890101';

let site: Site;
let shop: Shop;

beforeAll(async () => {
  site = await startSite({ config: { housekeepingMs: 200 } });
  shop = await openShop(site);
  await mapProduct(site, PRODUCT, shop.silver, {
    onCancellation: 'end-of-period',
    period: 'P1M',
    onFailedPayment: 'grace',
    graceDays: 5,
  });
});
afterAll(() => site.stop());

const today = kartraDate(Date.now());
const post = async (...webhooks: readonly Payload[]) => {
  for (const webhook of webhooks) await postWebhook(site.address, shop.path, webhook);
  await site.idle();
};
const list = async (query: Query = {}) =>
  ok(await site.admin.get<MemberSummary[]>('/kartra/members', { pageSize: 100, ...query }));
const ids = (rows: readonly { id: number }[]) => rows.map(({ id }) => id);

async function buy(person: Person = buildPerson(), productId = PRODUCT) {
  const sale = buildSubscriptionSale({ person, productId, date: shiftDays(today, -10) });
  await post(outbound(sale));
  return sale;
}

const idOf = async ({ person }: { person: Person }) => (await getMember(site, person.email)).id;
const override = (id: number, effect: 'grant' | 'deny', until: string | null = null) =>
  site.admin.post(`/kartra/members/${id}/overrides`, {
    effect,
    roleId: shop.silver,
    until,
    reason: 'as agreed',
  });
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

it('the state that matters most is on the row, and is what the filter finds', async () => {
  const wanted = new Map<MemberSummary['state'], number>();

  wanted.set('active', await idOf(await buy()));

  const leaving = await buy();
  await post(outbound(later(leaving, { type: 'cancellation', date: shiftDays(today, -1) })));
  wanted.set('leaving', await idOf(leaving));

  const late = await buy();
  await post(ipn(later(late, { type: 'failed', date: shiftDays(today, -1) })));
  wanted.set('past-due', await idOf(late));

  const former = await buy();
  await post(outbound(later(former, { type: 'refund', date: shiftDays(today, -1) })));
  wanted.set('ended', await idOf(former));

  wanted.set('held', await idOf(await buy(buildPerson(), newProduct())));

  const gifted = await buy();
  await post(outbound(later(gifted, { type: 'refund', date: shiftDays(today, -1) })));
  wanted.set('given', await idOf(gifted));
  await override(wanted.get('given') ?? 0, 'grant', inDays(30));

  wanted.set('denied', await idOf(await buy()));
  await override(wanted.get('denied') ?? 0, 'deny');

  const staff = buildPerson();
  await createUser(site, { email: staff.email, roleId: await createSiteRole(site, 'Editor') });
  wanted.set('staff', await idOf(await buy(staff)));

  const rows = await list();
  for (const [state, id] of wanted) {
    expect([state, rows.find((row) => row.id === id)?.state]).toEqual([state, state]);
    const found = await list({ state });
    expect([state, ids(found)]).toEqual([state, expect.arrayContaining([id])]);
    expect([state, [...new Set(found.map((row) => row.state))]]).toEqual([state, [state]]);
  }
  const counts = [...wanted.keys(), 'none'].map(async (state) => (await list({ state })).length);
  const total = (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
  expect(total).toBe(rows.length);

  const until = async (state: string) => (await list({ state }))[0]?.until;
  expect(await until('active')).toBeNull();
  for (const state of ['leaving', 'past-due', 'given'])
    expect(Date.parse((await until(state)) ?? '')).toBeGreaterThan(Date.now());
  expect((await site.admin.get('/kartra/members', { state: 'nonsense' })).status).toBe(400);
});

it('a row says what is unusual about the account, and how many purchases are live', async () => {
  const person = buildPerson();
  const sale = await buy(person);
  await buy(person);
  const { id, user } = await getMember(site, person.email);
  const row = async () => (await list({ ids: String(id) }))[0];
  expect(await row()).toMatchObject({
    livePurchases: 2,
    user: { blocked: false, confirmed: true },
    userGoneAt: null,
  });
  await updateUser(site, Number(user?.id), { blocked: true });
  expect((await row())?.user?.blocked).toBe(true);
  await deleteUser(site, Number(user?.id));
  await post(ipn(later(sale, { type: 'rebill', payNumber: '2', date: today })));
  expect(await row()).toMatchObject({ user: null, livePurchases: 2, state: 'held' });
  expect((await row())?.userGoneAt).not.toBeNull();
});

it('what counts for an account counts for everybody who shares it', async () => {
  const giver = await buy();
  const sharer = await buy();
  await post(outbound(later(sharer, { type: 'refund', date: shiftDays(today, -1) })));
  const { user } = await getMember(site, giver.person.email);
  const id = await idOf(sharer);
  ok(await site.admin.post(`/kartra/members/${id}/link`, { userId: user?.id }));
  expect((await list({ ids: String(id) }))[0]).toMatchObject({ state: 'active', livePurchases: 0 });
  expect(ids(await list({ state: 'active' }))).toContain(id);
  expect(ids(await list({ state: 'given' }))).not.toContain(id);
});

it('who changed last comes first, after an update of the plugin too', async () => {
  const first = await buy();
  const second = await buy();
  const order = async () => {
    const known = [await idOf(first), await idOf(second)];
    return ids(await list()).filter((id) => known.includes(id));
  };
  const [a, b] = [await idOf(first), await idOf(second)];
  expect(await order()).toEqual([b, a]);
  await post(ipn(later(first, { type: 'rebill', payNumber: '2', date: today })));
  expect(await order()).toEqual([a, b]);
  const member = await getMember(site, first.person.email);
  expect(member.lastChangedAt).toBe(member.timeline[0]?.at);

  // As an older version leaves its rows: without the column.
  await site.strapi.db.getConnection(TABLES.member).update({ changed_at: null });
  await site.idleUntil(async () =>
    (await site.rows(TABLES.member)).every((row) => row['changed_at'] !== null)
  );
  expect(await order()).toEqual([a, b]);
  const again = await getMember(site, first.person.email);
  expect(again.lastChangedAt).toBe(member.lastChangedAt);
});

it('whoever fell back from a fallback that was deleted since is shown in what takes its place', async () => {
  const free = await createSiteRole(site, 'Free');
  ok(await site.admin.put('/kartra/connection', { fallbackRoleId: free }));
  const sale = await buy();
  await post(outbound(later(sale, { type: 'refund', date: today })));
  await site.strapi.db.query('plugin::users-permissions.role').delete({ where: { id: free } });
  const id = await idOf(sale);
  const { level } = await getMember(site, sale.person.email);
  expect(level.name).toBe('Authenticated');
  expect(ids(await list({ roleId: level.roleId ?? 0 }))).toContain(id);
  ok(await site.admin.put('/kartra/connection', { fallbackRoleId: null }));
});

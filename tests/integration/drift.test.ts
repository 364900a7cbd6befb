import type { Member, MemberSummary } from '../../contracts/member';
import type { Overview } from '../../contracts/overview';
import { TABLES } from '../../server/src/constants';
import { getService } from '../../server/src/get-service';
import {
  buildPerson,
  buildSubscriptionSale,
  later,
  outbound,
  type Person,
} from '../builders/kartra';
import { ok } from '../helpers/admin-client';
import { getMember, mapProduct, openShop, postWebhook, type Shop } from '../helpers/kartra';
import { startSite, type Site } from '../helpers/site';
import { createSiteRole, deleteUser, roleIdByType, roleOf, updateUser } from '../helpers/users';

/** Roles that somebody changed by hand: found, shown, never undone without a trace, restored or kept. */
const GOLD = '870001';
const BRONZE = '870002';

let site: Site;
let shop: Shop;

beforeAll(async () => {
  // Batches are looked through when a test says so.
  site = await startSite({ config: { driftMs: 3_600_000 } });
  shop = await openShop(site);
  await mapProduct(site, GOLD, shop.gold);
  await mapProduct(site, BRONZE, shop.bronze);
});
afterAll(() => site.stop());

const post = async (webhook: object) => {
  expect(await postWebhook(site.address, shop.path, webhook)).toMatchObject({ status: 200 });
  await site.idle();
};

async function buyer(productId = GOLD) {
  const person = buildPerson();
  const sale = buildSubscriptionSale({ person, productId });
  await post(outbound(sale));
  const member = await getMember(site, person.email);
  return { person, sale, id: member.id, userId: Number(member.user?.id) };
}

const see = (id: number) => site.admin.get<Member>(`/kartra/members/${id}`).then(ok);
const seen = async (id: number) => {
  await site.idleUntil(async () => (await see(id)).drift !== null);
  return see(id);
};
/** As when the next batch is due on two instances at once. */
async function sweep() {
  await site.strapi.db.getConnection(TABLES.connection).update({ sweep_due_at: null });
  const { sweep: next } = getService(site.strapi, 'drift-sweep');
  await Promise.all([next(), next()]);
}
const codes = ({ timeline }: Member) => timeline.map(({ code }) => code);
const role = ({ email }: Person) => roleOf(site, email);
const countDrift = async () => ok(await site.admin.get<Overview>('/kartra/overview')).drift;

/** As somebody with a database client would: Strapi sees nothing of it. */
const writeRole = (userId: number, roleId: number) =>
  site.strapi.db
    .getConnection('up_users_role_lnk')
    .where({ user_id: userId })
    .update({ role_id: roleId });

it('a role changed in the Content Manager is found at once, with who did it, and stays', async () => {
  const { person, id, userId } = await buyer();
  const before = await countDrift();
  const users = '/content-manager/collection-types/plugin::users-permissions.user';
  const { results } = JSON.parse((await site.admin.get(users, { _q: person.email })).text) as {
    results: { documentId: string; email: string }[];
  };
  const found = results.find(({ email }) => email === person.email);
  expect(
    (
      await site.admin.put(`${users}/${found?.documentId}`, {
        role: { set: [{ id: shop.silver }] },
      })
    ).status
  ).toBe(200);

  const member = await seen(id);
  expect(member.drift).toMatchObject({
    roleId: shop.silver,
    roleName: 'Silver',
    due: { roleId: shop.gold, name: 'Gold' },
    canKeep: true,
  });
  expect(member.timeline[0]).toMatchObject({
    code: 'drift.found',
    text: 'Changed by hand to Silver; by purchases it would be Gold.',
  });
  expect(member.timeline[0]?.actor).not.toBeNull();
  expect(member.explanation.map(({ text }) => text).join(' ')).toMatch(
    /^Silver, changed by hand on \d+ \w+ \d{4}; purchases give Gold\./
  );
  expect(await countDrift()).toBe(before + 1);
  const list = ok(await site.admin.get<MemberSummary[]>('/kartra/members', { state: 'drifted' }));
  expect(list.map((row) => row.id)).toContain(id);

  // Any other change of the user, and any number of sweeps, leave the role as the person set it.
  await updateUser(site, userId, { username: `renamed-${userId}` });
  await sweep();
  await sweep();
  expect(await role(person)).toBe('Silver');
  expect(codes(await see(id)).filter((code) => code === 'drift.found')).toHaveLength(1);
});

it('one changed in the database is found by the sweep, and one changed back is forgotten', async () => {
  const { person, id, userId } = await buyer();
  await writeRole(userId, shop.bronze);
  await sweep();
  expect((await see(id)).drift).toMatchObject({ roleName: 'Bronze', due: { name: 'Gold' } });
  expect(await role(person)).toBe('Bronze');
  await writeRole(userId, shop.gold);
  await sweep();
  const forgotten = await see(id);
  expect(forgotten.drift).toBeNull();
  expect(forgotten.timeline[0]?.code).toBe('drift.found');
});

it('restoring gives what purchases say, and a renewal does too, each with a trace', async () => {
  for (const by of ['person', 'renewal'] as const) {
    const { person, sale, id, userId } = await buyer();
    await updateUser(site, userId, { role: shop.silver });
    await seen(id);
    if (by === 'person') ok(await site.admin.post(`/kartra/members/${id}/recompute`, {}));
    else
      await post(
        outbound(later(sale, { type: 'rebill', payNumber: '2', date: '2026-06-01 10:00:00' }))
      );
    const member = await see(id);
    expect(await role(person)).toBe('Gold');
    expect(member.drift).toBeNull();
    const told = member.timeline.find(({ code }) => code === 'drift.ended');
    expect(told?.text).toBe('Silver, set by hand, was replaced by Gold, as purchases say.');
    expect(told?.actor === null).toBe(by === 'renewal');
    expect(told?.webhookLogId === null).toBe(by === 'person');
  }
});

it('a lower level that is kept is a denial of the higher one, and outlives renewals', async () => {
  const { person, sale, id, userId } = await buyer();
  await updateUser(site, userId, { role: shop.silver });
  await seen(id);
  const url = `/kartra/members/${id}/keep-role`;
  expect((await site.admin.post(url, { reason: ' ' })).status).toBe(400);
  const kept = ok(await site.admin.post<Member>(url, { reason: 'shared account' }));
  expect(kept).toMatchObject({ drift: null, level: { name: 'Silver' } });
  expect(kept.overrides).toMatchObject([
    { effect: 'deny', roleName: 'Gold', reason: 'shared account' },
    { effect: 'grant', roleName: 'Silver', reason: 'shared account' },
  ]);
  expect(codes(kept)).toContain('drift.kept');
  expect(codes(kept)).not.toContain('drift.ended');
  expect(kept.explanation.map(({ code }) => code)).not.toContain('explain.by-hand');
  await post(
    outbound(later(sale, { type: 'rebill', payNumber: '2', date: '2026-06-01 10:00:00' }))
  );
  expect(await role(person)).toBe('Silver');

  for (const { id: overrideId } of kept.overrides)
    ok(await site.admin.delete(`/kartra/members/${id}/overrides/${overrideId}`));
  expect(await role(person)).toBe('Gold');
  expect((await site.admin.post(url, { reason: 'again' })).status).toBe(400);
});

it('a higher level that is kept is given by hand; the fallback, a denial of what was bought', async () => {
  const up = await buyer(BRONZE);
  await updateUser(site, up.userId, { role: shop.gold });
  await seen(up.id);
  const kept = ok(
    await site.admin.post<Member>(`/kartra/members/${up.id}/keep-role`, { reason: 'speaker' })
  );
  expect(kept.overrides).toMatchObject([{ effect: 'grant', roleName: 'Gold' }]);

  const down = await buyer(BRONZE);
  await updateUser(site, down.userId, { role: await roleIdByType(site.strapi, 'authenticated') });
  await seen(down.id);
  const denied = ok(
    await site.admin.post<Member>(`/kartra/members/${down.id}/keep-role`, { reason: 'spam' })
  );
  expect(denied.overrides).toMatchObject([{ effect: 'deny', roleName: 'Bronze' }]);
  expect(await role(down.person)).toBe('Authenticated');
});

it('a role removed altogether is found and cannot be kept; a staff role and a deleted user are no drift', async () => {
  const none = await buyer();
  const authors = await createSiteRole(site, 'Drift author');
  const staff = await buyer();
  const left = await buyer();
  await updateUser(site, staff.userId, { role: authors });
  await deleteUser(site, left.userId);
  await updateUser(site, none.userId, { role: null });
  expect((await seen(none.id)).drift).toMatchObject({ roleId: null, canKeep: false });
  const keep = await site.admin.post(`/kartra/members/${none.id}/keep-role`, { reason: 'why' });
  expect(keep.status).toBe(400);
  ok(await site.admin.post(`/kartra/members/${none.id}/recompute`, {}));
  expect(await role(none.person)).toBe('Gold');
  await sweep();
  const members = await site.rows(TABLES.member);
  expect(members.find((row) => row['id'] === left.id)?.['user_gone_at']).not.toBeNull();
  for (const { id } of [staff, left]) expect((await see(id)).drift).toBeNull();
  expect(await role(staff.person)).toBe('Drift author');
});

it('the sweep goes on behind its last batch, on any instance, and begins anew at the end', async () => {
  const last = Math.max(...(await site.rows(TABLES.member)).map(({ id }) => Number(id)));
  const connections = () => site.strapi.db.getConnection(TABLES.connection);
  const victim = await buyer();
  await writeRole(victim.userId, shop.bronze);
  await connections().update({ sweep_cursor: victim.id });
  await sweep();
  expect((await see(victim.id)).drift).toBeNull();
  expect((await site.rows(TABLES.connection))[0]?.['sweep_cursor']).toBe(0);
  await connections().update({ sweep_cursor: last });
  await sweep();
  expect((await see(victim.id)).drift).not.toBeNull();

  const due = (await site.rows(TABLES.connection))[0]?.['sweep_due_at'];
  await writeRole(victim.userId, shop.gold);
  await getService(site.strapi, 'drift-sweep').sweep();
  expect((await site.rows(TABLES.connection))[0]?.['sweep_due_at']).toBe(due);
  expect((await see(victim.id)).drift).not.toBeNull();
});

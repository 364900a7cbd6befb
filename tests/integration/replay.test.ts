import type { Job } from '../../contracts/job';
import type { Overview } from '../../contracts/overview';
import type { ReplayPreview, ReplayResult } from '../../contracts/webhook-log-requests';
import type { WebhookLog, WebhookLogDetail } from '../../contracts/webhook-log';
import {
  buildPerson,
  buildSubscriptionSale,
  buildTransaction,
  later,
  outbound,
} from '../builders/kartra';
import { ok } from '../helpers/admin-client';
import {
  getMember,
  lastLog,
  mapProduct,
  openShop,
  postWebhook,
  type Payload,
  type Shop,
} from '../helpers/kartra';
import { startSite, type Site } from '../helpers/site';
import { createSiteRole, createUser, roleOf, usersByEmail } from '../helpers/users';

/** Processing once more, by hand; and saying which purchase an event means. */
let site: Site;
let shop: Shop;

beforeAll(async () => {
  site = await startSite({ config: { backoffMs: 5, sweepMs: 50, maxFailures: 2 } });
  shop = await openShop(site);
});
afterAll(() => site.stop());

const post = async (webhook: Payload) => {
  expect(await postWebhook(site.address, shop.path, webhook)).toMatchObject({ status: 200 });
  await site.idle();
};
const replay = async (id: number, dryRun = false) =>
  ok(await site.admin.post<ReplayResult>(`/kartra/webhook-logs/${id}/replay`, { dryRun }));
const detail = async (id: number) =>
  ok(await site.admin.get<WebhookLogDetail>(`/kartra/webhook-logs/${id}`));

const overview = async () => ok(await site.admin.get<Overview>('/kartra/overview'));
const waitingIds = async () =>
  ok(
    await site.admin.get<WebhookLog[]>('/kartra/webhook-logs?waits=true&state=held&pageSize=100')
  ).map((log) => log.id);

/** A webhook given up because its role was deleted, and the mapping mended since. */
async function buildMendedDead(productId: string) {
  const doomed = await createSiteRole(site, `Doomed ${productId}`);
  const mapping = await mapProduct(site, productId, doomed);
  await site.strapi.db.query('plugin::users-permissions.role').delete({ where: { id: doomed } });
  const sale = buildTransaction({ productId });
  await postWebhook(site.address, shop.path, outbound(sale));
  await site.idleUntil(async () => (await lastLog(site)).state === 'dead');
  const { id } = await lastLog(site);
  ok(await site.admin.put(`/kartra/mappings/${mapping.id}`, { productId, roleId: shop.gold }));
  return { id, sale };
}

it('a dead webhook is applied by a replay once its cause is mended', async () => {
  const { id, sale } = await buildMendedDead('870001');
  const result = await replay(id);
  expect(result).toMatchObject({ id, dryRun: false, state: 'applied', reason: 'granted' });
  expect(await roleOf(site, sale.person.email)).toBe('Gold');
  const attempts = (await detail(id)).attemptLog;
  expect(attempts.map(({ outcome }) => outcome)).toEqual(['failed', 'dead', 'applied']);
});

it('a dry replay tells the effect and leaves everything as it was', async () => {
  const sale = buildTransaction({ productId: '870002', person: buildPerson() });
  const doomed = await createSiteRole(site, 'Doomed 870002');
  const mapping = await mapProduct(site, '870002', doomed);
  await site.strapi.db.query('plugin::users-permissions.role').delete({ where: { id: doomed } });
  await postWebhook(site.address, shop.path, outbound(sale));
  await site.idleUntil(async () => (await lastLog(site)).state === 'dead');
  const { id } = await lastLog(site);
  // Mended in the table alone, so that nobody bought backwards yet.
  await site.strapi.db
    .query('plugin::kartra.mapping')
    .update({ where: { id: mapping.id }, data: { roleId: shop.silver } });
  const before = await detail(id);

  // What the site does for a new user cannot be undone: in a trial it is not asked.
  let heard = 0;
  const hear = () => {
    heard += 1;
  };
  const unsubscribe = site.strapi.db.lifecycles.subscribe({
    models: ['plugin::users-permissions.user'],
    beforeCreate: hear,
    afterUpdate: hear,
  });
  const dry = await replay(id, true);
  unsubscribe();
  expect(heard).toBe(0);
  expect(dry).toMatchObject({ dryRun: true, state: 'applied', reason: 'granted' });
  expect(dry.effect?.text).toBe('New account → Silver');
  expect(await detail(id)).toEqual(before);
  expect(await usersByEmail(site, sale.person.email)).toEqual([]);

  expect((await replay(id)).effect?.text).toBe('New account → Silver');
  expect(await usersByEmail(site, sale.person.email)).toHaveLength(1);
});

it('replaying what was applied repeats nothing', async () => {
  await mapProduct(site, '870003', shop.gold);
  const sale = buildTransaction({ productId: '870003' });
  await post(outbound(sale));
  const log = await lastLog(site);
  const count = async () => ({
    facts: (await site.rows('kartra_events')).length,
    users: (await site.rows('up_users')).length,
    messages: (await site.rows('kartra_outbox_messages')).length,
    seen: (await site.rows('kartra_discovered_offers')).map((row) => row['times_seen']),
  });
  const before = await count();
  expect(await replay(log.id)).toMatchObject({ state: 'applied', reason: 'granted' });
  expect(await count()).toEqual(before);
});

it('all of a filter are tried dry, then replayed as a job', async () => {
  const productId = '870004';
  const { id } = await buildMendedDead(productId);
  const asked = { filter: { productId, state: 'dead' } };
  const url = '/kartra/webhook-logs/replay';
  const preview = ok(await site.admin.post<ReplayPreview>(url, { ...asked, dryRun: true }));
  expect(preview).toMatchObject({ total: 1, tried: 1, change: 1, same: 0, fail: 0 });
  expect((await detail(id)).state).toBe('dead');

  const started = ok(await site.admin.post<Job>(url, asked));
  await site.idle();
  const job = ok(await site.admin.get<Job>(`/kartra/jobs/${started.id}`));
  expect(job).toMatchObject({ state: 'done', total: 1, done: 1, failed: 0 });
  expect((await detail(id)).state).toBe('applied');
  expect((await site.admin.post(url, { filter: {} })).status).toBe(400);

  const { id: other } = await lastLog(site);
  const ticked = { filter: { ids: [id, other] }, dryRun: true };
  expect(ok(await site.admin.post<ReplayPreview>(url, ticked))).toMatchObject({
    total: new Set([id, other]).size,
    change: 0,
  });
});

it('a refused webhook cannot be replayed', async () => {
  await postWebhook(site.address, shop.path, '{"broken');
  const { id } = await lastLog(site);
  expect((await site.admin.post(`/kartra/webhook-logs/${id}/replay`, {})).status).toBe(400);
});

describe('an event that names no purchase we know', () => {
  const productId = '870010';

  /** Two subscriptions running, and a cancellation without an id: it may mean either. */
  async function buildAmbiguous() {
    const person = buildPerson();
    const first = buildSubscriptionSale({ person, productId, date: '2026-01-05 10:00:00' });
    const second = buildSubscriptionSale({ person, productId, date: '2026-02-05 10:00:00' });
    await post(outbound(first));
    await post(outbound(second));
    await post(
      outbound(
        buildTransaction({
          type: 'cancellation',
          person,
          productId,
          date: '2026-03-05 10:00:00',
          originalId: '0',
          internalSubscriptionId: 'N/A',
          processorSubscriptionId: 'N/A',
        })
      )
    );
    const log = await lastLog(site);
    expect(log).toMatchObject({ state: 'held', reason: 'unmatched-purchase' });
    return { person, first, second, id: log.id };
  }

  beforeAll(() => mapProduct(site, productId, shop.gold));

  it('is settled to one of the purchases it may mean', async () => {
    const { person, first, id } = await buildAmbiguous();
    const { candidates } = await detail(id);
    expect(candidates).toHaveLength(2);
    const chosen = candidates.find(({ orderIds }) => orderIds.includes(first.orderId));
    const url = `/kartra/webhook-logs/${id}/settle`;
    const settled = ok(
      await site.admin.post<WebhookLogDetail>(url, { purchase: chosen?.purchase })
    );
    expect(settled).toMatchObject({ state: 'applied', reason: 'no-change' });

    const member = await getMember(site, person.email);
    const states = member.entitlements.map(({ orderIds, state }) => [orderIds[0], state]);
    expect(states).toContainEqual([first.orderId, 'ended']);
    expect(states.filter(([, state]) => state === 'active')).toHaveLength(1);
    expect(member.level.name).toBe('Gold');
  });

  it('is settled dry: what it would do is told, and nothing is done', async () => {
    const { person, first, second, id } = await buildAmbiguous();
    await post(outbound(later(first, { type: 'cancellation', date: '2026-10-01 10:00:00' })));
    const { candidates } = await detail(id);
    const url = `/kartra/webhook-logs/${id}/settle`;
    const tryIt = async ({ orderId }: { orderId: string }) => {
      const chosen = candidates.find(({ orderIds }) => orderIds.includes(orderId));
      const body = { purchase: chosen?.purchase, dryRun: true };
      return ok(await site.admin.post<WebhookLogDetail>(url, body));
    };
    const activities = await site.rows('kartra_activities');
    expect((await tryIt(second)).effect).toMatchObject({ before: 'Gold', after: 'Authenticated' });
    expect((await tryIt(first)).effect).toMatchObject({ before: 'Gold', after: 'Gold' });
    const none = await site.admin.post<WebhookLogDetail>(url, { none: true, dryRun: true });
    expect(ok(none)).toMatchObject({ code: 'applied.no-change.set-aside' });

    expect(await detail(id)).toMatchObject({
      state: 'held',
      values: { order: expect.any(String) as string },
    });
    expect(await roleOf(site, person.email)).toBe('Gold');
    expect(await site.rows('kartra_activities')).toEqual(activities);
  });

  it('is settled with all that follows, or not at all', async () => {
    const { person, first, second, id } = await buildAmbiguous();
    await post(outbound(later(first, { type: 'cancellation', date: '2026-10-01 10:00:00' })));
    const { candidates } = await detail(id);
    const chosen = candidates.find(({ orderIds }) => orderIds.includes(second.orderId));
    const url = `/kartra/webhook-logs/${id}/settle`;
    const settle = () => site.admin.post<WebhookLogDetail>(url, { purchase: chosen?.purchase });
    const unsubscribe = site.strapi.db.lifecycles.subscribe({
      models: ['plugin::users-permissions.user'],
      beforeUpdate() {
        throw new Error('A hook of the site throws.');
      },
    });
    expect((await settle()).status).toBe(500);
    unsubscribe();
    expect(await detail(id)).toMatchObject({ state: 'held', reason: 'unmatched-purchase' });
    expect(await roleOf(site, person.email)).toBe('Gold');

    expect(ok(await settle())).toMatchObject({ state: 'applied' });
    expect(await roleOf(site, person.email)).toBe('Authenticated');
    const settled = (await site.rows('kartra_events')).filter(
      (row) => row['webhook_log_id'] === id && row['kind'] === 'settled'
    );
    expect(settled).toHaveLength(1);
  });

  it('is set aside when it belongs to none', async () => {
    const { person, id } = await buildAmbiguous();
    const url = `/kartra/webhook-logs/${id}/settle`;
    const settled = ok(await site.admin.post<WebhookLogDetail>(url, { none: true }));
    expect(settled).toMatchObject({ state: 'applied', code: 'applied.no-change.set-aside' });
    const { entitlements } = await getMember(site, person.email);
    expect(entitlements.map(({ state }) => state)).toEqual(['active', 'active']);
  });

  it('is not settled to the purchase of somebody else, nor twice', async () => {
    const other = buildPerson();
    await post(outbound(buildSubscriptionSale({ person: other, productId })));
    const [foreign] = (await getMember(site, other.email)).entitlements;
    const { id } = await buildAmbiguous();
    const url = `/kartra/webhook-logs/${id}/settle`;
    expect((await site.admin.post(url, { purchase: foreign?.id })).status).toBe(400);
    ok(await site.admin.post(url, { none: true }));
    expect((await site.admin.post(url, { none: true })).status).toBe(400);
  });
});

it('what waits for a person is left as it is when somebody says so, and stays so', async () => {
  const productId = '870020';
  const person = buildPerson();
  const editor = await createSiteRole(site, 'Editor');
  await createUser(site, { email: person.email, roleId: editor });
  await mapProduct(site, productId, shop.gold);
  const sale = buildSubscriptionSale({ person, productId });
  await post(outbound(sale));
  const { id } = await lastLog(site);
  expect(await detail(id)).toMatchObject({ state: 'held', reason: 'protected-role' });
  const url = `/kartra/webhook-logs/${id}/accept`;
  const accepted = ok(await site.admin.post<WebhookLogDetail>(url, { reason: 'one of us' }));
  expect(accepted).toMatchObject({
    state: 'held',
    reason: 'protected-role',
    accepted: { by: 'Olive Owner', reason: 'one of us', at: expect.any(String) as string },
  });
  await post(outbound(buildTransaction({ productId: '870029' })));
  const unmapped = await lastLog(site);
  expect(unmapped).toMatchObject({ state: 'held', reason: 'unmapped-product' });
  const waiting = await waitingIds();
  expect(waiting).not.toContain(id);
  expect(waiting).not.toContain(unmapped.id);
  const heldBefore = (await overview()).held;
  await post(outbound(later(sale, { type: 'rebill', date: '2026-09-01 10:00:00' })));
  expect(await detail(id)).toMatchObject({ state: 'held', accepted: accepted.accepted });
  expect((await overview()).held).toBe(heldBefore + 1);
  const renewal = await lastLog(site);
  expect(await waitingIds()).toContain(renewal.id);
  expect((await site.admin.post(url, {})).status).toBe(400);
});

it('that it was left as it is is over once something else becomes of it', async () => {
  const productId = '870021';
  const person = buildPerson();
  const editor = await createSiteRole(site, 'Editor of old');
  const userId = await createUser(site, { email: person.email, roleId: editor });
  await mapProduct(site, productId, shop.gold);
  await post(outbound(buildSubscriptionSale({ person, productId })));
  const { id } = await lastLog(site);
  ok(await site.admin.post(`/kartra/webhook-logs/${id}/accept`, { reason: 'one of us' }));
  await site.strapi.db.query('plugin::users-permissions.user').delete({ where: { id: userId } });
  expect(await replay(id)).toMatchObject({
    state: 'applied',
    reason: 'granted',
    accepted: null,
  });
});

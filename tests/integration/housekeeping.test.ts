import type { Member } from '../../contracts/member';
import type { WebhookLog, WebhookLogDetail } from '../../contracts/webhook-log';
import { buildPerson, buildTransaction, outbound } from '../builders/kartra';
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
import { roleOf } from '../helpers/users';

/** What time alone brings about: payloads and log lines go, facts stay, gifts end. */
const PRODUCT = '898001';
const DAY_MS = 86_400_000;

let site: Site;
let shop: Shop;

beforeAll(async () => {
  site = await startSite({ config: { housekeepingMs: 200 } });
  shop = await openShop(site);
  await mapProduct(site, PRODUCT, shop.silver);
  ok(
    await site.admin.put('/kartra/connection', { payloadRetentionDays: 10, logRetentionDays: 100 })
  );
});
afterAll(() => site.stop());

const logs = () => site.strapi.db.connection('kartra_webhook_logs');
const detail = async (id: number) => site.admin.get<WebhookLogDetail>(`/kartra/webhook-logs/${id}`);

async function buildPurchase() {
  const webhook = outbound(buildTransaction({ productId: PRODUCT }));
  await postWebhook(site.address, shop.path, webhook);
  await site.idle();
  const { id, email } = await lastLog(site);
  return { id, webhook, email: String(email) };
}

/** Received this long ago; a second is given for the way there. */
const age = (id: number, ms: number) =>
  logs()
    .where({ id })
    .update({ received_at: Date.now() - ms });

it('a payload goes after its days, not before, and what it meant stays', async () => {
  const old = await buildPurchase();
  const young = await buildPurchase();
  await age(old.id, 10 * DAY_MS + 1000);
  await age(young.id, 10 * DAY_MS - 60_000);
  await site.idleUntil(async () => ok(await detail(old.id)).payload === null);
  const forgotten = ok(await detail(old.id));
  expect(forgotten.payloadDeletedAt).not.toBeNull();
  expect(forgotten).toMatchObject({ state: 'applied', reason: 'granted' });
  expect(forgotten.event).not.toBeNull();
  expect(ok(await detail(young.id)).payload).not.toBeNull();
  expect(await roleOf(site, old.email)).toBe('Silver');
});

it('a log line goes after its days; its fact stays, so the same webhook once more counts as known', async () => {
  const old = await buildPurchase();
  const facts = (await site.rows('kartra_events')).length;
  await age(old.id, 100 * DAY_MS + 1000);
  await site.idleUntil(async () => (await detail(old.id)).status === 404);
  expect((await site.rows('kartra_events')).length).toBe(facts);
  await postWebhook(site.address, shop.path, old.webhook);
  await site.idle();
  expect(await lastLog(site)).toMatchObject({ state: 'ignored', reason: 'duplicate' });
  expect(await roleOf(site, old.email)).toBe('Silver');
});

it('what is not decided yet is never forgotten', async () => {
  const { id } = await buildPurchase();
  await logs()
    .where({ id })
    .update({ state: 'failed', next_attempt_at: Date.now() + DAY_MS });
  await age(id, 500 * DAY_MS);
  const other = await buildPurchase();
  await age(other.id, 500 * DAY_MS);
  await site.idleUntil(async () => (await detail(other.id)).status === 404);
  expect(ok(await detail(id)).payload).not.toBeNull();
});

it('a level given for some time ends with it, and shows what lies beneath', async () => {
  const person = buildPerson();
  await postWebhook(
    site.address,
    shop.path,
    outbound(buildTransaction({ person, productId: PRODUCT }))
  );
  await site.idle();
  const { id } = await getMember(site, person.email);
  const until = new Date(Date.now() + 1500).toISOString();
  const gift = { effect: 'grant', roleId: shop.gold, until, reason: 'speaker' };
  const given = await site.admin.post<Member>(`/kartra/members/${id}/overrides`, gift);
  expect(given.data.level.name).toBe('Gold');
  expect(await roleOf(site, person.email)).toBe('Gold');
  await site.idleUntil(async () => (await roleOf(site, person.email)) === 'Silver');
  expect((await getMember(site, person.email)).overrides).toEqual([]);
});

it('listeners of the site are told once each of a new account, a changed role and a new offer', async () => {
  const told: { topic: string; payload: Record<string, unknown> }[] = [];
  for (const topic of ['member.created', 'access.changed', 'offer.discovered', 'webhook.dead'])
    site.strapi.eventHub.on(`kartra.${topic}`, (payload) => {
      told.push({ topic, payload: payload as Record<string, unknown> });
      return Promise.resolve();
    });
  const productId = '898002';
  await mapProduct(site, productId, shop.gold);
  const person = buildPerson();
  await postWebhook(site.address, shop.path, outbound(buildTransaction({ person, productId })));
  await site.idleUntil(() => Promise.resolve(told.some(({ topic }) => topic.startsWith('offer'))));
  const { id, user } = await getMember(site, person.email);
  const [log] = ok(await site.admin.get<WebhookLog[]>('/kartra/webhook-logs', { productId }));
  // Earlier tests may have left something in the outbox.
  const ofThis = told.filter(({ payload }) => payload['webhookLogId'] === log?.id);
  expect(ofThis.map(({ topic }) => topic).sort()).toEqual([
    'access.changed',
    'member.created',
    'offer.discovered',
  ]);
  expect(ofThis.find(({ topic }) => topic === 'access.changed')?.payload).toMatchObject({
    memberId: id,
    userId: user?.id,
    after: { name: 'Gold' },
    webhookLogId: log?.id,
    messageId: expect.any(String) as string,
  });
});

it('a job whose worker died is finished by whoever comes next, from where it stood', async () => {
  const people = [buildPerson(), buildPerson(), buildPerson()];
  const productId = '898003';
  for (const person of people)
    await postWebhook(site.address, shop.path, outbound(buildTransaction({ person, productId })));
  await site.idle();
  const ids = await Promise.all(people.map(async ({ email }) => (await getMember(site, email)).id));
  ids.sort((a, b) => a - b);
  const connection = site.strapi.db.connection;
  const [{ id: connectionId }] = (await connection('kartra_connections').select('id')) as [
    { id: number },
  ];
  await connection('kartra_mappings').insert({
    connection_id: connectionId,
    product_id: productId,
    price_point: '*',
    role_id: shop.gold,
    version: 1,
    saved_at: Date.now(),
  });
  // The first member was done when the worker died.
  await connection('kartra_jobs').insert({
    connection_id: connectionId,
    kind: 'apply-mappings',
    params: JSON.stringify({ productIds: [productId] }),
    state: 'running',
    total: 3,
    done: 1,
    failed: 0,
    cursor: JSON.stringify({ product: 0, afterId: ids[0] }),
    lease_token: 'died',
    lease_until: Date.now() - 1,
    queued_at: Date.now(),
    stop_requested: false,
  });
  await site.idleUntil(async () => {
    const jobs = await site.rows('kartra_jobs');
    return jobs.at(-1)?.['state'] === 'done';
  });
  const jobs = await site.rows('kartra_jobs');
  expect(jobs.at(-1)).toMatchObject({ done: 3, failed: 0 });
  const roles = await Promise.all(
    ids.map(async (id) => {
      const member = ok(await site.admin.get<Member>(`/kartra/members/${id}`));
      return member.user?.roleName ?? null;
    })
  );
  // Nobody behind the cursor is left out; the one before it was not done again.
  expect(roles).toEqual([null, 'Gold', 'Gold']);
});

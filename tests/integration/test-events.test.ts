import type { TestEventResult } from '../../contracts/test-event';
import type { Overview } from '../../contracts/overview';
import type { WebhookLogDetail } from '../../contracts/webhook-log';
import { buildPerson, buildTransaction, outbound } from '../builders/kartra';
import { ok } from '../helpers/admin-client';
import {
  findMembers,
  getMember,
  mapProduct,
  openShop,
  postWebhook,
  type Shop,
} from '../helpers/kartra';
import { startSite, type Site, type StoredRow } from '../helpers/site';
import { createUser, roleIdByType, usersByEmail } from '../helpers/users';

/** Trying it out without Kartra, and leaving nothing behind. */
const GOLD = '896001';
const UNMAPPED = '896009';

let site: Site;
let shop: Shop;

beforeAll(async () => {
  site = await startSite();
  shop = await openShop(site);
  await mapProduct(site, GOLD, shop.gold);
});
afterAll(() => site.stop());

const TABLES = [
  'kartra_webhook_logs',
  'kartra_events',
  'kartra_members',
  'kartra_member_identities',
  'kartra_entitlements',
  'kartra_overrides',
  'kartra_activities',
  'kartra_outbox_messages',
  'kartra_discovered_offers',
  'up_users',
  'up_users_role_lnk',
];

/** All that the site knows; what the outbox sends meanwhile is left out. */
/** Without what timers change by themselves: deliveries, and the search for second addresses. */
function withoutTimers(table: string, row: StoredRow): StoredRow {
  if (table === 'kartra_outbox_messages') return { id: row['id'], topic: row['topic'] };
  return table === 'kartra_members' ? { ...row, look_for_others_at: null } : row;
}

async function everything(): Promise<Record<string, StoredRow[]>> {
  const tables = await Promise.all(
    TABLES.map(async (table) => [
      table,
      (await site.rows(table)).map((row) => withoutTimers(table, row)),
    ])
  );
  return Object.fromEntries(tables) as Record<string, StoredRow[]>;
}

const send = async (kind: string, email: string, more: object = {}) =>
  ok(
    await site.admin.post<TestEventResult>('/kartra/test-events', {
      kind,
      productId: GOLD,
      email,
      ...more,
    })
  );
const overview = async () => ok(await site.admin.get<Overview>('/kartra/overview'));
const remove = (id: number) => site.admin.delete(`/kartra/test-members/${id}`);

it('a dry test tells the effect and the sentence, and changes nothing at all', async () => {
  const before = await everything();
  const result = await send('sale', 'dry@example.org', { dryRun: true });
  expect(result).toMatchObject({
    dryRun: true,
    id: null,
    state: 'applied',
    reason: 'granted',
    code: 'applied.granted.account-created',
    message: 'Test product (896001) gives Gold. The account was created.',
    values: { product: 'Test product (896001)', level: 'Gold' },
    effect: { before: null, after: 'Gold', accountCreated: true, text: 'New account → Gold' },
  });
  expect(
    await send('sale', 'dry@example.org', { dryRun: true, productId: UNMAPPED })
  ).toMatchObject({ state: 'held', reason: 'unmapped-product', effect: null });
  expect(await send('cancellation', 'dry@example.org', { dryRun: true })).toMatchObject({
    state: 'held',
    reason: 'unmatched-purchase',
  });
  expect(await everything()).toEqual(before);
});

it('a whole life is tested, counts nowhere, and goes away with one click', async () => {
  const before = await everything();
  const factsBefore = await overview();
  const email = 'kartra-test@example.org';
  const sale = await send('sale', email);
  expect(sale).toMatchObject({
    dryRun: false,
    state: 'ignored',
    reason: 'test',
    code: 'ignored.test',
    isTest: true,
    message: 'A test event by Olive Owner; no mail went out.',
    effect: { text: 'New account → Gold' },
    outcome: { state: 'applied', reason: 'granted', code: 'applied.granted.account-created' },
  });

  const told: [string, string | null, string | null][] = [];
  for (const kind of ['rebill', 'failed', 'partial-refund', 'cancellation', 'rebill', 'refund']) {
    const { outcome, effect } = await send(kind, email);
    told.push([kind, outcome.reason, effect?.after ?? null]);
  }
  expect(told).toEqual([
    ['rebill', 'renewed', 'Gold'],
    ['failed', 'past-due', 'Gold'],
    ['partial-refund', 'no-change', 'Gold'],
    ['cancellation', 'revoked', 'Authenticated'],
    ['rebill', 'recovered', 'Gold'],
    ['refund', 'revoked', 'Authenticated'],
  ]);
  await send('sale', email);
  expect((await send('chargeback', email)).outcome.code).toBe('applied.revoked.charged-back');
  await send('sale', email, { productId: UNMAPPED });

  const member = await getMember(site, email);
  expect(member).toMatchObject({ isTest: true, name: 'Test Member' });
  const log = ok(await site.admin.get<WebhookLogDetail>(`/kartra/webhook-logs/${sale.id}`));
  expect(log).toMatchObject({ surface: 'outbound', memberId: member.id });
  expect(JSON.parse(log.payload ?? '')).toMatchObject({
    action: 'buy_product',
    lead: { email },
    action_details: { transaction_details: { product_id: 896001 } },
  });
  const facts = await overview();
  expect(facts.facts.seen).toEqual(factsBefore.facts.seen);
  expect(facts.facts.firstWebhookAt).toBeNull();
  expect([facts.waitingBuyers, facts.held, facts.unmappedOffers]).toEqual([0, 0, 0]);
  expect(facts.members.map(({ count }) => count)).toEqual([0, 0, 0].slice(0, facts.members.length));
  expect(await site.rows('kartra_discovered_offers')).toEqual([]);

  expect((await site.admin.post(`/kartra/members/${member.id}/link`, { userId: 1 })).status).toBe(
    400
  );
  expect((await remove(member.id)).status).toBe(200);
  expect(await everything()).toEqual(before);
  expect((await remove(member.id)).status).toBe(404);
});

it('nobody real is touched by a test: neither a member nor a user of the site', async () => {
  const person = buildPerson();
  await postWebhook(
    site.address,
    shop.path,
    outbound(buildTransaction({ person, productId: GOLD }))
  );
  await site.idle();
  const stranger = buildPerson();
  const roleId = await roleIdByType(site.strapi, 'authenticated');
  await createUser(site, { email: stranger.email, roleId });
  const before = await everything();
  for (const { email } of [person, stranger]) {
    const body = { kind: 'refund', productId: GOLD, email: email.toUpperCase() };
    const answer = await site.admin.post('/kartra/test-events', body);
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('This address is in use');
    expect((await site.admin.post('/kartra/test-events', { ...body, dryRun: true })).status).toBe(
      400
    );
  }
  const { id } = await getMember(site, person.email);
  expect((await remove(id)).status).toBe(404);
  expect(await everything()).toEqual(before);
});

it('a real buyer under the address of a test starts afresh', async () => {
  const person = buildPerson();
  await send('sale', person.email);
  const { id } = await getMember(site, person.email);
  await send('sale', person.email, { productId: UNMAPPED });
  const sale = outbound(buildTransaction({ person, productId: GOLD }));
  await postWebhook(site.address, shop.path, sale);
  await site.idle();
  const [member, ...others] = await findMembers(site, person.email);
  expect(others).toEqual([]);
  expect(member).toMatchObject({ isTest: false, level: { name: 'Gold' } });
  expect(member?.id).not.toBe(id);
  expect(await usersByEmail(site, person.email)).toHaveLength(1);
  expect((await site.rows('kartra_events')).filter((row) => row['member_id'] === id)).toEqual([]);
});

it('what is asked for is looked at first', async () => {
  const ask = async (body: object) => (await site.admin.post('/kartra/test-events', body)).status;
  const good = { kind: 'sale', productId: GOLD, email: 'kartra-test@example.org', dryRun: true };
  expect(await ask(good)).toBe(200);
  expect(await ask({ ...good, productId: 896001 })).toBe(200);
  for (const wrong of [
    { kind: 'gift' },
    { productId: '' },
    { email: 'nobody' },
    { more: 1 },
    { dryRun: 'yes' },
  ]) {
    expect(await ask({ ...good, ...wrong })).toBe(400);
  }
});

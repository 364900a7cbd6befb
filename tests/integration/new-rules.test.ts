import type { Job } from '../../contracts/job';
import type { WaitingMember } from '../../contracts/new-rules';
import type { Overview } from '../../contracts/overview';
import type { Member } from '../../contracts/member';
import {
  buildSubscriptionSale,
  later,
  newProduct,
  outbound,
  type Transaction,
} from '../builders/kartra';
import { ok } from '../helpers/admin-client';
import { createTestDatabase, type TestDatabase } from '../helpers/databases';
import { getMember, lastLog, mapProduct, openShop, postWebhook } from '../helpers/kartra';
import type { Shop } from '../helpers/kartra';
import { kartraDate } from '../helpers/kartra-date';
import { leaveAs, letTimePass, memberIdOf, startUpgradable, upgrade } from '../helpers/left-behind';
import type { Site } from '../helpers/site';
import { roleOf } from '../helpers/users';

const SECOND_MS = 1000;

/** What the rules of this version would change waits for an administrator. */
let database: TestDatabase;
let site: Site;
let shop: Shop;

beforeEach(async () => {
  database = await createTestDatabase();
  site = await startUpgradable(database);
  shop = await openShop(site);
});
afterEach(async () => {
  await site.stop();
  await database.drop();
});

const table = (name: string) => site.strapi.db.connection(name);
const newRules = async () => ok(await site.admin.get<Overview>('/kartra/overview')).newRules;
const waiting = async () => ok(await site.admin.get<WaitingMember[]>('/kartra/new-rules'));

async function post(transaction: Transaction): Promise<void> {
  await postWebhook(site.address, shop.path, outbound(transaction));
  await site.idle();
}

async function buy(productId: string, date = '2026-05-03 14:02:11'): Promise<Transaction> {
  const sale = buildSubscriptionSale({ productId, date });
  await post(sale);
  return sale;
}

const startAgain = async () => {
  site = await upgrade(site, database);
};

/** One who gains, one who loses, one who stays, as an earlier version left them. */
async function buildUpgrade() {
  const gold = newProduct();
  const silver = newProduct();
  await mapProduct(site, gold, shop.gold);
  await mapProduct(site, silver, shop.silver);
  const gains = await buy(gold);
  const loses = await buy(silver);
  const stays = await buy(gold);
  await leaveAs(site, gains, 'Authenticated');
  await leaveAs(site, loses, 'Gold');
  await leaveAs(site, stays, 'Gold');
  await startAgain();
  return { gains, loses, stays };
}

const rolesOf = (...sales: readonly Transaction[]) =>
  Promise.all(sales.map(({ person }) => roleOf(site, person.email)));

it('a fresh site asks nothing, not even after it was started again', async () => {
  const productId = newProduct();
  await mapProduct(site, productId, shop.gold);
  await buy(productId);
  await startAgain();
  expect(await newRules()).toBeNull();
  expect(await waiting()).toEqual([]);
  const kinds = (await site.rows('kartra_jobs')).map(({ kind }) => kind);
  expect(kinds).not.toContain('compare-new-rules');
  const refused = await site.admin.post('/kartra/new-rules/apply');
  expect(refused.status).toBe(400);
});

it('lists whom the new rules would change, changes nobody, and leaves them alone', async () => {
  const { gains, loses, stays } = await buildUpgrade();
  expect(await newRules()).toEqual({ members: 2, gain: 1, lose: 1, move: 0 });
  expect(await waiting()).toMatchObject([
    {
      memberId: await memberIdOf(site, loses),
      effect: 'lose',
      before: ['Gold'],
      after: ['Silver'],
    },
    { memberId: await memberIdOf(site, gains), effect: 'gain', before: [], after: ['Gold'] },
  ]);
  await letTimePass(site);
  expect(await rolesOf(gains, loses, stays)).toEqual(['Authenticated', 'Gold', 'Gold']);
  const told = (await site.rows('kartra_activities')).map(({ code }) => code);
  expect(told).not.toContain('new-rules.member');
  // Who stays goes on by the new rules: the row was written anew.
  const id = await memberIdOf(site, stays);
  const row = (await site.rows('kartra_entitlements')).find(({ member_id }) => member_id === id);
  expect(Number(row?.['derived_at'])).toBe(Number(row?.['changed_at']));
});

it('due dates and changes of mappings leave those who wait alone, until the answer', async () => {
  const productId = newProduct();
  const mapping = await mapProduct(site, productId, shop.silver, { durationDays: 30 });
  const sale = await buy(productId, kartraDate(Date.now()));
  await leaveAs(site, sale, 'Gold', { ends_at: Date.now() + 3600 * SECOND_MS });
  await startAgain();
  expect(await newRules()).toMatchObject({ members: 1, lose: 1 });
  await table('kartra_entitlements').update({ ends_at: Date.now() - SECOND_MS });
  await letTimePass(site);
  expect(await rolesOf(sale)).toEqual(['Gold']);
  ok(await site.admin.put(`/kartra/mappings/${mapping.id}`, { roleId: shop.bronze }));
  await site.idle();
  expect(await rolesOf(sale)).toEqual(['Gold']);
});

it('a new webhook of one who waits applies the new rules to that member, and says so', async () => {
  const { gains, loses } = await buildUpgrade();
  await post(later(loses, { type: 'rebill', date: '2026-06-03 14:02:11' }));
  expect(await rolesOf(gains, loses)).toEqual(['Authenticated', 'Silver']);
  expect(await newRules()).toEqual({ members: 1, gain: 1, lose: 0, move: 0 });
  const log = await lastLog(site);
  expect(log.message).toMatch(/New rules applied\.$/);
  const { timeline } = await getMember(site, loses.person.email);
  expect(timeline).toContainEqual(
    expect.objectContaining({ code: 'new-rules.member', webhookLogId: log.id })
  );
});

it('what an administrator does to one who waits goes by the new rules', async () => {
  const { gains, loses } = await buildUpgrade();
  const id = await memberIdOf(site, gains);
  ok(await site.admin.post<Member>(`/kartra/members/${id}/recompute`));
  expect(await rolesOf(gains, loses)).toEqual(['Gold', 'Gold']);
  expect(await newRules()).toEqual({ members: 1, gain: 0, lose: 1, move: 0 });
});

it('applied, everybody who waits gets what the new rules say, told with the name of who did it', async () => {
  const { gains, loses, stays } = await buildUpgrade();
  ok(await site.admin.post<Job>('/kartra/new-rules/apply'));
  await site.idle();
  expect(await rolesOf(gains, loses, stays)).toEqual(['Gold', 'Silver', 'Gold']);
  expect(await newRules()).toBeNull();
  const lines = await site.rows('kartra_activities');
  const applied = lines.find(({ code }) => code === 'new-rules.applied');
  expect(applied?.['text']).toBe('The new rules are applied to 2 members.');
  expect(applied?.['actor']).not.toBeNull();
  expect(lines.filter(({ code }) => code === 'new-rules.member')).toHaveLength(2);
  expect((await site.admin.post('/kartra/new-rules/apply')).status).toBe(400);
});

it('declined, everybody keeps what they have, also after a restart; the next event goes by the rules', async () => {
  const { gains, loses } = await buildUpgrade();
  expect(ok(await site.admin.post('/kartra/new-rules/decline'))).toEqual({ members: 2 });
  expect(await newRules()).toBeNull();
  await startAgain();
  await letTimePass(site);
  expect(await newRules()).toBeNull();
  expect(await rolesOf(gains, loses)).toEqual(['Authenticated', 'Gold']);
  const lines = await site.rows('kartra_activities');
  expect(lines.find(({ code }) => code === 'new-rules.declined')?.['text']).toBe(
    'The new rules were declined; 2 members keep what they have.'
  );
  await post(later(gains, { type: 'rebill', date: '2026-06-03 14:02:11' }));
  expect(await rolesOf(gains)).toEqual(['Gold']);
});

it('who waits keeps waiting over a restart, and a comparison that was cut off goes on', async () => {
  const { gains, loses } = await buildUpgrade();
  const id = await memberIdOf(site, loses);
  // Cut off before this one's turn: its worker died.
  await table('kartra_members').where({ id }).update({ rules_effect: null, rules_levels: null });
  await table('kartra_jobs')
    .where({ kind: 'compare-new-rules' })
    .update({ state: 'running', finished_at: null, lease_until: 0, cursor: null });
  await startAgain();
  expect(await newRules()).toEqual({ members: 2, gain: 1, lose: 1, move: 0 });
  expect(await rolesOf(gains, loses)).toEqual(['Authenticated', 'Gold']);
});

it('what an older version beside this one derived once more is compared once more', async () => {
  const productId = newProduct();
  await mapProduct(site, productId, shop.gold);
  const sale = await buy(productId);
  const member_id = await memberIdOf(site, sale);
  // It knows no number of the rules and leaves it as it was.
  await table('kartra_entitlements')
    .where({ member_id })
    .update({ state: 'ended', reason: 'refunded', changed_at: Date.now() + 1 });
  await startAgain();
  // The row's number of the rules says nothing of it: it is found a moment after the site listens.
  await site.idleUntil(async () => (await newRules()) !== null);
  expect(await newRules()).toEqual({ members: 1, gain: 1, lose: 0, move: 0 });
});

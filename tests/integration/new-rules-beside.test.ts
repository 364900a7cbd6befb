import type { Job } from '../../contracts/job';
import type { Member } from '../../contracts/member';
import type { Overview } from '../../contracts/overview';
import type { WaitingMember } from '../../contracts/new-rules';
import {
  buildSubscriptionSale,
  later,
  newProduct,
  outbound,
  type Transaction,
} from '../builders/kartra';
import { ok } from '../helpers/admin-client';
import { createTestDatabase, type TestDatabase } from '../helpers/databases';
import { getMember, mapProduct, openShop, postWebhook, type Shop } from '../helpers/kartra';
import {
  leaveAs,
  letTimePass,
  memberIdOf,
  startUpgradable,
  upgrade,
  writeRole,
} from '../helpers/left-behind';
import type { Site } from '../helpers/site';
import { roleOf } from '../helpers/users';

/** Members who wait for the answer about new rules, and what else happens to them while they wait. */
const HOUR_MS = 3_600_000;

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

const newRules = async () => ok(await site.admin.get<Overview>('/kartra/overview')).newRules;
const waiting = async () => ok(await site.admin.get<WaitingMember[]>('/kartra/new-rules'));
const apply = async () => {
  ok(await site.admin.post<Job>('/kartra/new-rules/apply'));
  await site.idle();
};
const decline = async () => ok(await site.admin.post('/kartra/new-rules/decline'));
const role = ({ person }: Transaction) => roleOf(site, person.email);
const member = ({ person }: Transaction): Promise<Member> => getMember(site, person.email);
const codes = async (sale: Transaction) => (await member(sale)).timeline.map(({ code }) => code);

async function post(transaction: Transaction): Promise<void> {
  await postWebhook(site.address, shop.path, outbound(transaction));
  await site.idle();
}

async function buy(productId: string): Promise<Transaction> {
  const sale = buildSubscriptionSale({ productId, date: '2026-05-03 14:02:11' });
  await post(sale);
  return sale;
}

async function buySilver(): Promise<Transaction> {
  const productId = newProduct();
  await mapProduct(site, productId, shop.silver);
  return buy(productId);
}

describe('an override that ends while its member waits', () => {
  let sale: Transaction;

  /** Silver by the rules of this version, nothing by those of the earlier one; Gold was given for an hour. */
  beforeEach(async () => {
    sale = await buySilver();
    const until = new Date(Date.now() + HOUR_MS).toISOString();
    const gift = { effect: 'grant', roleId: shop.gold, until, reason: 'a gift' };
    const url = `/kartra/members/${await memberIdOf(site, sale)}/overrides`;
    expect((await site.admin.post(url, gift)).status).toBe(201);
    await leaveAs(site, sale, 'Authenticated');
    await writeRole(site, sale, 'Gold');
    site = await upgrade(site, database);
    expect(await waiting()).toMatchObject([
      { effect: 'gain', before: ['Gold'], after: ['Gold', 'Silver'] },
    ]);
    await site.strapi.db.connection('kartra_overrides').update({ until: Date.now() - 1000 });
    await letTimePass(site);
  });

  const overrides = async () => (await member(sale)).overrides;

  it('changes nothing until the answer', async () => {
    expect(await role(sale)).toBe('Gold');
    expect((await site.rows('kartra_overrides'))[0]?.['removed_at']).toBeNull();
    expect(await newRules()).toMatchObject({ members: 1 });
    expect(await codes(sale)).not.toContain('new-rules.member');
  });

  it('ends with the answer yes, and the member has what the new rules give', async () => {
    await apply();
    await letTimePass(site);
    expect(await role(sale)).toBe('Silver');
    expect(await overrides()).toEqual([]);
    expect(await newRules()).toBeNull();
  });

  it('ends with the answer no as well: what comes next goes by the rules', async () => {
    await decline();
    await letTimePass(site);
    expect(await role(sale)).toBe('Silver');
    expect(await overrides()).toEqual([]);
  });

  it('ends with the next webhook of the member', async () => {
    await post(later(sale, { type: 'rebill', date: '2026-06-03 14:02:11' }));
    expect(await role(sale)).toBe('Silver');
    expect(await codes(sale)).toContain('new-rules.member');
  });
});

describe('a role that was set by hand while its member waits', () => {
  let sale: Transaction;

  /** Silver by the rules of this version, Gold by those of the earlier one; an administrator made it Bronze. */
  beforeEach(async () => {
    sale = await buySilver();
    await leaveAs(site, sale, 'Gold');
    site = await upgrade(site, database);
    await writeRole(site, sale, 'Bronze');
    await letTimePass(site);
  });

  it('stays, and nothing is noted, until the answer', async () => {
    expect(await role(sale)).toBe('Bronze');
    expect(await newRules()).toEqual({ members: 1, gain: 0, lose: 1, move: 0 });
    const told = (await site.rows('kartra_activities')).map(({ code }) => code);
    expect(told).not.toContain('drift.found');
    expect(told).not.toContain('new-rules.member');
  });

  it('gives way to the answer yes, which says so', async () => {
    await apply();
    expect(await role(sale)).toBe('Silver');
    const { timeline, drift } = await member(sale);
    expect(drift).toBeNull();
    expect(timeline).toContainEqual(
      expect.objectContaining({
        code: 'drift.ended',
        text: 'Bronze, set by hand, was replaced by Silver, as purchases say.',
      })
    );
  });

  it('stays with the answer no, and is shown as changed by hand', async () => {
    await decline();
    await letTimePass(site);
    expect(await role(sale)).toBe('Bronze');
    expect((await member(sale)).drift).toMatchObject({ roleName: 'Bronze' });
  });
});

it('other levels below the same highest one are a move, shown and applied as one', async () => {
  const productId = newProduct();
  ok(await site.admin.post('/kartra/mappings', { productId, levels: [shop.gold, shop.bronze] }));
  const sale = await buy(productId);
  await leaveAs(site, sale, 'Gold', {
    levels: JSON.stringify([shop.gold, shop.silver].map(String)),
  });
  site = await upgrade(site, database);
  expect(await newRules()).toEqual({ members: 1, gain: 0, lose: 0, move: 1 });
  expect(await waiting()).toMatchObject([
    { effect: 'move', before: ['Gold', 'Silver'], after: ['Gold', 'Bronze'] },
  ]);
  await letTimePass(site);
  expect((await member(sale)).levels.map(({ name }) => name)).toEqual(['Gold', 'Silver']);

  await apply();
  expect(await role(sale)).toBe('Gold');
  expect((await member(sale)).levels.map(({ name }) => name)).toEqual(['Gold', 'Bronze']);
  expect(await codes(sale)).toContain('new-rules.member');
  expect(await newRules()).toBeNull();
});

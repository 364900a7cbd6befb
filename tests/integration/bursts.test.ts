/** Webhooks that wait together are applied together, each as if it had come alone. */
import type { Hooks } from '../../contracts/hooks';
import type { WebhookLog } from '../../contracts/webhook-log';
import { webhookLogCodec } from '../../server/src/repositories/webhook-logs';
import { newLease } from '../../server/src/repositories/leases';
import { applyTogether } from '../../server/src/services/receiving/apply-together';
import {
  buildPerson,
  buildSubscriptionSale,
  buildTransaction,
  later,
  newProduct,
  outbound,
  type Person,
  type Transaction,
} from '../builders/kartra';
import { ok } from '../helpers/admin-client';
import {
  createLevel,
  findMembers,
  getMember,
  mapProduct,
  openShop,
  postWebhook,
  type Shop,
} from '../helpers/kartra';
import { startSite, type Site } from '../helpers/site';
import { roleOf, usersByEmail } from '../helpers/users';

let site: Site;
let shop: Shop;
const told: { name: string; memberId: unknown }[] = [];

beforeAll(async () => {
  site = await startSite();
  shop = await openShop(site);
  for (const name of ['kartra.access.changed', 'kartra.member.created'] as const) {
    site.strapi.eventHub.on(name, (payload: { memberId?: unknown }) => {
      told.push({ name, memberId: payload.memberId });
      return Promise.resolve();
    });
  }
});
afterAll(() => site.stop());

const post = async (webhook: object) =>
  expect(await postWebhook(site.address, shop.path, webhook)).toMatchObject({ status: 200 });

/** What comes while the integration is paused waits, and goes in one go when it is switched on. */
async function postAtOnce(webhooks: readonly object[]): Promise<void> {
  ok(await site.admin.post('/kartra/connection/disable', { mode: 'pause' }));
  for (const webhook of webhooks) await post(webhook);
  ok(await site.admin.post('/kartra/connection/enable'));
  await site.idle();
}

async function postOneByOne(webhooks: readonly object[]): Promise<void> {
  for (const webhook of webhooks) {
    await post(webhook);
    await site.idle();
  }
}

/** Oldest first. */
const logsSince = async (id: number): Promise<WebhookLog[]> =>
  ok(await site.admin.get<WebhookLog[]>('/kartra/webhook-logs', { pageSize: 100 }))
    .filter((log) => log.id > id)
    .reverse();
const newestId = async (): Promise<number> =>
  Math.max(0, ...(await site.rows('kartra_webhook_logs')).map(({ id }) => Number(id)));

/** How many of these webhooks were finished by each statement. */
async function finishedTogether(work: () => Promise<void>): Promise<number> {
  let statements = 0;
  const count = ({ sql }: { readonly sql: string }) => {
    if (/^update .kartra_webhook_logs. .*finished_at/s.test(sql)) statements += 1;
  };
  site.strapi.db.connection.on('query', count);
  await work().finally(() => site.strapi.db.connection.off('query', count));
  return statements;
}

describe('a burst', () => {
  const gold = newProduct();
  const silver = newProduct();
  const unmapped = newProduct();

  /** Seven buyers, each with what they did before and what comes in the burst. */
  function stories() {
    const sale = (productId: string) => buildSubscriptionSale({ productId });
    const [fresh, renewing, refunded, leaving, unknown, upgrading] = [
      sale(gold),
      sale(gold),
      sale(gold),
      sale(silver),
      sale(unmapped),
      sale(silver),
    ];
    const stranger = buildTransaction({ productId: gold, type: 'refund', parentId: '4711' });
    const date = '2026-06-03 14:02:11';
    return {
      people: [fresh, renewing, refunded, leaving, unknown, upgrading, stranger].map(
        ({ person }) => person
      ),
      before: [renewing, refunded, leaving, upgrading].map((one) => outbound(one)),
      burst: [
        outbound(fresh),
        outbound(later(renewing, { type: 'rebill', date })),
        outbound(later(refunded, { type: 'refund', date })),
        outbound(later(leaving, { type: 'cancellation', date })),
        outbound(unknown),
        outbound(buildTransaction({ person: upgrading.person, productId: gold })),
        outbound(stranger),
      ],
    };
  }

  /** What became of the person, without what differs from one person to the next. */
  async function stateOf(person: Person) {
    const [member] = await findMembers(site, person.email);
    const { levels, entitlements } = await getMember(site, person.email);
    const [user, ...others] = await usersByEmail(site, person.email);
    expect(others).toEqual([]);
    const activity = (await site.rows('kartra_activities'))
      .filter((row) => row['member_id'] === member?.id)
      .map((row) => row['code']);
    return {
      role: user ? await roleOf(site, person.email) : null,
      levels: levels.map(({ name }) => name),
      purchases: entitlements.map(({ state, productName }) => [state, productName]),
      activity,
      told: told.filter(({ memberId }) => memberId === member?.id).map(({ name }) => name),
    };
  }

  it('gives every buyer what they would have if it had come one by one', async () => {
    await mapProduct(site, gold, shop.gold);
    await mapProduct(site, silver, shop.silver, { onCancellation: 'end-now' });
    const alone = stories();
    const together = stories();
    await postOneByOne([...alone.before, ...together.before]);
    const first = await newestId();
    await postOneByOne(alone.burst);
    const second = await newestId();
    const statements = await finishedTogether(() => postAtOnce(together.burst));
    await site.idleUntil(async () =>
      (await site.rows('kartra_outbox_messages')).every(
        ({ topic, state }) => String(topic).startsWith('mail.') || state !== 'queued'
      )
    );

    const seen = async (from: number, to: number) =>
      (await logsSince(from))
        .filter(({ id }) => id <= to)
        .map(({ state, reason, code, kind, effect, attempts }) => ({
          ...{ state, reason, code, kind, effect, attempts },
        }));
    const aloneLogs = await seen(first, second);
    expect(aloneLogs.map(({ state }) => state)).toEqual([
      ...['applied', 'applied', 'applied', 'applied', 'held', 'applied'],
      expect.any(String),
    ]);
    expect(await seen(second, Infinity)).toEqual(aloneLogs);
    for (const [index, person] of together.people.entries()) {
      const other = alone.people[index];
      if (!other) throw new Error('Each story has its twin.');
      expect(await stateOf(person)).toEqual(await stateOf(other));
    }
    // One statement for all that are simple.
    expect(statements).toBeLessThan(together.burst.length);
  });

  it('of one person under several names makes one member, who has all of it', async () => {
    const person = buildPerson();
    const withoutLead = { ...person, leadId: 'N/A' };
    const others = Array.from({ length: 5 }, () => buildTransaction({ productId: gold }));
    await postAtOnce([
      outbound(buildTransaction({ person, productId: silver })),
      ...others.map((sale) => outbound(sale)),
      outbound(buildTransaction({ person: withoutLead, productId: gold })),
    ]);
    expect(await usersByEmail(site, person.email)).toHaveLength(1);
    const { levels } = await getMember(site, person.email);
    expect(levels.map(({ name }) => name)).toEqual(['Gold', 'Silver']);
    for (const sale of others) expect(await roleOf(site, sale.person.email)).toBe('Gold');
  });

  it('with one event told twice decides it once', async () => {
    const sale = buildTransaction({ productId: gold });
    const first = await newestId();
    await postAtOnce([
      outbound(sale),
      { ...outbound(sale), told: 'again' },
      outbound(buildTransaction({ productId: gold })),
    ]);
    const logs = await logsSince(first);
    expect(logs.map(({ state }) => state)).toEqual(['applied', 'ignored', 'applied']);
    expect(logs[1]).toMatchObject({ duplicateOf: logs[0]?.id });
  });
});

describe('one that fails', () => {
  it('fails alone: the others are applied, each at its first attempt', async () => {
    const gold = newProduct();
    const broken = newProduct();
    await mapProduct(site, gold, shop.gold);
    const doomed = await createLevel(site, 'Doomed');
    await mapProduct(site, broken, doomed);
    await site.strapi.db.connection('up_roles').where({ id: doomed }).delete();
    const people: Person[] = [];
    const buy = (productId: string): Transaction => {
      const sale = buildTransaction({ productId });
      people.push(sale.person);
      return sale;
    };
    const sales = [
      ...Array.from({ length: 10 }, () => buy(gold)),
      buy(broken),
      buy(gold),
      buy(gold),
    ];
    const first = await newestId();
    await postAtOnce(sales.map((sale) => outbound(sale)));
    const logs = await logsSince(first);
    expect(logs.map(({ attempts }) => attempts)).toEqual(sales.map(() => 1));
    for (const [index, { state, reason }] of logs.entries()) {
      const isBroken = sales[index]?.productId === broken;
      expect([state, reason]).toEqual(
        isBroken ? ['failed', 'role-missing'] : ['applied', 'granted']
      );
    }
    for (const [index, { email }] of people.entries()) {
      if (sales[index]?.productId === gold) expect(await roleOf(site, email)).toBe('Gold');
    }
  });

  it('under a lease that another worker has by now changes nothing', async () => {
    const gold = newProduct();
    await mapProduct(site, gold, shop.gold);
    const sales = Array.from({ length: 3 }, () => buildTransaction({ productId: gold }));
    ok(await site.admin.post('/kartra/connection/disable', { mode: 'pause' }));
    const first = await newestId();
    for (const sale of sales) await post(outbound(sale));
    const rows = (await site.rows('kartra_webhook_logs')).filter(({ id }) => Number(id) > first);
    const logs = rows.map((row) => webhookLogCodec.fromColumns(row));
    const lease = { ...newLease(Date.now(), 60_000), by: 'at-once' };
    await expect(applyTogether(site.strapi, logs, lease)).rejects.toThrow('lease');
    for (const { person } of sales) expect(await usersByEmail(site, person.email)).toEqual([]);

    ok(await site.admin.post('/kartra/connection/enable'));
    await site.idle();
    for (const { person } of sales) expect(await roleOf(site, person.email)).toBe('Gold');
  });
});

it('a site that takes part is asked once about each buyer, whatever fails beside them', async () => {
  const gold = newProduct();
  await mapProduct(site, gold, shop.gold);
  const asked: string[] = [];
  const sales = Array.from({ length: 6 }, () => buildTransaction({ productId: gold }));
  const refused = sales[3]?.person.email;
  const leave = site.strapi
    .plugin('kartra')
    .service<Hooks>('hooks')
    .onAccountCreate(({ email }) => {
      asked.push(email);
      if (email === refused) throw new Error('CRM unreachable');
    });
  try {
    await postAtOnce(sales.map((sale) => outbound(sale)));
  } finally {
    leave();
  }
  expect(asked.sort()).toEqual(sales.map(({ person }) => person.email).sort());
  for (const { person } of sales) {
    if (person.email === refused) expect(await usersByEmail(site, person.email)).toEqual([]);
    else expect(await roleOf(site, person.email)).toBe('Gold');
  }
});

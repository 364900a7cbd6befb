import type { AlertRecipient, Connection } from '../../contracts/connection';
import type { Overview, SharedIdFound } from '../../contracts/overview';
import { ACTIONS } from '../../server/src/constants';
import {
  buildPerson,
  buildSubscriptionSale,
  buildTransaction,
  later,
  newProduct,
  nextOrderId,
  outbound,
  type Person,
  type Transaction,
} from '../builders/kartra';
import { ADMINISTRATOR } from '../helpers/administrator';
import { logInWith } from '../helpers/administrators';
import { ok, type AdminClient } from '../helpers/admin-client';
import { getMember, mapProduct, openShop, postWebhook, type Shop } from '../helpers/kartra';
import { startMailServer, type MailServer } from '../helpers/mail-server';
import { startSite, type Site } from '../helpers/site';
import { roleOf } from '../helpers/users';

const TABLE = 'kartra_shared_ids';
const OVERVIEW = '/kartra/overview';
const NOTICE = '/kartra/overview/notices/shared-id';

let mailServer: MailServer;
let site: Site;
let shop: Shop;

beforeAll(async () => {
  mailServer = await startMailServer();
  site = await startSite({
    config: { sweepMs: 50, housekeepingMs: 100 },
    environment: { ...mailServer.environment, LOG_LEVEL: 'silent' },
  });
  shop = await openShop(site);
});
afterAll(async () => {
  await site.stop();
  await mailServer.stop();
});
beforeEach(async () => {
  await site.strapi.db.getConnection(TABLE).delete();
});

const post = async (...webhooks: readonly object[]) => {
  for (const webhook of webhooks) {
    expect(await postWebhook(site.address, shop.path, webhook)).toMatchObject({ status: 200 });
  }
  await site.idle();
};
const mapped = async () => (await mapProduct(site, newProduct(), shop.gold)).productId;
const see = async (client: AdminClient = site.admin) =>
  ok(await client.get<Overview>(OVERVIEW)).sharedIds;
const putAway = async () => ok(await site.admin.post<Overview>(NOTICE)).sharedIds;
/** Purchases of different buyers under one order, each with a day of its own. */
const salesOf = (count: number, fields: Partial<Transaction>): Transaction[] =>
  Array.from({ length: count }, (_, index) =>
    buildTransaction({ ...fields, date: `2026-05-${String(index + 1).padStart(2, '0')} 09:00:00` })
  );
const buyUnder = async (count: number, fields: Partial<Transaction>) => {
  const sales = salesOf(count, fields);
  await post(...sales.map((sale) => outbound(sale)));
  return sales;
};
/** How often a statement of this kind was sent to the table while `work` ran. */
async function countStatements(work: () => Promise<unknown>): Promise<number> {
  let count = 0;
  const listen = ({ sql }: { sql: string }) => {
    if (sql.includes(TABLE) && !/left join|count\(/i.test(sql)) count += 1;
  };
  site.strapi.db.connection.on('query', listen);
  await work();
  site.strapi.db.connection.removeListener('query', listen);
  return count;
}

describe('an id that different buyers share', () => {
  it('is on the overview with the id and the number of buyers, and each of them has access', async () => {
    const productId = await mapped();
    const sales = await buyUnder(3, { productId, orderId: 'ORDER-X' });
    const logs = await site.rows('kartra_webhook_logs');
    expect(await see()).toEqual({
      count: 1,
      ids: [
        {
          id: expect.any(Number) as number,
          kind: 'order',
          value: 'ORDER-X',
          buyers: 3,
          firstSeenAt: expect.any(String) as string,
          lastSeenAt: expect.any(String) as string,
          webhookLogId: Number(logs.at(-1)?.['id']),
        } satisfies SharedIdFound,
      ],
    });
    for (const { person } of sales) expect(await roleOf(site, person.email)).toBe('Gold');
  });

  it.each([
    ['internal-subscription', { internalSubscriptionId: 'SUB-X' }, 'SUB-X'],
    ['processor-subscription', { processorSubscriptionId: 'PROC-X' }, 'PROC-X'],
  ] as const)('may be of any kind: %s', async (kind, fields, value) => {
    const productId = await mapped();
    await buyUnder(2, { productId, ...fields });
    expect((await see()).ids).toMatchObject([{ kind, value, buyers: 2 }]);
  });

  it('is compared exactly', async () => {
    const productId = await mapped();
    await buyUnder(2, { productId, orderId: 'abc-1' });
    await buyUnder(2, { productId, orderId: 'ABC-1' });
    expect((await see()).ids.map(({ value }) => value).sort()).toEqual(['ABC-1', 'abc-1']);
  });

  it('is one of several: three are shown, those with most buyers first', async () => {
    const productId = await mapped();
    for (const [count, orderId] of [
      [2, 'TWO'],
      [4, 'FOUR'],
      [3, 'THREE'],
      [2, 'TWO-MORE'],
    ] as const) {
      await buyUnder(count, { productId, orderId });
    }
    const { count, ids } = await see();
    expect(count).toBe(4);
    expect(ids.map(({ value, buyers }) => [value, buyers])).toEqual([
      ['FOUR', 4],
      ['THREE', 3],
      ['TWO', 2],
    ]);
  });

  it('goes away for everyone once a person put it away, and comes back with twice as many buyers', async () => {
    const productId = await mapped();
    await buyUnder(2, { productId, orderId: 'ORDER-Y' });
    expect(await putAway()).toEqual({ count: 0, ids: [] });
    const [row] = await site.rows(TABLE);
    expect(row).toMatchObject({ buyers: 2, dismissed_buyers: 2 });
    expect(row?.['dismissed_by']).toEqual(expect.any(String));
    const [line] = ok(await site.admin.get<{ code: string }[]>('/kartra/activity'));
    expect(line).toMatchObject({ code: 'notice.shared-id' });

    await buyUnder(1, { productId, orderId: 'ORDER-Y' });
    expect((await see()).count).toBe(0);
    await buyUnder(1, { productId, orderId: 'ORDER-Y' });
    expect((await see()).ids).toMatchObject([{ value: 'ORDER-Y', buyers: 4 }]);
    await putAway();
    await buyUnder(2, { productId, orderId: 'ORDER-Z' });
    expect((await see()).ids).toMatchObject([{ value: 'ORDER-Z', buyers: 2 }]);
  });

  it('may be seen without personal data, and put away only by who may change settings', async () => {
    const productId = await mapped();
    const address = 'ann.under.an.address@example.com';
    const [ann] = await buyUnder(2, { productId, orderId: address });
    const reader = await logInWith(site, [ACTIONS.seeIntegration]);
    const seen = await see(reader);
    expect(seen.ids).toMatchObject([{ kind: 'order', value: 'a•••@example.com', buyers: 2 }]);
    const everything = JSON.stringify([seen, await site.rows(TABLE)]);
    for (const trace of [address, ann?.person.email ?? '', ann?.person.lastName ?? ''])
      expect(everything).not.toContain(trace);
    expect((await reader.post(NOTICE)).status).toBe(403);
    expect((await see()).count).toBe(1);
  });
});

describe('what is not shared', () => {
  it('costs an ordinary purchase, its renewal and its refund no statement', async () => {
    const productId = await mapped();
    const sale = buildSubscriptionSale({ productId });
    const statements = await countStatements(() =>
      post(
        outbound(sale),
        outbound(later(sale, { type: 'rebill', date: '2026-06-03 14:02:11' })),
        outbound(later(sale, { type: 'refund', date: '2026-06-04 14:02:11' }))
      )
    );
    expect(statements).toBe(0);
    expect(await site.rows(TABLE)).toEqual([]);
  });

  it('is not written by a later webhook of the same buyers either: one look, and nothing new', async () => {
    const productId = await mapped();
    const [first] = await buyUnder(3, { productId, orderId: 'ORDER-W' });
    const [before] = await site.rows(TABLE);
    const again = later(first ?? buildTransaction(), {
      type: 'rebill',
      date: '2026-07-01 09:00:00',
    });
    expect(await countStatements(() => post(outbound(again)))).toBe(1);
    expect(await site.rows(TABLE)).toEqual([before]);
  });

  it('is not written by a trial', async () => {
    const productId = await mapped();
    const [first] = await buyUnder(2, { productId, orderId: 'ORDER-V' });
    await site.strapi.db.getConnection(TABLE).delete();
    const { id } = await getMember(site, first?.person.email ?? '');
    const url = `/kartra/members/${id}/recompute`;
    expect(
      await countStatements(async () => ok(await site.admin.post(url, { dryRun: true })))
    ).toBe(0);
    ok(await site.admin.post(url, {}));
    expect(await site.rows(TABLE)).toHaveLength(1);
  });
});

describe('a group that has grown too large', () => {
  it('is reported with the id that ties it, also if only refunds name that id', async () => {
    const productId = await mapped();
    const sale = buildTransaction({ productId });
    await post(outbound(sale));
    const row = Object.fromEntries(
      Object.entries((await site.rows('kartra_events')).at(-1) ?? {}).filter(
        ([column]) => column !== 'id'
      )
    );
    // Nine refunds of each of 23 other members.
    const refunds = Array.from({ length: 207 }, (_, index) => ({
      ...row,
      document_id: null,
      fact_hash: `planted ${index}`,
      kind: 'refund',
      order_id: `planted ${index}`,
      parent_id: 'CROWD',
      member_id: 900_000 + (index % 23),
      lead_token: String(900_000 + (index % 23)),
      email_token: String(910_000 + (index % 23)),
    }));
    for (let start = 0; start < refunds.length; start += 20) {
      await site.strapi.db.getConnection('kartra_events').insert(refunds.slice(start, start + 20));
    }
    const refund = later(sale, { type: 'refund', date: '2026-06-20 09:00:00' });
    await post(outbound({ ...refund, parentId: 'CROWD' }));
    expect((await see()).ids).toMatchObject([{ kind: 'order', value: 'CROWD', buyers: 24 }]);
  });
});

describe('a lead id under which several addresses buy', () => {
  const buyAs = (person: Person, productId: string) =>
    post(outbound(buildTransaction({ person, productId, orderId: nextOrderId() })));
  const atAnother = ({ leadId }: Person) => buildPerson({ leadId });

  it('is reported from the fourth address on, with the number of addresses', async () => {
    const productId = await mapped();
    const first = buildPerson({ leadId: '990001' });
    for (const person of [first, atAnother(first), atAnother(first)])
      await buyAs(person, productId);
    expect((await see()).count).toBe(0);
    await buyAs(atAnother(first), productId);
    expect((await see()).ids).toMatchObject([{ kind: 'lead', value: '990001', buyers: 4 }]);
    await buyAs(atAnother(first), productId);
    expect((await see()).ids).toMatchObject([{ kind: 'lead', value: '990001', buyers: 5 }]);
  });

  it('is reported also if each address buys another product', async () => {
    const first = buildPerson({ leadId: '990002' });
    for (const person of [first, atAnother(first), atAnother(first), atAnother(first)])
      await buyAs(person, await mapped());
    expect((await see()).ids).toMatchObject([{ kind: 'lead', value: '990002', buyers: 4 }]);
  });

  it('is forgotten with the person', async () => {
    const productId = await mapped();
    const first = buildPerson({ leadId: '990003' });
    for (const person of [first, atAnother(first), atAnother(first), atAnother(first)])
      await buyAs(person, productId);
    expect((await see()).count).toBe(1);
    const { id } = await getMember(site, first.email);
    ok(await site.admin.post(`/kartra/members/${id}/erase`, {}));
    expect(await see()).toEqual({ count: 0, ids: [] });
    expect(JSON.stringify(await site.rows(TABLE))).not.toContain('990003');
  });
});

describe('the alert', () => {
  const mails = (words: string) =>
    mailServer.to(ADMINISTRATOR.email).filter(({ mail }) => mail.subject?.includes(words) === true);
  const arrive = (words: string, count: number) =>
    site.idleUntil(() => Promise.resolve(mails(words).length === count));

  it('names the id, the number of buyers and what to do, once, and again when it came back', async () => {
    const productId = await mapped();
    const recipients = ok(
      await site.admin.get<AlertRecipient[]>('/kartra/connection/alert-recipients')
    );
    await buyUnder(3, { productId, orderId: 'ORDER-M' });
    const administratorIds = recipients.map(({ id }) => id);
    const alerts = { administratorIds, kinds: ['shared-id'] };
    ok(await site.admin.put<Connection>('/kartra/connection', { alerts }));
    await arrive('The id “ORDER-M” came from 3 different buyers', 1);
    const [{ mail } = { mail: null }] = mails('ORDER-M');
    expect(mail?.text).toContain('link the purchases to one account');
    expect(mail?.text).toContain('/plugins/kartra/setup');
    expect(mail?.text).not.toContain('@');

    await buyUnder(1, { productId, orderId: 'ORDER-M' });
    await putAway();
    await buyUnder(4, { productId, orderId: 'ORDER-M' });
    await arrive('The id “ORDER-M” came from 8 different buyers', 1);
    expect(mails('ORDER-M')).toHaveLength(2);
  });

  it('is on for settings that were saved before there was such an alert, until it is switched off', async () => {
    const connection = async () => ok(await site.admin.get<Connection>('/kartra/connection'));
    const table = () => site.strapi.db.getConnection('kartra_connections');
    const [row] = await site.rows('kartra_connections');
    const settings = JSON.parse(String(row?.['settings'])) as { alerts: object };
    const alerts = { administratorIds: [1], kinds: ['lost'] };
    await table().update({ settings: JSON.stringify({ ...settings, alerts }) });
    expect((await connection()).settings.alerts).toEqual({
      administratorIds: [1],
      kinds: ['unknown-period', 'shared-id', 'lost'],
    });
    // What else is saved leaves it on.
    ok(await site.admin.put('/kartra/connection', { payloadRetentionDays: 31 }));
    expect((await connection()).settings.alerts.kinds).toContain('shared-id');

    ok(await site.admin.put('/kartra/connection', { alerts: { ...alerts, kinds: ['lost'] } }));
    expect((await connection()).settings.alerts.kinds).toEqual(['lost']);
    ok(await site.admin.put('/kartra/connection', { payloadRetentionDays: 30 }));
    expect((await connection()).settings.alerts.kinds).toEqual(['lost']);
  });

  it('stores nothing that an earlier version could not read', async () => {
    const alerts = { administratorIds: [], kinds: ['lost', 'shared-id', 'unknown-period'] };
    ok(await site.admin.put('/kartra/connection', { alerts }));
    const [row] = await site.rows('kartra_connections');
    const stored = JSON.parse(String(row?.['settings'])) as { alerts: { kinds: string[] } };
    expect(stored.alerts.kinds).toEqual(['lost']);
    expect(
      ok(await site.admin.get<Connection>('/kartra/connection')).settings.alerts.kinds
    ).toEqual(['unknown-period', 'shared-id', 'lost']);
  });
});

import type { Connection, ShownWebhookUrl } from '../../contracts/connection';
import type { Overview } from '../../contracts/overview';
import type { WebhookLogDetail } from '../../contracts/webhook-log';
import { ACTIONS } from '../../server/src/constants';
import { clockOf } from '../../server/src/services/background';
import { buildTransaction, outbound } from '../builders/kartra';
import { logInWith } from '../helpers/administrators';
import { ok, type AdminClient } from '../helpers/admin-client';
import { createTestDatabase, type TestDatabase } from '../helpers/databases';
import { enable, lastLog, postWebhook } from '../helpers/kartra';
import { rawRequest } from '../helpers/raw-request';
import { startSite, type Site } from '../helpers/site';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let database: TestDatabase;
let site: Site;
let admin: AdminClient;

beforeEach(async () => {
  database = await createTestDatabase();
  site = await startSite({ database });
  ({ admin } = site);
});
afterEach(async () => {
  await site.stop();
  await database.drop();
});

const connection = async () =>
  ok(await admin.get<Connection>('/kartra/connection', { webhookUrl: false }));
const post = async (path: string) =>
  (await postWebhook(site.address, path, outbound(buildTransaction()))).status;
const pathOf = (url: string | null) => new URL(url ?? '').pathname;
const rotate = async (body: object = {}) =>
  pathOf(ok(await admin.post<Connection>('/kartra/connection/rotate', body)).webhookUrl);
const reveal = async (id: number, client = admin) =>
  pathOf(ok(await client.post<ShownWebhookUrl>(`/kartra/connection/keys/${id}/reveal`)).webhookUrl);

/** One more URL: its id and path. */
async function addKey(name: string): Promise<{ id: number; path: string }> {
  const { keys } = ok(await admin.post<Connection>('/kartra/connection/keys', { name }));
  const { id } = keys.find((key) => key.name === name) ?? { id: 0 };
  return { id, path: await reveal(id) };
}

async function stored(work: () => Promise<unknown>, code: string): Promise<number> {
  const count = async () =>
    (await site.rows('kartra_activities')).filter((row) => row['code'] === code).length;
  const before = await count();
  await work();
  return (await count()) - before;
}

describe('several webhook URLs', () => {
  it('each have a name, a last use and a number of uses, and a webhook says which it came to', async () => {
    const main = await enable(site);
    const ipn = await addKey('IPN of the course');
    expect(await post(main)).toBe(200);
    for (let times = 0; times < 3; times += 1) expect(await post(ipn.path)).toBe(200);
    const { keys } = await connection();
    expect(keys).toMatchObject([
      { name: null, isMain: true, uses: 1, endsAt: null },
      { name: 'IPN of the course', isMain: false, uses: 3, endsAt: null },
    ]);
    expect(Date.parse(keys[1]?.lastUsedAt ?? '')).toBeGreaterThan(Date.now() - 60_000);
    await site.idle();
    const log = await lastLog(site);
    expect(log.webhookKeyId).toBe(ipn.id);
    const detail = ok(await admin.get<WebhookLogDetail>(`/kartra/webhook-logs/${log.id}`));
    expect(detail.webhookKeyName).toBe('IPN of the course');
    // Another name is no other URL.
    ok(await admin.put(`/kartra/connection/keys/${ipn.id}`, { name: 'Course' }));
    expect((await connection()).keys[1]).toMatchObject({ name: 'Course', uses: 3 });
    expect(await post(ipn.path)).toBe(200);
    expect((await admin.post('/kartra/connection/keys', { name: ' ' })).status).toBe(400);
  });

  it('are counted without a statement of their own, and written down when the site stops', async () => {
    const main = await enable(site);
    const statements: string[] = [];
    const note = ({ sql }: { sql: string }) => void statements.push(sql);
    site.strapi.db.connection.on('query', note);
    expect(await post(main)).toBe(200);
    await site.idle();
    site.strapi.db.connection.off('query', note);
    expect(statements.length).toBeGreaterThan(0);
    expect(statements.filter((sql) => /update .kartra_connections/.test(sql))).toEqual([]);

    await site.stop();
    site = await startSite({ database });
    ({ admin } = site);
    expect((await connection()).keys).toMatchObject([{ uses: 1 }]);
  });

  it('that an earlier version made go on working', async () => {
    const first = await enable(site);
    const second = await rotate({ overlapHours: 48 });
    // As an earlier version leaves it: one key, and the one before it, in columns of their own.
    await site.strapi.db
      .getConnection('kartra_connections')
      .update({ webhook_keys: null, key_uses: null, previous_uses: 7 });
    expect(await post(first)).toBe(200);
    expect(await post(second)).toBe(200);
    const before = await connection();
    expect(before.keys).toMatchObject([
      { isMain: false, uses: 8 },
      { isMain: true, uses: 1, endsAt: null },
    ]);
    expect(before.previousUrl).toMatchObject({ uses: 8 });
    const third = await rotate();
    for (const path of [first, second, third]) expect(await post(path)).toBe(200);
    expect((await connection()).keys.map(({ id }) => id)).toEqual([1, 2, 3]);
  });
});

describe('rotating', () => {
  it('again and again leaves the URLs in use as long as they were promised', async () => {
    const first = await enable(site);
    expect(await post(first)).toBe(200);
    const second = await rotate({ overlapHours: 72 });
    const third = await rotate();
    for (const path of [first, second, third]) expect(await post(path)).toBe(200);
    clockOf(site.strapi).advance(25 * HOUR_MS);
    expect(await Promise.all([first, second, third].map(post))).toEqual([200, 404, 200]);
    clockOf(site.strapi).advance(48 * HOUR_MS);
    expect(await Promise.all([first, third].map(post))).toEqual([404, 200]);
  });

  it('with 0 hours ends the old URL and those before it at once, and no other', async () => {
    const first = await enable(site);
    const other = await addKey('For a partner');
    const second = await rotate();
    const third = await rotate({ overlapHours: 0 });
    expect(await Promise.all([first, second].map(post))).toEqual([404, 404]);
    expect(await Promise.all([third, other.path].map(post))).toEqual([200, 200]);
  });

  it('works with a version and without, and with an old one says what is there now', async () => {
    await enable(site);
    const { version } = await connection();
    await rotate({ version });
    await rotate();
    const stale = await admin.post('/kartra/connection/rotate', { version });
    expect(stale.status).toBe(409);
    expect(stale.error?.details).toMatchObject({ current: { version: version + 2 } });
  });

  it('makes room among ten URLs, but not by ending one that is in use', async () => {
    const paths = [await enable(site)];
    for (let made = 1; made < 10; made += 1) paths.push(await rotate({ overlapHours: 168 }));
    // Nobody uses the first one: it makes room.
    paths.push(await rotate({ overlapHours: 168 }));
    expect(await post(paths[0] ?? '')).toBe(404);
    expect(await post(paths[1] ?? '')).toBe(200);
    const refused = await admin.post('/kartra/connection/rotate', { overlapHours: 168 });
    expect(refused.status).toBe(409);
    const { lastUsedAt, code } = refused.error?.details as { lastUsedAt: string; code: string };
    expect(code).toBe('key-in-use');
    expect(Date.parse(lastUsedAt)).toBeGreaterThan(Date.now() - 60_000);
    expect(await post(paths[1] ?? '')).toBe(200);
  });
});

describe('ending a URL', () => {
  it('that was used within a day is refused with its last use, until it is said when', async () => {
    await enable(site);
    const key = await addKey('Old funnel');
    expect(await post(key.path)).toBe(200);
    const end = (body: object) => admin.post(`/kartra/connection/keys/${key.id}/end`, body);
    const refused = await end({});
    expect(refused.status).toBe(409);
    expect(refused.error?.details).toMatchObject({
      code: 'key-in-use',
      name: 'Old funnel',
      lastUsedAt: expect.any(String) as string,
    });
    expect(await post(key.path)).toBe(200);
    ok(await end({ overlapHours: 2 }));
    expect(await post(key.path)).toBe(200);
    ok(await end({ overlapHours: 0 }));
    expect(await post(key.path)).toBe(404);
    expect((await end({})).status).toBe(404);
  });

  it('that was not used for a day needs no more words, and the main one is only rotated', async () => {
    await enable(site);
    const key = await addKey('Old funnel');
    expect(await post(key.path)).toBe(200);
    clockOf(site.strapi).advance(DAY_MS + HOUR_MS);
    ok(await admin.post(`/kartra/connection/keys/${key.id}/end`));
    expect(await post(key.path)).toBe(404);
    const [main] = (await connection()).keys;
    const refused = await admin.post(`/kartra/connection/keys/${main?.id}/end`);
    expect(refused.status).toBe(400);
    expect((await connection()).keys).toHaveLength(1);
  });
});

describe('a wrong key', () => {
  it('is counted for the day, whatever it is, and no address is kept', async () => {
    const old = await enable(site);
    const main = await rotate({ overlapHours: 0 });
    for (let times = 0; times < 13; times += 1) expect(await post(old)).toBe(404);
    expect(await post('/api/kartra/webhook/x')).toBe(404);
    // Looking is no webhook, and while it is off no key is right.
    await rawRequest(site.address, { method: 'GET', path: old });
    expect(await post(main)).toBe(200);
    ok(await admin.post('/kartra/connection/disable', { mode: 'off' }));
    expect(await post(main)).toBe(404);
    const overview = async () => ok(await admin.get<Overview>('/kartra/overview')).wrongKeys;
    expect(await overview()).toEqual({ today: 14, lastAt: expect.any(String) as string });

    await site.stop();
    site = await startSite({ database });
    ({ admin } = site);
    expect(await overview()).toMatchObject({ today: 14 });
    const [row] = await site.rows('kartra_connections');
    // Its own address, where the links in mails begin, is this machine's too.
    expect(JSON.stringify({ ...row, site_origin: null })).not.toContain('127.0.0.1');
    clockOf(site.strapi).advance(DAY_MS);
    expect(await overview()).toEqual({ today: 0, lastAt: null });
  });
});

describe('who sees the webhook URL', () => {
  it('asks for it, and the activity has a line for each person and day', async () => {
    const main = await enable(site);
    const [key] = (await connection()).keys;
    const id = key?.id ?? 0;
    const holder = await logInWith(site, [ACTIONS.seeIntegration, ACTIONS.manageSecrets]);
    const reader = await logInWith(site, [ACTIONS.seeIntegration]);
    const asking = async () => {
      for (const client of [admin, admin, holder]) expect(await reveal(id, client)).toBe(main);
    };
    expect(await stored(asking, 'connection.url-shown')).toBe(2);
    expect(await stored(asking, 'connection.url-shown')).toBe(0);
    expect((await reader.post(`/kartra/connection/keys/${id}/reveal`)).status).toBe(403);
    clockOf(site.strapi).advance(DAY_MS);
    expect(await stored(asking, 'connection.url-shown')).toBe(2);
  });

  it('through the API is noted too, once a day, and not where it is left out', async () => {
    const main = await enable(site);
    const read = async () => {
      for (let times = 0; times < 3; times += 1) {
        const { webhookUrl } = ok(await admin.get<Connection>('/kartra/connection'));
        expect(pathOf(webhookUrl)).toBe(main);
      }
    };
    expect(await stored(read, 'connection.url-read')).toBe(1);
    const without = async () => {
      const answers = [
        await connection(),
        ok(await admin.put<Connection>('/kartra/connection', { logRetentionDays: 100 })),
      ];
      for (const answer of answers) {
        expect(answer.webhookUrl).toBeNull();
        expect(main.startsWith(pathOf(answer.webhookUrlStart))).toBe(true);
      }
    };
    expect(await stored(without, 'connection.url-read')).toBe(0);
  });
});

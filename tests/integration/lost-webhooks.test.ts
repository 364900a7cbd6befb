import type { Overview } from '../../contracts/overview';
import { buildPerson, buildTransaction, outbound } from '../builders/kartra';
import { ok } from '../helpers/admin-client';
import { openReader } from '../helpers/database-reader';
import { enable, lastLog, postWebhook } from '../helpers/kartra';
import { startSite, type Site } from '../helpers/site';
import { waitFor } from '../helpers/wait-for';

const WRITTEN_WITHIN_MS = 2000;

let site: Site;
let path: string;

beforeAll(async () => {
  // What failed meanwhile is tried again at once.
  site = await startSite({
    config: { backoffMs: 50, sweepMs: 50 },
    environment: { LOG_LEVEL: 'silent' },
  });
  path = await enable(site);
});
afterAll(() => site.stop());

const post = () => postWebhook(site.address, path, outbound(buildTransaction()));
const lost = async () => ok(await site.admin.get<Overview>('/kartra/overview')).lost;

/** A real failure of the real database: the table is not there. */
async function without<Result>(table: string, work: () => Promise<Result>): Promise<Result> {
  await site.idle();
  const rename = (from: string, to: string) =>
    site.strapi.db.connection.schema.renameTable(from, to);
  await rename(table, `${table}_away`);
  try {
    return await work();
  } finally {
    await rename(`${table}_away`, table);
  }
}

it('a webhook that cannot be stored within three seconds is answered 503, and the overview says so', async () => {
  const started = Date.now();
  const answers = await without('kartra_webhook_logs', () => Promise.all([post(), post()]));
  expect(answers.map(({ status }) => status)).toEqual([503, 503]);
  expect(Date.now() - started).toBeLessThan(10_000);

  site.pass(WRITTEN_WITHIN_MS);
  await waitFor(async () => (await site.rows('kartra_connections'))[0]?.['lost_spans'] !== null);
  const { count, spans } = await lost();
  expect(count).toBe(2);
  expect(spans).toHaveLength(1);
  expect((await post()).status).toBe(200);

  // Written down in between, and still one trouble: however long it lasts, every loss stays counted.
  expect(await without('kartra_webhook_logs', post)).toMatchObject({ status: 503 });
  site.pass(WRITTEN_WITHIN_MS);
  await waitFor(async () => {
    const after = await lost();
    return after.count === 3 && after.spans.length === 1;
  });
  // Who has compared with Kartra puts the notice away; it comes again only for something newer.
  expect(ok(await site.admin.post<Overview>('/kartra/overview/notices/lost')).lost).toEqual({
    count: 0,
    spans: [],
  });
  expect((await site.admin.post('/kartra/overview/notices/other')).status).toBe(400);
});

/** Meanwhile the database refuses each webhook of this buyer, and with it every statement that brings one. */
async function whileRefused(email: string, work: () => Promise<void>): Promise<void> {
  const { connection } = site.strapi.db;
  const table = 'kartra_webhook_logs';
  const isSqlite = site.database.client === 'sqlite';
  await connection.raw(
    isSqlite
      ? `create trigger refused before insert on ${table} when new.email = '${email}' ` +
          `begin select raise(abort, 'refused'); end`
      : `alter table ${table} add constraint refused check (email <> '${email}')`
  );
  try {
    await work();
  } finally {
    await connection.raw(
      isSqlite ? 'drop trigger refused' : `alter table ${table} drop constraint refused`
    );
  }
}

it('one that the database refuses is lost alone: what comes at the same moment is stored', async () => {
  const before = (await lost()).count;
  const person = buildPerson();
  await whileRefused(person.email, async () => {
    const [refused, ...others] = await Promise.all(
      [buildTransaction({ person }), ...Array.from({ length: 20 }, () => buildTransaction())].map(
        (sale) => postWebhook(site.address, path, outbound(sale))
      )
    );
    expect(refused?.status).toBe(503);
    expect(new Set(others.map(({ text }) => text))).toEqual(new Set(['{"status":"received"}']));
  });
  await waitFor(async () => (await lost()).count === before + 1);
});

it('a database that is back in time loses nothing', async () => {
  const before = (await lost()).count;
  const answer = await without('kartra_webhook_logs', async () => {
    const answering = post();
    await new Promise((resolve) => setTimeout(resolve, 700));
    return { answering };
  });
  expect(await answer.answering).toMatchObject({ status: 200 });
  expect((await lost()).count).toBe(before);
});

/** Nobody else gets at the webhook logs meanwhile: on SQLite because there is one connection, else by a lock. */
async function whileNobodyCanStore(work: () => Promise<void>): Promise<void> {
  if (site.database.client === 'sqlite') {
    await site.strapi.db.connection.transaction(work);
    return;
  }
  const reader = openReader(site.database);
  try {
    await reader.whileLocked('kartra_webhook_logs', work);
  } finally {
    await reader.close();
  }
}

it('a webhook that the database takes after its 503 is applied, and not counted as lost', async () => {
  await post();
  await site.idle();
  const before = await lost();
  const stored = (await site.rows('kartra_webhook_logs')).length;
  const sales = [buildTransaction(), buildTransaction()];
  await whileNobodyCanStore(async () => {
    const answers = await Promise.all(
      sales.map((sale) => postWebhook(site.address, path, outbound(sale)))
    );
    expect(answers.map(({ status }) => status)).toEqual([503, 503]);
  });
  await waitFor(async () => (await site.rows('kartra_webhook_logs')).length === stored + 2);
  await site.idle();
  const logs = (await site.rows('kartra_webhook_logs')).slice(-2);
  expect(new Set(logs.map(({ email }) => email))).toEqual(
    new Set(sales.map(({ person }) => person.email))
  );
  expect(logs.map(({ state }) => state)).toEqual(['held', 'held']);
  expect(await lost()).toEqual(before);
});

it('while the connection cannot be read the last known one lets webhooks in, and nobody else', async () => {
  await post();
  const wrong = path.replace(/.{6}$/, 'AAAAAA');
  const [right, other] = await without('kartra_connections', async () => [
    await post(),
    await postWebhook(site.address, wrong, outbound(buildTransaction())),
  ]);
  expect(right?.status).toBe(200);
  expect(other).toMatchObject({ status: 404, text: '' });
  await waitFor(async () => (await lastLog(site)).state === 'held');
});

it('a webhook whose claim is written but cannot be read is tried again at once', async () => {
  await post();
  await site.idle();
  const { connection } = site.strapi.db;
  let failures = 0;
  const refuseReading = ({ sql }: { readonly sql: string }): void => {
    const isOfClaim = /^select .*kartra_webhook_logs.*lease_token/s.test(sql);
    if (!isOfClaim || failures > 0) return;
    failures += 1;
    throw Object.assign(new Error('The connection was closed.'), { code: 'ECONNRESET' });
  };
  connection.on('query', refuseReading);
  try {
    await post();
    // The site's clock stands still, so that no lease ends by itself.
    await site.idle();
  } finally {
    connection.off('query', refuseReading);
  }
  expect(failures).toBe(1);
  expect(await lastLog(site)).toMatchObject({ state: 'held', attempts: 2 });
});

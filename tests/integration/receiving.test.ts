import { gzipSync } from 'node:zlib';

import { buildPerson, buildTransaction, ipn, outbound, outboundAction } from '../builders/kartra';
import { ok } from '../helpers/admin-client';
import { enable, lastLog, openShop, postWebhook, type Payload } from '../helpers/kartra';
import { rawRequest, type RawRequest } from '../helpers/raw-request';
import { startSite, type Site } from '../helpers/site';

let site: Site;
let path: string;

beforeAll(async () => {
  site = await startSite();
  ({ path } = await openShop(site));
});
afterAll(() => site.stop());

// Whatever a test switched, the next one finds the integration on and without IPN secrets.
afterEach(async () => {
  await enable(site);
  ok(await site.admin.put('/kartra/connection', { ipnSecrets: [] }));
});

const post = (payload: Payload, contentType?: string) =>
  postWebhook(site.address, path, payload, contentType);
const send = (asked: Partial<RawRequest>) =>
  rawRequest(site.address, { method: 'POST', path, ...asked });
const storedLogs = () => site.rows('kartra_webhook_logs');
const sale = () => outbound(buildTransaction());

async function storedBy(work: () => Promise<unknown>): Promise<number> {
  const before = (await storedLogs()).length;
  await work();
  return (await storedLogs()).length - before;
}

describe('a webhook with the right key', () => {
  it('is stored before it is answered', async () => {
    const before = (await storedLogs()).length;
    const answer = await post(sale());
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toEqual({ status: 'received' });
    expect(await storedLogs()).toHaveLength(before + 1);
  });

  it('that arrives again byte by byte is a duplicate, counted on the first row', async () => {
    const webhook = sale();
    await post(webhook);
    let answer = '';
    const stored = await storedBy(async () => {
      answer = (await post(webhook)).text;
    });
    expect(JSON.parse(answer)).toEqual({ status: 'duplicate' });
    expect(stored).toBe(0);
    expect((await lastLog(site)).deliveries).toBe(2);
  });

  it('that arrives twenty times at once is stored once', async () => {
    const webhook = sale();
    const answers: string[] = [];
    const stored = await storedBy(async () => {
      const all = await Promise.all(Array.from({ length: 20 }, () => post(webhook)));
      answers.push(...all.map(({ text }) => text));
    });
    expect(stored).toBe(1);
    expect(answers.filter((text) => text.includes('received'))).toHaveLength(1);
    expect(answers.filter((text) => text.includes('duplicate'))).toHaveLength(19);
    expect((await lastLog(site)).deliveries).toBe(20);
  });

  it('that comes with others shares their insert, and each is answered for itself', async () => {
    const [again, ...others] = Array.from({ length: 40 }, sale);
    await post(again ?? {});
    let inserts = 0;
    const count = ({ sql }: { readonly sql: string }) => {
      if (/^insert into .kartra_webhook_logs/.test(sql)) inserts += 1;
    };
    site.strapi.db.connection.on('query', count);
    const answers: string[] = [];
    const stored = await storedBy(async () => {
      const all = await Promise.all([again ?? {}, ...others].map((webhook) => post(webhook)));
      answers.push(...all.map(({ text }) => text));
    });
    site.strapi.db.connection.off('query', count);
    expect(stored).toBe(39);
    expect(inserts).toBeLessThan(40);
    const [first, ...rest] = answers;
    expect(first).toBe('{"status":"duplicate"}');
    expect(new Set(rest)).toEqual(new Set(['{"status":"received"}']));
  });

  it.each([
    ['application/x-www-form-urlencoded'],
    ['text/plain'],
    ['application/vnd.kartra+json'],
    ['no/such-type; charset="broken'],
  ])('is read as JSON by its first byte, whatever %s says', async (contentType) => {
    const person = buildPerson();
    const webhook = outbound(buildTransaction({ person }));
    expect((await post(Buffer.from(JSON.stringify(webhook)), contentType)).status).toBe(200);
    await site.idle();
    expect(await lastLog(site)).toMatchObject({ surface: 'outbound', email: person.email });
  });

  it('is read as JSON behind blanks and a byte order mark, and without a content type', async () => {
    const person = buildPerson();
    const body = `\uFEFF \n\t${JSON.stringify(outbound(buildTransaction({ person })))}`;
    expect((await send({ body })).status).toBe(200);
    await site.idle();
    expect(await lastLog(site)).toMatchObject({ surface: 'outbound', email: person.email });
  });

  it('is read as a form although its header says JSON', async () => {
    const person = buildPerson();
    const form = ipn(buildTransaction({ person }));
    expect((await post(form, 'application/json')).status).toBe(200);
    await site.idle();
    expect(await lastLog(site)).toMatchObject({ surface: 'ipn', email: person.email });
  });

  it('with an action nobody has seen is received and ignored', async () => {
    const person = buildPerson();
    const webhook = outboundAction(person, 'moon_phase_changed', { moon: { phase: 'full' } });
    const answer = await post(webhook);
    expect(answer).toMatchObject({ status: 200 });
    await site.idle();
    expect(await lastLog(site)).toMatchObject({ state: 'ignored', reason: 'not-money' });
  });

  it.each([
    ['JSON', { body: '', headers: { 'content-type': 'application/json' } }],
    ['a form', { body: '', headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
    ['nothing at all', { body: '' }],
  ])('and an empty body that claims to be %s is fine and stores nothing', async (_name, asked) => {
    const stored = await storedBy(async () => {
      expect((await send(asked)).status).toBe(200);
    });
    expect(stored).toBe(0);
  });
});

it('while requests keep coming, what came before is applied all the same', async () => {
  const decided = async () => (await storedLogs()).filter(({ finished_at: at }) => at !== null);
  const before = (await decided()).length;
  let isOver = false;
  const keepPosting = async (): Promise<void> => {
    while (!isOver) expect((await post(sale())).status).toBe(200);
  };
  const posting = Promise.all(Array.from({ length: 4 }, keepPosting));
  try {
    await site.idleUntil(async () => (await decided()).length >= before + 5);
  } finally {
    isOver = true;
    await posting;
  }
  await site.idle();
});

describe('a webhook that cannot be read', () => {
  const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
  const pairs = (count: number) => Array.from({ length: count }, (_, n) => `k${n}=${n}`).join('&');

  it.each([
    ['broken JSON', '{"lead": {"email": "x@example.com"'],
    ['JSON that nests 40 deep', nested(40)],
    ['a form of 1,001 keys', pairs(1001)],
  ])('%s is answered 400 and stored as rejected', async (_name, body) => {
    const stored = await storedBy(async () => {
      expect((await post(body)).status).toBe(400);
    });
    expect(stored).toBe(1);
    expect(await lastLog(site)).toMatchObject({ state: 'rejected', reason: 'unreadable' });
  });

  it('has not been refused for JSON 30 deep or a form of 900 keys', async () => {
    expect((await post(nested(30))).status).toBe(200);
    expect((await post(pairs(900))).status).toBe(200);
  });

  it('keeps its own prototype out of ours', async () => {
    expect((await post('{"__proto__": {"polluted": true}, "action": "x"}')).status).toBeLessThan(
      500
    );
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it.each([
    ['which says its length', false],
    ['which comes in pieces', true],
  ])('above 1 MB, %s, is answered 413 and recorded', async (_name, isChunked) => {
    const body = JSON.stringify({ ...sale(), filler: 'x'.repeat(1_100_000) });
    const stored = await storedBy(async () => {
      const answer = await send({ body, isChunked, headers: { 'content-type': 'text/json' } });
      expect(answer.status).toBe(413);
    });
    expect(stored).toBe(1);
    expect(await lastLog(site)).toMatchObject({ state: 'rejected', reason: 'too-large' });
  });

  it('is not one of 900 kB, as JSON or as a form above the 56 kB that Strapi would take', async () => {
    const filler = 'x'.repeat(900_000);
    expect((await post({ ...sale(), filler })).status).toBe(200);
    expect((await post(`${ipn(buildTransaction())}&filler=${filler}`)).status).toBe(200);
  });

  it('and is compressed is refused unread', async () => {
    const person = buildPerson();
    const body = gzipSync(JSON.stringify(outbound(buildTransaction({ person }))));
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const { status } = await send({ body, headers });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    await site.idle();
    const logs = ok(await site.admin.get('/kartra/webhook-logs', { email: person.email }));
    expect(logs).toEqual([]);
  });
});

describe('while the integration is paused', () => {
  it('webhooks are kept, and applied when it is turned on', async () => {
    const person = buildPerson();
    ok(await site.admin.post('/kartra/connection/disable', { mode: 'pause' }));
    const answer = await post(outbound(buildTransaction({ person })));
    expect(answer).toMatchObject({ status: 200 });
    expect(JSON.parse(answer.text)).toEqual({ status: 'received' });
    await site.idle();
    expect(await lastLog(site)).toMatchObject({ state: 'held', reason: 'paused' });

    await enable(site);
    await site.idle();
    expect(await lastLog(site)).toMatchObject({ state: 'held', reason: 'unmapped-product' });
  });
});

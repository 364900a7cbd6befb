import type { Connection } from '../../contracts/connection';
import type { WebhookLog, WebhookLogDetail } from '../../contracts/webhook-log';
import { buildPerson, buildTransaction, ipn, outbound } from '../builders/kartra';
import { ok } from '../helpers/admin-client';
import { enable, lastLog, openShop, postWebhook, type Payload } from '../helpers/kartra';
import { rawRequest, type RawRequest } from '../helpers/raw-request';
import { startSite, type Site } from '../helpers/site';
import { hashSecret } from '../../server/src/utils/secrets';

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
  ok(await site.admin.put('/kartra/connection', { ipnSecrets: [], ipnOnly: false }));
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

describe('a request without the right key', () => {
  const TIMES = new Set(['date', 'x-response-time']);
  /** Everything of an answer by which two refusals could be told apart. */
  const visible = ({ status, headers, text }: Awaited<ReturnType<typeof send>>) => {
    const others = Object.entries(headers).filter(([name]) => !TIMES.has(name));
    return { status, headers: Object.fromEntries(others), text };
  };

  it.each(['POST', 'GET', 'HEAD'])('%s always gets the same empty 404', async (method) => {
    const key = path.split('/').at(-1) ?? '';
    const wrong = [
      '/api/kartra/webhook/x',
      path.slice(0, -1),
      `${path}0`,
      path.slice(0, -8) + 'AAAAAAAA',
      `/api/kartra/webhook/${[...key].reverse().join('')}`,
      `/api/kartra/webhook/${'a'.repeat(4_000)}`,
      `${path}%00`,
    ];
    const answers: ReturnType<typeof visible>[] = [];
    const stored = await storedBy(async () => {
      for (const candidate of wrong) {
        const body = method === 'POST' ? JSON.stringify(sale()) : '';
        answers.push(visible(await send({ method, path: candidate, body })));
      }
      // Switched off, even the right key is just another wrong one.
      ok(await site.admin.post('/kartra/connection/disable', { mode: 'off' }));
      answers.push(visible(await send({ method, body: '' })));
    });
    expect(answers[0]).toMatchObject({ status: 404, text: '' });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(stored).toBe(0);
  });
});

describe('a URL that was copied or typed with care enough', () => {
  const worn = (key: string) => [
    `${key}/`,
    `%20${key}`,
    `${key}%20`,
    `%20${key}%20/`,
    `${key}%0A`,
    `${key}/?utm_source=kartra`,
  ];

  it('works with blanks around its key and one slash behind it', async () => {
    const key = path.split('/').at(-1) ?? '';
    const stored = await storedBy(async () => {
      for (const text of worn(key)) {
        const body = JSON.stringify(sale());
        const answer = await send({ path: `/api/kartra/webhook/${text}`, body });
        expect({ text, status: answer.status }).toEqual({ text, status: 200 });
        expect(await send({ method: 'GET', path: `/api/kartra/webhook/${text}` })).toMatchObject({
          status: 200,
        });
      }
    });
    expect(stored).toBe(worn(key).length);
    for (const text of [`${key}//`, `/${key}`, `${key}/more`, `${key.slice(0, -1)}/`])
      expect((await send({ path: `/api/kartra/webhook/${text}` })).status).toBe(404);
  });
});

describe('the connection', () => {
  it('ends with the refusal of what was not read', async () => {
    const body = JSON.stringify(sale());
    const headers = { connection: 'keep-alive' };
    const wrong = await send({ path: `${path}0`, body, headers });
    expect([wrong.status, wrong.headers['connection']]).toEqual([404, 'close']);
    const large = await send({ body: Buffer.alloc(1_200_000, 'x'), isChunked: true, headers });
    expect([large.status, large.headers['connection']]).toEqual([413, 'close']);
    expect((await send({ body, headers })).headers['connection']).toBe('keep-alive');
  });
});

describe('the URL opened in a browser', () => {
  it('answers GET with one plain sentence and HEAD with nothing, and stores neither', async () => {
    const stored = await storedBy(async () => {
      const page = await send({ method: 'GET' });
      expect(page.status).toBe(200);
      expect(page.headers['content-type']).toMatch(/^text\/plain/);
      expect(page.text.trim()).toMatch(/^[A-Z][^\n]*\.$/);
      const head = await send({ method: 'HEAD' });
      expect(head).toMatchObject({ status: 200, text: '' });
    });
    expect(stored).toBe(0);
  });

  it.each(['PUT', 'PATCH', 'DELETE'])('does nothing on %s', async (method) => {
    const stored = await storedBy(async () => {
      const { status } = await send({ method, body: JSON.stringify(sale()) });
      expect(status).toBeGreaterThanOrEqual(400);
    });
    expect(stored).toBe(0);
  });
});

describe('the IPN secret', () => {
  const secrets = ['a seller typed this 7', 'and this for the other product'];
  const setSecrets = async () =>
    ok(await site.admin.put<Connection>('/kartra/connection', { ipnSecrets: secrets }));

  it('is not asked for while none is set', async () => {
    expect((await post(ipn(buildTransaction(), 'anything'))).status).toBe(200);
  });

  it.each([
    ['a wrong one', 'not one of them'],
    ['none', undefined],
    ['an empty one', ''],
  ])('with %s a form is refused and its content not kept', async (_name, secret) => {
    await setSecrets();
    const person = buildPerson();
    const stored = await storedBy(async () => {
      expect((await post(ipn(buildTransaction({ person }), secret))).status).toBe(403);
    });
    expect(stored).toBe(1);
    expect(await lastLog(site)).toMatchObject({ state: 'rejected', reason: 'bad-ipn-secret' });
    const [row] = (await storedLogs()).slice(-1);
    expect(JSON.stringify(row)).not.toContain(encodeURIComponent(person.email));
    expect(JSON.stringify(row)).not.toContain(person.email);
    expect(row).toMatchObject({ body: null });
  });

  it('may be any of those set', async () => {
    await setSecrets();
    for (const secret of secrets)
      expect((await post(ipn(buildTransaction(), secret))).status).toBe(200);
  });

  it('is not asked of the Outbound API, which sends none', async () => {
    await setSecrets();
    expect((await post(sale())).status).toBe(200);
  });

  it('is a second factor beside the URL where only IPNs are accepted', async () => {
    const refused = await site.admin.put('/kartra/connection', { ipnOnly: true });
    expect(refused.status).toBe(400);
    await setSecrets();
    ok(await site.admin.put('/kartra/connection', { ipnOnly: true }));
    const person = buildPerson();
    const stored = await storedBy(async () => {
      expect((await post(outbound(buildTransaction({ person })))).status).toBe(403);
    });
    expect(stored).toBe(1);
    expect(await lastLog(site)).toMatchObject({ state: 'rejected', reason: 'ipn-only' });
    expect(JSON.stringify((await storedLogs()).slice(-1))).not.toContain(person.email);
    expect((await post(ipn(buildTransaction(), secrets[0]))).status).toBe(200);
    expect((await post(ipn(buildTransaction(), 'wrong'))).status).toBe(403);
    // Without a secret there would be no factor left.
    expect((await site.admin.put('/kartra/connection', { ipnSecrets: [] })).status).toBe(400);
    ok(await site.admin.put('/kartra/connection', { ipnOnly: false }));
    expect((await post(sale())).status).toBe(200);
  });

  it('is slow to guess from the database, and what an earlier version stored is replaced at its next use', async () => {
    const hash = (secret: string) => ({ salt: 'aa', hash: hashSecret(`aa:${secret}`) });
    await site.strapi.db
      .getConnection('kartra_connections')
      .update({ ipn_secrets: JSON.stringify(secrets.map(hash)) });
    const kept = async () => {
      const [row] = await site.rows('kartra_connections');
      return JSON.parse(String(row?.['ipn_secrets'])) as { hash: string; scrypt?: boolean }[];
    };
    expect((await post(ipn(buildTransaction(), 'wrong'))).status).toBe(403);
    expect((await post(ipn(buildTransaction(), secrets[1]))).status).toBe(200);
    await site.idleUntil(async () => (await kept())[1]?.scrypt === true);
    expect((await kept())[0]).toEqual(hash(secrets[0] ?? ''));
    for (const secret of [...secrets, ...secrets])
      expect((await post(ipn(buildTransaction(), secret))).status).toBe(200);
    await site.idleUntil(async () => (await kept()).every(({ scrypt }) => scrypt === true));
    expect((await post(ipn(buildTransaction(), 'wrong'))).status).toBe(403);
  });

  it('that is wrong costs a slow check a second at most, and a burst of right ones waits for none', async () => {
    await setSecrets();
    const started = Date.now();
    const right = Array.from({ length: 30 }, (_, at) =>
      post(ipn(buildTransaction(), secrets[at % 2]))
    );
    for (const { status } of await Promise.all(right)) expect(status).toBe(200);
    const wrong = Array.from({ length: 3 }, () =>
      post(ipn(buildTransaction(), 'the same wrong one'))
    );
    for (const { status } of await Promise.all(wrong)) expect(status).toBe(403);
    expect(Date.now() - started).toBeLessThan(30_000);
    // Known wrong ones, and right ones beside them, are told at once.
    expect((await post(ipn(buildTransaction(), 'the same wrong one'))).status).toBe(403);
    const guesses = ['guess 1', 'guess 2', 'guess 3'].map((guess) =>
      post(ipn(buildTransaction(), guess))
    );
    expect((await post(ipn(buildTransaction(), secrets[0]))).status).toBe(200);
    for (const { status } of await Promise.all(guesses)) expect(status).toBe(403);
  });

  it('is written and counted, never shown', async () => {
    const { settings } = await setSecrets();
    expect(settings.ipnSecrets).toBe(2);
    await post(ipn(buildTransaction(), secrets[0]));
    await site.idle();
    const log = await lastLog(site);
    const answers = await Promise.all([
      site.admin.get('/kartra/connection'),
      site.admin.get('/kartra/webhook-logs'),
      site.admin.get<WebhookLogDetail>(`/kartra/webhook-logs/${log.id}`),
    ]);
    for (const { text } of answers) {
      expect(text).not.toContain(secrets[0]);
      expect(text).not.toContain('seller+typed');
      expect(text).not.toContain('seller%20typed');
    }
  });
});

describe('a rotated URL', () => {
  it('works beside the new one for a while', async () => {
    const old = path;
    const { webhookUrl, previousUrl } = ok(
      await site.admin.post<Connection>('/kartra/connection/rotate', { overlapHours: 2 })
    );
    path = new URL(webhookUrl ?? '').pathname;
    expect(path).not.toBe(old);
    expect(Date.parse(previousUrl?.validUntil ?? '')).toBeGreaterThan(Date.now() + 7_000_000);
    expect((await post(sale())).status).toBe(200);
    expect((await postWebhook(site.address, old, sale())).status).toBe(200);
    const seen = ok(await site.admin.get<Connection>('/kartra/connection'));
    expect(seen.previousUrl).toMatchObject({
      uses: (previousUrl?.uses ?? 0) + 1,
      lastUsedAt: expect.any(String) as string,
    });
  });

  it('ends at once when no overlap is wanted', async () => {
    const old = path;
    const { webhookUrl } = ok(
      await site.admin.post<Connection>('/kartra/connection/rotate', { overlapHours: 0 })
    );
    path = new URL(webhookUrl ?? '').pathname;
    expect((await post(sale())).status).toBe(200);
    expect((await postWebhook(site.address, old, sale())).status).toBe(404);
  });
});

describe('the lists of the admin API', () => {
  it('never hold the key', async () => {
    await post(sale());
    await post('{"broken');
    await site.idle();
    const logs = await site.admin.get<WebhookLog[]>('/kartra/webhook-logs', { pageSize: 100 });
    const [first] = ok(logs);
    const key = path.split('/').at(-1) ?? path;
    const texts = [
      logs.text,
      (await site.admin.get(`/kartra/webhook-logs/${first?.id}`)).text,
      (await site.admin.get('/kartra/members')).text,
      (await site.admin.get('/kartra/mappings')).text,
      JSON.stringify(await storedLogs()),
      JSON.stringify(await site.rows('kartra_activities')),
    ];
    for (const text of texts) expect(text).not.toContain(key);
    // Not even where it is kept does it stand readable.
    expect(JSON.stringify(await site.rows('kartra_connections'))).not.toContain(key);
  });
});

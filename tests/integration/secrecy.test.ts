import { buildPerson, buildTransaction, ipn, outbound } from '../builders/kartra';
import { ok } from '../helpers/admin-client';
import { createTestDatabase, type TestDatabase } from '../helpers/databases';
import { enable, openShop, postWebhook } from '../helpers/kartra';
import { rawRequest } from '../helpers/raw-request';
import { startSiteProcess, type SiteProcess } from '../helpers/site-process';
import { createWebhookKey, formatWebhookKey } from '../../server/src/utils/secrets';

/** A real process that logs all it can: what it prints is all that a log ever gets to hold. */
let database: TestDatabase;
let site: SiteProcess;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await startSiteProcess({ database, environment: { LOG_LEVEL: 'silly' } });
});
afterAll(async () => {
  await site.end('SIGTERM');
  await database.drop();
});

/** Pieces of a secret that are long enough to be of use to somebody. */
const piecesOf = (key: string) => {
  const secret = key.slice(key.indexOf('-') + 1);
  return Array.from({ length: secret.length - 15 }, (_, start) => secret.slice(start, start + 16));
};

async function askEverywhere(address: string, key: string): Promise<void> {
  const encoded = [...key].map((char) => `%${char.charCodeAt(0).toString(16)}`).join('');
  const paths = [
    `/api/kartra/webhook/${key}`,
    `/api/kartra/webhook/${key}more`,
    `/api/kartra/webhook/${key.slice(0, -4)}`,
    `/api/kartra/webhook/%20${key}/`,
    `/api/articles/${key}`,
    `/api/articles/${key.slice(0, -4)}`,
    `/api/articles/${key}more`,
    `/api/articles?key=${key}`,
    `/api/articles?key=${key.slice(0, 40)}`,
    `/api/articles?key=${key.slice(-36)}`,
    `/api/articles?key=x${key}x`,
    `/api/articles?key=${encoded}`,
    `/api/articles?key=${encodeURIComponent(encoded)}`,
    `/api/articles?url=${encodeURIComponent(`https://a.example/api/kartra/webhook/${key}`)}`,
  ];
  for (const path of paths)
    for (const method of ['POST', 'GET']) await rawRequest(address, { method, path, body: '{' });
}

it.each(['on', 'off'])('prints no part of a key, wherever it is sent, while %s', async (state) => {
  const shared = await createTestDatabase();
  const running = await startSiteProcess({
    database: shared,
    environment: { LOG_LEVEL: 'silly' },
  });
  const admin = await running.admin();
  const key = (await enable({ admin })).split('/').at(-1) ?? '';
  if (state === 'off') ok(await admin.post('/kartra/connection/disable', { mode: 'off' }));
  await askEverywhere(running.address, key);
  await running.end('SIGTERM');
  await shared.drop();
  expect(running.output()).toContain('/api/articles');
  for (const piece of piecesOf(key)) expect(running.output()).not.toContain(piece);
});

it('prints no part of a key while the plugin is disabled, with the log guard in the project', async () => {
  const shared = await createTestDatabase();
  const running = await startSiteProcess({
    database: shared,
    environment: { LOG_LEVEL: 'silly', KARTRA_ENABLED: 'false', KARTRA_LOG_GUARD: 'true' },
  });
  const key = formatWebhookKey(createWebhookKey());
  await askEverywhere(running.address, key);
  await running.end('SIGTERM');
  await shared.drop();
  expect(running.output()).toContain('/api/kartra/webhook/•••');
  expect(running.output()).toContain('/api/articles');
  for (const piece of piecesOf(key)) expect(running.output()).not.toContain(piece);
});

it('prints neither key nor IPN secret nor buyer, whatever is posted', async () => {
  const admin = await site.admin();
  const { path, gold } = await openShop({ admin });
  const person = buildPerson({ lastName: 'Quillfeather' });
  ok(await admin.post('/kartra/mappings', { productId: '700100', roleId: gold }));
  ok(await admin.put('/kartra/connection', { ipnSecrets: ['ipn-secret-of-this-test'] }));
  const post = (body: string | object) => postWebhook(site.address, path, body);

  const sale = buildTransaction({ person });
  expect((await post(outbound(sale))).status).toBe(200);
  expect((await post(outbound(sale))).status).toBe(200);
  expect((await post(ipn(sale, 'ipn-secret-of-this-test'))).status).toBe(200);
  expect((await post(ipn(sale, 'ipn-secret-guessed'))).status).toBe(403);
  expect((await post(`{"email": "${person.email}", `)).status).toBe(400);
  expect((await post({ filler: person.email.repeat(60_000) })).status).toBe(413);
  expect((await postWebhook(site.address, `${path}?debug=${person.email}`, {})).status).toBe(200);
  const wrong = `${path.slice(0, -4)}ffff`;
  expect((await postWebhook(site.address, wrong, outbound(sale))).status).toBe(404);
  for (const method of ['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'])
    await rawRequest(site.address, { method, path });

  await site.end('SIGTERM');
  const printed = site.output();
  // The log was on: other requests are there, with their paths.
  expect(printed).toContain('/kartra/mappings');
  const key = path.split('/').at(-1) ?? path;
  const forbidden = [key, key.slice(-16), 'ipn-secret-', person.email, person.lastName];
  for (const secret of forbidden) expect(printed).not.toContain(secret);
});

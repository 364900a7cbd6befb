import { buildPerson, buildTransaction, ipn, outbound } from '../builders/kartra';
import { ok } from '../helpers/admin-client';
import { createTestDatabase, type TestDatabase } from '../helpers/databases';
import { openShop, postWebhook } from '../helpers/kartra';
import { rawRequest } from '../helpers/raw-request';
import { startSiteProcess, type SiteProcess } from '../helpers/site-process';

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

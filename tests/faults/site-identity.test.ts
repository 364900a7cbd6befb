import type { Connection } from '../../contracts/connection';
import { buildTransaction, outbound } from '../builders/kartra';
import { ok } from '../helpers/admin-client';
import { startCleanUp } from '../helpers/clean-up';
import { createSqliteDatabase } from '../helpers/databases';
import { enable, lastLog, postWebhook } from '../helpers/kartra';
import { startSiteProcess } from '../helpers/site-process';

const HOME = 'https://members.example.com';
const WITH_PORT = `${HOME}:8443`;
const STAGING = 'https://staging.example.com';
const OTHER_SECRETS = {
  APP_KEYS: 'another-app-key-one,another-app-key-two',
  API_TOKEN_SALT: 'another-api-token-salt',
  ENCRYPTION_KEY: 'another-encryption-key-of-32-byte',
};

/** One database, as it is copied to other places by a dump: each start is such a place. */
describe('a database that is started in another place', () => {
  const cleanUp = startCleanUp();
  const database = createSqliteDatabase();
  cleanUp.add(() => database.drop());
  afterAll(() => cleanUp.run());

  let path = '';

  async function startedAs(environment: Readonly<Record<string, string>>, chosen?: string) {
    const site = await startSiteProcess({ database, environment, config: { sweepMs: 50 } });
    try {
      const admin = await site.admin();
      if (path === '') path = await enable({ admin });
      const before = ok(await admin.get<Connection>('/kartra/connection'));
      const sale = outbound(buildTransaction());
      const { status } = await postWebhook(site.address, path, sale);
      const { reason } = await lastLog({ admin });
      const after =
        chosen &&
        ok(await admin.post<Connection>('/kartra/connection/site', { answer: chosen })).site.state;
      return {
        is: before.site.changed ?? before.state,
        from: before.site.from,
        status,
        reason,
        after,
      };
    } finally {
      await site.end('SIGTERM');
    }
  }

  it.each([
    ['for the first time', { PUBLIC_URL: HOME }, undefined, { is: 'on' }],
    ['there again', { PUBLIC_URL: HOME }, undefined, { is: 'on' }],
    ['on a developer’s machine', { PUBLIC_URL: 'http://localhost:1337' }, undefined, { is: 'on' }],
    ['without an address', {}, undefined, { is: 'on' }],
    ['with a port', { PUBLIC_URL: WITH_PORT }, undefined, { is: 'on' }],
    [
      'with other secrets and no address',
      OTHER_SECRETS,
      undefined,
      { is: 'secrets', from: WITH_PORT },
    ],
    [
      'at another address',
      { PUBLIC_URL: STAGING },
      'same-site',
      { is: 'address', from: WITH_PORT, after: 'same' },
    ],
    ['there once more', { PUBLIC_URL: STAGING }, undefined, { is: 'on' }],
    [
      'at another address with other secrets',
      { PUBLIC_URL: HOME, ...OTHER_SECRETS },
      'take-over',
      { is: 'copy', from: STAGING, reason: 'paused', after: 'same' },
    ],
    ['where it took over', { PUBLIC_URL: HOME, ...OTHER_SECRETS }, undefined, { is: 'on' }],
  ])('%s', async (_where, environment, chosen, expected) => {
    expect(await startedAs(environment, chosen)).toMatchObject({ status: 200, ...expected });
  });
});

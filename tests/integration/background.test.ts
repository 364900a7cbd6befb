import { createStrapi } from '@strapi/strapi';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Background } from '../../contracts/hooks';
import { buildTransaction, outbound } from '../builders/kartra';
import { startCleanUp } from '../helpers/clean-up';
import { createTestDatabase, type TestDatabase } from '../helpers/databases';
import { adoptEnvironment } from '../helpers/environment';
import {
  createLevel,
  enable,
  getMember,
  lastLog,
  mapProduct,
  openShop,
  postWebhook,
} from '../helpers/kartra';
import { setResetPage, startMailServer, type MailServer } from '../helpers/mail-server';
import { startSite, type Site } from '../helpers/site';
import { runStrapi } from '../helpers/strapi-command';
import { waitFor } from '../helpers/wait-for';

const PRODUCT = '558475';
const APP = path.resolve(__dirname, '../app');
/** Longer than the pause between two rounds of the mailbox. */
const TWO_ROUNDS_MS = 2500;

const cleanUp = startCleanUp();
let database: TestDatabase;
let mailServer: MailServer;

const start = (): Promise<Site> =>
  startSite({
    database,
    config: { backoffMs: 20, backoffMaxMs: 100, sweepMs: 50 },
    environment: { ...mailServer.environment, LOG_LEVEL: 'silent' },
  });

beforeAll(async () => {
  database = await createTestDatabase();
  cleanUp.add(() => database.drop());
  mailServer = await startMailServer();
  cleanUp.add(() => mailServer.stop());
});
afterAll(() => cleanUp.run());

describe('a site that was stopped while a mail waited', () => {
  const sale = buildTransaction({ productId: PRODUCT, productName: 'Meal Plan' });
  const { email } = sale.person;
  const mailed = () => mailServer.to(email).length;
  const longEnough = () => new Promise((resolve) => setTimeout(resolve, TWO_ROUNDS_MS));

  beforeAll(async () => {
    await mailServer.stop();
    const site = await start();
    const { path: webhook, gold } = await openShop(site);
    await mapProduct(site, PRODUCT, gold);
    await setResetPage(site, 'https://members.example.com/set-password');
    await postWebhook(site.address, webhook, outbound(sale));
    await site.idle();
    await site.stop();
    await mailServer.start();
  });

  it('sends none while `strapi export` runs', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'kartra-export-'));
    cleanUp.add(() => rmSync(folder, { recursive: true, force: true }));
    const file = path.join(folder, 'site');
    const command = ['export', '--no-encrypt', '--no-compress', '--exclude', 'files'];
    const output = await runStrapi([...command, '--file', file], {
      database,
      environment: mailServer.environment,
    });
    expect(output).toContain('plugin::kartra.member');
    expect(mailed()).toBe(0);
  });

  it('loaded without listening it sends none before it is told to start', async () => {
    const restore = adoptEnvironment({ ...database.environment, ...mailServer.environment });
    const strapi = createStrapi({ appDir: APP, distDir: APP, serveAdminPanel: false });
    try {
      await strapi.load();
      await longEnough();
      expect(mailed()).toBe(0);
      const background = strapi.plugin('kartra').service<Background>('background');
      background.start();
      background.start();
      await waitFor(() => Promise.resolve(mailed() > 0));
    } finally {
      await strapi.destroy();
      restore();
    }
  });
});

describe('while Strapi replaces the data of the running site', () => {
  let site: Site;
  let webhook: string;
  beforeAll(async () => {
    site = await start();
    webhook = await enable(site);
    cleanUp.add(() => site.stop());
  });

  it('webhooks are stored and wait; once it is over they are applied', async () => {
    await mapProduct(site, '777', await createLevel(site, 'Platinum'));
    const sale = buildTransaction({ productId: '777' });
    site.strapi.db.lifecycles.disable();
    expect(await postWebhook(site.address, webhook, outbound(sale))).toMatchObject({ status: 200 });
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await lastLog(site)).toMatchObject({ state: 'received' });

    site.strapi.db.lifecycles.enable();
    await site.idle();
    expect(await lastLog(site)).toMatchObject({ state: 'applied' });
    expect(await getMember(site, sale.person.email)).toMatchObject({ email: sale.person.email });
  });
});

import type { AlertRecipient, Connection } from '../../contracts/connection';
import { buildTransaction, newProduct, outbound } from '../builders/kartra';
import { logInWith } from '../helpers/administrators';
import { ADMINISTRATOR } from '../helpers/administrator';
import { ok } from '../helpers/admin-client';
import { enable, createLevel, mapProduct, postWebhook } from '../helpers/kartra';
import { startMailServer, type MailServer } from '../helpers/mail-server';
import { startSite, type Site } from '../helpers/site';

const DAY_MS = 86_400_000;
const OWNER = ADMINISTRATOR.email;

let mailServer: MailServer;
let site: Site;
let path: string;

beforeAll(async () => {
  mailServer = await startMailServer();
  site = await startSite({
    config: { backoffMs: 10, backoffMaxMs: 20, sweepMs: 50, housekeepingMs: 100, maxFailures: 4 },
    environment: { ...mailServer.environment, LOG_LEVEL: 'silent' },
  });
  path = await enable(site);
});
afterAll(async () => {
  await site.stop();
  await mailServer.stop();
});

const post = async (...webhooks: readonly object[]) => {
  for (const webhook of webhooks) await postWebhook(site.address, path, webhook);
  await site.idle();
};
const subjects = () => mailServer.to(OWNER).map(({ mail }) => mail.subject ?? '');
const about = (words: string) => subjects().filter((subject) => subject.includes(words));
const problems = async () =>
  (await site.rows('kartra_problems')).map(({ problem_key: key }) => key as string);
/** Several looks at everything: each comes long after what it could have seen. */
const lookAgain = async () => {
  const { alerts } = site.strapi.plugin('kartra').services as unknown as {
    alerts: { look(): Promise<void> };
  };
  // As several instances do at once.
  await Promise.all([alerts.look(), alerts.look(), alerts.look()]);
};

it('a product with buyers and no level is mailed once to each chosen administrator, whatever comes after', async () => {
  const recipients = ok(
    await site.admin.get<AlertRecipient[]>('/kartra/connection/alert-recipients')
  );
  const assistant = await logInWith(site, ['plugin::kartra.see-integration']);
  expect((await assistant.get('/kartra/connection/alert-recipients')).status).toBe(403);

  const product = newProduct();
  await post(outbound(buildTransaction({ productId: product, productName: 'Keto & Co' })));
  await site.idleUntil(async () => (await problems()).includes(`unmapped:${product}`));
  expect(subjects()).toEqual([]);

  // Whoever is chosen later hears of what is still there.
  const alerts = {
    administratorIds: recipients.map(({ id }) => id),
    kinds: ['failing', 'unmapped', 'silence', 'lost'],
  };
  ok(await site.admin.put<Connection>('/kartra/connection', { alerts }));
  const [received] = await mailServer.arrived(OWNER);
  expect(received?.mail.subject).toBe(`Buyers of Keto Co (${product}) wait for access`);
  expect(received?.mail.text).toContain('/plugins/kartra/offers');
  expect(received?.mail.html).toContain('<p>Keto Co (');

  await post(
    ...[1, 2, 3].map(() => outbound(buildTransaction({ productId: product, pricePoint: '2' })))
  );
  await lookAgain();
  const level = await createLevel(site, 'Gold');
  await mapProduct(site, product, level);
  await site.idleUntil(async () => !(await problems()).includes(`unmapped:${product}`));
  expect(about('wait for access')).toHaveLength(1);
});

it('webhooks that fail again and again are one problem, and a new one only after that was gone', async () => {
  const product = newProduct();
  const level = await createLevel(site, 'Silver');
  await mapProduct(site, product, level);
  const rename = (from: string, to: string) =>
    site.strapi.db.connection.schema.renameTable(from, to);
  const fail = async () => {
    await rename('kartra_entitlements', 'kartra_entitlements_away');
    await post(
      outbound(buildTransaction({ productId: product })),
      outbound(buildTransaction({ productId: product }))
    );
    await site.idleUntil(async () =>
      (await site.rows('kartra_webhook_logs')).slice(-2).every(({ state }) => state === 'dead')
    );
    await rename('kartra_entitlements_away', 'kartra_entitlements');
    await lookAgain();
  };
  const mend = async () => {
    ok(await site.admin.post('/kartra/webhook-logs/replay', { filter: { state: 'dead' } }));
    await site.idleUntil(async () => !(await problems()).includes('failing:internal'));
  };
  await fail();
  await site.idleUntil(() => Promise.resolve(about('could not be processed').length === 1));
  await mend();
  await fail();
  await site.idleUntil(() => Promise.resolve(about('could not be processed').length === 2));
  await mend();
  expect(about('could not be processed')).toHaveLength(2);
});

it('silence and lost webhooks are told', async () => {
  const now = Date.now();
  const [first] = await site.rows('kartra_webhook_logs');
  await site.strapi.db.getConnection('kartra_connections').update({
    state_since: now - 100 * DAY_MS,
    lost_spans: JSON.stringify([{ from: now - 5000, to: now - 4000, count: 3 }]),
  });
  const columns = Object.entries(first ?? {}).filter(([column]) => column !== 'id');
  const more = Array.from({ length: 12 }, (_, index) => ({
    ...Object.fromEntries(columns),
    document_id: null,
    dedupe_key: `planted ${index}`,
  }));
  await site.strapi.db.getConnection('kartra_webhook_logs').insert(more);
  await site.strapi.db
    .getConnection('kartra_webhook_logs')
    .update({ received_at: now - 3 * DAY_MS });
  await site.idleUntil(() => Promise.resolve(about('No webhooks from Kartra').length === 1));
  await site.idleUntil(() => Promise.resolve(about('were lost').length === 1));
  expect(
    mailServer.to(OWNER).find(({ mail }) => mail.subject?.includes('lost'))?.mail.text
  ).toContain('so 3 webhooks couldn’t be stored');
});

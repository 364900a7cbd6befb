/** Listeners and mail servers that never answer for one buyer: everyone else's events and mails leave. */
import { buildPerson, buildTransaction, outbound } from '../builders/kartra';
import { getMember, mapProduct, openShop, postWebhook } from '../helpers/kartra';
import { setResetPage, startMailServer, type MailServer } from '../helpers/mail-server';
import { startSite, type Site } from '../helpers/site';
import { waitFor } from '../helpers/wait-for';

const PRODUCT = '558475';
const TIMEOUT_MS = 300;

interface EmailService {
  send(mail: { readonly to: string }): Promise<unknown>;
}

let mailServer: MailServer;
let site: Site;
let path: string;

beforeAll(async () => {
  mailServer = await startMailServer();
  site = await startSite({
    config: { deliveryTimeoutMs: TIMEOUT_MS, backoffMs: 60_000 },
    environment: { ...mailServer.environment, LOG_LEVEL: 'silent' },
  });
  const shop = await openShop(site);
  ({ path } = shop);
  await mapProduct(site, PRODUCT, shop.gold);
  await setResetPage(site, 'https://members.example.com/set-password');
});
afterAll(async () => {
  await site.stop();
  await mailServer.stop();
});

const buy = async () => {
  const sale = buildTransaction({ productId: PRODUCT, person: buildPerson() });
  expect((await postWebhook(site.address, path, outbound(sale))).status).toBe(200);
  await site.idle();
  return sale.person.email;
};
const messages = async (topic: string) =>
  (await site.rows('kartra_outbox_messages')).filter((row) => row['topic'] === topic);

it('a mail that never leaves counts as failed, and the others are not held up', async () => {
  const email = site.strapi.plugin('email').service<EmailService>('email');
  const send = email.send.bind(email);
  const stuck: string[] = [];
  // The first buyer's mail server accepts the connection and never answers.
  email.send = (mail) => {
    if (stuck.length === 0 || stuck.includes(mail.to)) {
      stuck.push(mail.to);
      return new Promise(() => undefined);
    }
    return send(mail);
  };
  const first = await buy();
  await waitFor(() => Promise.resolve(stuck.includes(first)));
  const others = [await buy(), await buy(), await buy()];
  for (const other of others) await mailServer.arrived(other);
  await waitFor(async () => (await getMember(site, first)).welcomeMail?.error !== null);
  expect((await getMember(site, first)).welcomeMail).toMatchObject({
    state: 'queued',
    attempts: 1,
    error: 'took-too-long',
  });
  email.send = send;
});

it('a listener that never answers for one event delays the next ones by its time only', async () => {
  const heard: unknown[] = [];
  let isFirst = true;
  site.strapi.eventHub.on('kartra.access.changed', (event: unknown) => {
    heard.push(event);
    if (!isFirst) return Promise.resolve();
    isFirst = false;
    return new Promise<never>(() => undefined);
  });
  await buy();
  await buy();
  await waitFor(() => Promise.resolve(heard.length >= 2));
  await waitFor(async () =>
    (await messages('kartra.access.changed')).some((row) => row['error'] === 'took-too-long')
  );
  expect((await messages('kartra.access.changed')).at(-1)).toMatchObject({ error: null });
});

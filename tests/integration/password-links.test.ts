/** The link of a welcome mail: what opens it, for how long, and what a copy of the database is worth. */
import { buildTransaction, outbound } from '../builders/kartra';
import { ok } from '../helpers/admin-client';
import { getMember, mapProduct, openShop, postWebhook } from '../helpers/kartra';
import { setResetPage, startMailServer, type MailServer } from '../helpers/mail-server';
import { startSite, type Site, type StoredRow } from '../helpers/site';
import { waitFor } from '../helpers/wait-for';

const PRODUCT = '558475';
const RESET_PAGE = 'https://members.example.com/set-password?lang=en';
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const PASSWORD = 'Chosen-Password-1';

let mailServer: MailServer;
let site: Site;
let path: string;

beforeAll(async () => {
  mailServer = await startMailServer();
  site = await startSite({
    config: { housekeepingMs: 100, backoffMs: 20, backoffMaxMs: 100, sweepMs: 50 },
    environment: { ...mailServer.environment, LOG_LEVEL: 'silent' },
  });
  const shop = await openShop(site);
  ({ path } = shop);
  await mapProduct(site, PRODUCT, shop.gold);
  await setResetPage(site, RESET_PAGE);
});
afterAll(async () => {
  await site.stop();
  await mailServer.stop();
});

/** A buyer with their mail; the path of the link in it. */
async function buy() {
  const sale = buildTransaction({ productId: PRODUCT });
  const { email } = sale.person;
  expect((await postWebhook(site.address, path, outbound(sale))).status).toBe(200);
  const [mail] = await mailServer.arrived(email);
  return { email, link: linkIn(mail?.mail.text) };
}
const linkIn = (text = '') => new URL(/https?:\S+/.exec(text)?.[0] ?? '').pathname;
const userOf = async (email: string): Promise<StoredRow> =>
  (await site.rows('up_users')).find((user) => user['email'] === email) ?? {};
const tokenOf = async (email: string) => (await userOf(email))['reset_password_token'];
const open = (link: string) => site.http.get(link).redirects(0);
/** The code that the site's own page gets. */
async function codeFrom(link: string): Promise<string> {
  const { headers } = await open(link).expect(302);
  const page = new URL(headers['location'] ?? '');
  expect(page.origin + page.pathname).toBe('https://members.example.com/set-password');
  expect(page.searchParams.get('lang')).toBe('en');
  return page.searchParams.get('code') ?? '';
}
const choose = (code: string, password = PASSWORD) =>
  site.http
    .post('/api/auth/reset-password')
    .send({ code, password, passwordConfirmation: password });
const mails = (email: string) => mailServer.to(email).length;
const table = (name: string) => site.strapi.db.getConnection(name);

it('codes that an earlier version left with users-permissions end after their week, and no others', async () => {
  const [earlier, recent, own] = [await buy(), await buy(), await buy()];
  // As an earlier version mailed them: the code planted with the mail, no link of ours.
  const now = Date.now();
  const since = async (email: string, { mailedAt, touchedAt }: Record<string, number>) => {
    const { id } = await userOf(email);
    await table('kartra_password_links').where({ user_id: id }).delete();
    await table('kartra_outbox_messages')
      .where({ member_id: (await getMember(site, email)).id })
      .update({ sent_at: mailedAt });
    await table('up_users')
      .where({ id })
      .update({ reset_password_token: `planted-${email}`, updated_at: new Date(touchedAt ?? 0) });
  };
  await table('kartra_connections').update({ own_links_since: now - DAY_MS });
  await since(earlier.email, { mailedAt: now - 8 * DAY_MS, touchedAt: now - 8 * DAY_MS });
  await since(recent.email, { mailedAt: now - 8 * DAY_MS, touchedAt: now });
  // Asked for at users-permissions by a member of the new version.
  const { id } = await userOf(own.email);
  await table('up_users')
    .where({ id })
    .update({ reset_password_token: 'asked-for', updated_at: new Date(now - 8 * DAY_MS) });
  site.pass(2 * HOUR_MS);
  await waitFor(async () => (await tokenOf(earlier.email)) === null);
  await site.idle();
  expect(await tokenOf(recent.email)).toBe(`planted-${recent.email}`);
  expect(await tokenOf(own.email)).toBe('asked-for');
});

it('only opening the link gives users-permissions a code, and the password ends both', async () => {
  const { email, link } = await buy();
  expect(link).toMatch(/^\/api\/kartra\/password-link\/[\w-]{43}$/);
  expect(await tokenOf(email)).toBeNull();
  await site.http.head(link).expect(200);
  await site.http.put(link).expect(405);
  expect(await tokenOf(email)).toBeNull();

  const { headers } = await open(link).expect(302);
  expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
  // A scanner opened it first: the member's own tab still gets a code that works, and so does the other one.
  const code = await codeFrom(link);
  expect(await codeFrom(link)).toBe(code);
  await choose(code).expect(200);
  await site.http
    .post('/api/auth/local')
    .send({ identifier: email, password: PASSWORD })
    .expect(200);
  await choose(code, 'Another-Password-2').expect(400);
  expect((await open(link).expect(410)).text).toContain('This link no longer works');
  expect(await tokenOf(email)).toBeNull();
});

it('nothing in the database opens an account, except for the hour after the link was opened', async () => {
  const { email, link } = await buy();
  const code = link.split('/').at(-1) ?? '';
  const everything = async () => {
    const names = Object.values(site.strapi.contentTypes).map(({ collectionName }) =>
      String(collectionName)
    );
    const rows: StoredRow[] = [];
    for (const name of names) rows.push(...(await site.rows(name)));
    return JSON.stringify(rows);
  };
  expect(await everything()).toContain(email);
  expect(await everything()).not.toContain(code);

  const planted = await codeFrom(link);
  expect(await everything()).toContain(planted);
  site.pass(HOUR_MS + MINUTE_MS);
  await waitFor(async () => (await tokenOf(email)) === null);
  expect(await everything()).not.toContain(planted);
  await choose(planted).expect(400);
  // The link itself goes on for its week.
  await choose(await codeFrom(link)).expect(200);
});

it('a code that the member asked for in the meantime is left alone', async () => {
  const { email, link } = await buy();
  await codeFrom(link);
  await table('up_users').where({ email }).update({ reset_password_token: 'asked-for-elsewhere' });
  site.pass(HOUR_MS + MINUTE_MS);
  await waitFor(async () => {
    const rows = await site.rows('kartra_password_links');
    return rows.every(({ planted_hash: hash }) => hash === null);
  });
  expect(await tokenOf(email)).toBe('asked-for-elsewhere');
});

it('a link older than a week offers a new one, which is mailed to the account only', async () => {
  const { email, link } = await buy();
  site.pass(7 * DAY_MS);
  const old = await open(link).set('Accept-Language', 'de-AT,de;q=0.9').expect(410);
  expect(old.text).toContain('Dieser Link funktioniert nicht mehr');
  expect(old.headers['content-security-policy']).toContain("default-src 'none'");
  expect(await tokenOf(email)).toBeNull();
  expect(mails(email)).toBe(1);

  const asked = await site.http.post(link).expect(200);
  expect(asked.text).toContain('Check your email');
  const [, renewed] = await mailServer.arrived(email, 2);
  const next = linkIn(renewed?.mail.text);
  expect(next).not.toBe(link);
  await open(link).expect(410);
  await choose(await codeFrom(next)).expect(200);
});

it('asking again and again mails once in ten minutes and five times a day, and always answers the same', async () => {
  const { email, link } = await buy();
  const ask = async () => (await site.http.post(link).expect(200)).text;
  const first = await ask();
  // The welcome mail itself has only just left.
  for (let tried = 0; tried < 3; tried += 1) expect(await ask()).toBe(first);
  expect(mails(email)).toBe(1);
  for (let mailed = 2; mailed <= 5; mailed += 1) {
    site.pass(11 * MINUTE_MS);
    await Promise.all([ask(), ask(), ask()]);
    await mailServer.arrived(email, mailed);
  }
  site.pass(11 * MINUTE_MS);
  expect(await ask()).toBe(first);
  await site.idle();
  expect(mails(email)).toBe(5);
  site.pass(DAY_MS);
  await ask();
  await mailServer.arrived(email, 6);
});

it('a link is worth nothing for a blocked, moved or erased account, and an invented one neither', async () => {
  const [blocked, moved, erased] = [await buy(), await buy(), await buy()];
  await table('up_users').where({ email: blocked.email }).update({ blocked: true });
  await open(blocked.link).expect(404);
  await table('up_users')
    .where({ email: moved.email })
    .update({ email: `new-${moved.email}` });
  await open(moved.link).expect(410);

  await codeFrom(erased.link);
  const { id } = await getMember(site, erased.email);
  ok(await site.admin.post(`/kartra/members/${id}/erase`));
  expect(await tokenOf(erased.email)).toBeNull();
  await open(erased.link).expect(404);
  await site.http.post(erased.link).expect(404);
  await open('/api/kartra/password-link/invented').expect(404);
});

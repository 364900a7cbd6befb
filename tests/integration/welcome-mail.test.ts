import type { Connection, WelcomePreview } from '../../contracts/connection';
import type { Mapping } from '../../contracts/mapping';
import type { Member } from '../../contracts/member';
import type { Overview } from '../../contracts/overview';
import { buildPerson, buildTransaction, later, newProduct, outbound } from '../builders/kartra';
import { logInWith } from '../helpers/administrators';
import { ok } from '../helpers/admin-client';
import { getMember, lastLog, mapProduct, openShop, postWebhook } from '../helpers/kartra';
import { setResetPage, startMailServer, type MailServer } from '../helpers/mail-server';
import { startSite, type Site } from '../helpers/site';
import { createUser, roleIdByType, roleOf } from '../helpers/users';
import { waitFor } from '../helpers/wait-for';

const PRODUCT = '558475';
const RESET_PAGE = 'https://members.example.com/set-password?lang=en';

let mailServer: MailServer;
let site: Site;
let path: string;
let gold: number;

beforeAll(async () => {
  mailServer = await startMailServer();
  site = await startSite({
    config: { backoffMs: 20, backoffMaxMs: 100, sweepMs: 50 },
    environment: { ...mailServer.environment, LOG_LEVEL: 'silent' },
  });
  const shop = await openShop(site);
  ({ path, gold } = shop);
  await mapProduct(site, PRODUCT, gold);
  await setResetPage(site, RESET_PAGE);
});
afterAll(async () => {
  await site.stop();
  await mailServer.stop();
});

const buy = (overrides: Parameters<typeof buildTransaction>[0] = {}) =>
  buildTransaction({ productId: PRODUCT, productName: 'Meal Plan', ...overrides });
const post = async (...webhooks: readonly object[]) => {
  for (const webhook of webhooks)
    expect(await postWebhook(site.address, path, webhook)).toMatchObject({ status: 200 });
  await site.idle();
};
const welcomes = async () =>
  (await site.rows('kartra_outbox_messages')).filter(({ topic }) => topic === 'mail.welcome');
const settled = () =>
  waitFor(async () => (await welcomes()).every(({ state }) => state !== 'queued'));
const mailFacts = async () => ok(await site.admin.get<Overview>('/kartra/overview')).mail;
const linkIn = (text = '') => new URL(/https?:\S+/.exec(text)?.[0] ?? '');
const setSettings = async (body: object) =>
  ok(await site.admin.put<Connection>('/kartra/connection', body));
const settings = async () => ok(await site.admin.get<Connection>('/kartra/connection')).settings;

it('a new member gets one mail, chooses a password by its link, and signs in with the bought level', async () => {
  const sale = buy({ person: buildPerson({ firstName: 'Ann' }) });
  const { email } = sale.person;
  await post(outbound(sale));
  const [received] = await mailServer.arrived(email);
  expect(received?.mail.from?.text).toContain('members@example.com');
  expect(received?.mail.subject).toBe('Your access to members.example.com');
  expect(received?.mail.text).toContain('Hello Ann,');
  expect(received?.mail.text).toContain('Meal Plan');

  const link = linkIn(received?.mail.text);
  expect(link.origin).toBe(site.address);
  const opened = await site.http.get(link.pathname).redirects(0).expect(302);
  const page = new URL(opened.headers['location'] ?? '');
  expect(page.origin + page.pathname).toBe('https://members.example.com/set-password');
  expect(page.searchParams.get('lang')).toBe('en');
  const password = 'Chosen-Password-1';
  const code = page.searchParams.get('code');
  const reset = { code, password, passwordConfirmation: password };
  await site.http.post('/api/auth/reset-password').send(reset).expect(200);
  await site.http.post('/api/auth/reset-password').send(reset).expect(400);
  const signedIn = await site.http
    .post('/api/auth/local')
    .send({ identifier: email, password })
    .expect(200);
  const { jwt } = signedIn.body as { jwt: string };
  const me = await site.http.get('/api/kartra/me').set('authorization', `Bearer ${jwt}`);
  expect(me.body).toMatchObject({ levels: [{ name: 'Gold' }] });

  await waitFor(async () => (await getMember(site, email)).welcomeMail?.state === 'sent');
  expect((await getMember(site, email)).welcomeMail).toMatchObject({ attempts: 1, error: null });
});

it('what happens later to the same account mails nobody again', async () => {
  const sale = buy();
  const { email } = sale.person;
  await post(outbound(sale));
  await mailServer.arrived(email);
  const log = await lastLog(site);
  const { id } = await getMember(site, email);

  await post(
    outbound(sale),
    outbound(later(sale, { type: 'refund', date: '2026-05-04 10:00:00' })),
    outbound(buy({ person: sale.person, productId: PRODUCT }))
  );
  ok(await site.admin.post(`/kartra/webhook-logs/${log.id}/replay`));
  ok(await site.admin.post('/kartra/webhook-logs/replay', { filter: { memberId: id } }));
  ok(await site.admin.post(`/kartra/members/${id}/recompute`));
  ok(await site.admin.post('/kartra/members/recompute'));
  await site.idle();
  await settled();
  expect(mailServer.to(email)).toHaveLength(1);
});

it('neither somebody who had an account, nor a test member, nor a waiting buyer is mailed', async () => {
  const before = (await welcomes()).length;
  const known = buildPerson();
  const roleId = await roleIdByType(site.strapi, 'authenticated');
  await createUser(site, { email: known.email, roleId });
  await post(outbound(buy({ person: known })));
  expect(await roleOf(site, known.email)).toBe('Gold');

  const product = newProduct();
  const tester = buildPerson();
  const buyer = buildPerson();
  await post(
    outbound(buy({ person: tester, productId: product })),
    outbound(buy({ person: buyer, productId: product }))
  );
  expect(await welcomes()).toHaveLength(before);

  const { id } = await getMember(site, tester.email);
  await site.strapi.db.getConnection('kartra_members').where({ id }).update({ is_test: true });
  await mapProduct(site, product, gold);
  await site.idle();
  // The one who waited is let in by the mapping, and told so.
  expect(await roleOf(site, tester.email)).toBe('Gold');
  await mailServer.arrived(buyer.email);
  await settled();
  expect(await welcomes()).toHaveLength(before + 1);
  expect(mailServer.to(tester.email)).toHaveLength(0);
  expect((await site.admin.post(`/kartra/members/${id}/resend-welcome`)).status).toBe(400);
});

it('a mail server that is down delays no access and loses no mail', async () => {
  await mailServer.stop();
  const sale = buy();
  const { email } = sale.person;
  await post(outbound(sale));
  expect(await roleOf(site, email)).toBe('Gold');
  await waitFor(async () => (await getMember(site, email)).welcomeMail?.error !== null);
  expect((await getMember(site, email)).welcomeMail).toMatchObject({
    state: 'queued',
    error: expect.stringMatching(/^Error E/) as string,
  });
  expect((await mailFacts()).waiting).toBe(1);
  await mailServer.start();
  await mailServer.arrived(email);
  await settled();
  expect(mailServer.to(email)).toHaveLength(1);
});

it('a mail that never leaves is given up where everybody can see it, and can be sent again', async () => {
  await setResetPage(site, null);
  const sale = buy();
  const { email } = sale.person;
  await post(outbound(sale));
  await waitFor(async () => (await getMember(site, email)).welcomeMail?.error !== null);
  // As if it had been tried for two weeks.
  await site.strapi.db
    .getConnection('kartra_outbox_messages')
    .where({ topic: 'mail.welcome', state: 'queued' })
    .update({ queued_at: 0 });
  await waitFor(async () => (await getMember(site, email)).welcomeMail?.state === 'gave-up');
  const { id, welcomeMail } = await getMember(site, email);
  expect(welcomeMail).toMatchObject({ error: 'reset-page-missing', nextAttemptAt: null });
  expect(await mailFacts()).toEqual({
    isOn: true,
    hasProvider: true,
    hasResetPage: false,
    hasSiteAddress: true,
    waiting: 0,
    failed: 1,
  });

  await setResetPage(site, RESET_PAGE);
  const helper = await logInWith(site, ['plugin::kartra.see-integration']);
  expect((await helper.post(`/kartra/members/${id}/resend-welcome`)).status).toBe(403);
  const member = ok(await site.admin.post<Member>(`/kartra/members/${id}/resend-welcome`));
  expect(member.welcomeMail?.state).toBe('queued');
  expect(member.timeline[0]?.code).toBe('member.welcome-resent');
  await mailServer.arrived(email);
  await settled();
  expect((await mailFacts()).failed).toBe(0);
});

it('a link begins where an administrator sees the site, never where a webhook came to', async () => {
  const connections = () => site.strapi.db.getConnection('kartra_connections');
  await connections().update({ site_origin: null });
  const sale = buy();
  await site.http
    .post(new URL(path, site.address).pathname)
    .set('Host', 'evil.example')
    .send(outbound(sale))
    .expect(200);
  await site.idle();
  await waitFor(async () => (await getMember(site, sale.person.email)).welcomeMail?.error !== null);
  expect((await getMember(site, sale.person.email)).welcomeMail?.error).toBe(
    'site-address-missing'
  );
  expect(mailServer.to(sale.person.email)).toHaveLength(0);
  await connections().update({ site_origin: site.address });
  const [received] = await mailServer.arrived(sale.person.email);
  expect(linkIn(received?.mail.text).origin).toBe(site.address);
});

it('erasing a member takes back the mail that has not left', async () => {
  await setResetPage(site, null);
  const sale = buy();
  await post(outbound(sale));
  const { id } = await getMember(site, sale.person.email);
  ok(await site.admin.post(`/kartra/members/${id}/erase`));
  await setResetPage(site, RESET_PAGE);
  expect((await welcomes()).filter(({ member_id: member }) => member === id)).toEqual([]);
});

it('what Kartra sends stands in a mail as text, and no address passes for a name', async () => {
  const injected = buy({
    person: buildPerson({ firstName: 'Ann\r\nBcc: other@example.com' }),
    productName: 'Meals & "More"\r\nX-Injected: yes',
  });
  const lured = buy({
    person: buildPerson({ firstName: 'Go to evil.example' }),
    productName: 'Log in at https://evil.example/now',
  });
  const { subject } = (await settings()).welcomeMail;
  const text = '<b>{name}</b> {product}: {link}';
  await setSettings({ welcomeMail: { isOn: true, subject: '{name} got {product}', text } });
  await post(outbound(injected), outbound(lured));
  const [received] = await mailServer.arrived(injected.person.email);
  expect(received?.to).toEqual([injected.person.email]);
  expect(received?.mail.headers.has('x-injected')).toBe(false);
  expect(received?.mail.headers.has('bcc')).toBe(false);
  expect(received?.mail.html).toContain('Meals More X-Injected yes: ');
  expect(received?.mail.html).not.toContain('<b>');
  const [other] = await mailServer.arrived(lured.person.email);
  expect(other?.raw).not.toContain('evil.example');
  expect(mailServer.to('other@example.com')).toEqual([]);
  await setSettings({ welcomeMail: { isOn: true, subject, text } });
});

it('a product is called as its mapping says, and a first name that says more is left out', async () => {
  const productId = newProduct();
  const named = ok(
    await site.admin.post<Mapping>('/kartra/mappings', {
      productId,
      roleId: gold,
      mailName: ' Keto: 30 days ',
    })
  );
  expect(named.mailName).toBe('Keto: 30 days');
  const { welcomeMail } = await settings();
  await setSettings({ welcomeMail: { ...welcomeMail, text: 'Hello {name}, {product}: {link}' } });
  const sale = buy({
    productId,
    productName: 'Call 0800 555',
    person: buildPerson({ firstName: 'Your account is blocked' }),
  });
  await post(outbound(sale));
  const [received] = await mailServer.arrived(sale.person.email);
  expect(received?.mail.text).toContain('Hello, Keto: 30 days: http');

  const change = (body: object) => site.admin.put<Mapping>(`/kartra/mappings/${named.id}`, body);
  expect((await change({ mailName: 'Two\nlines' })).status).toBe(400);
  expect((await change({ mailName: 'x'.repeat(61) })).status).toBe(400);
  expect(ok(await change({ roleId: gold })).mailName).toBe('Keto: 30 days');
  expect(ok(await change({ mailName: null })).mailName).toBeNull();
});

it('the owner writes the mail, sees it before, and can switch it off', async () => {
  const words = { subject: 'Welcome, {name}!', text: 'Your level: {level}.\nStart: {link}' };
  const preview = await site.admin.post<WelcomePreview>(
    '/kartra/connection/welcome-preview',
    words
  );
  expect(ok(preview)).toEqual({
    subject: 'Welcome, Ann!',
    text: expect.stringMatching(
      /^Your level: Gold\.\nStart: http:\/\/127\.0\.0\.1:\d+\/api\/kartra\/password-link\/Sample-[\w-]+$/
    ) as string,
  });
  for (const [change, place] of [
    [{ text: 'No way in.' }, 'text'],
    [{ text: '{link} {password}' }, 'text'],
    [{ subject: 'Two\nlines' }, 'subject'],
    [{ subject: '' }, 'subject'],
  ] as const) {
    const body = { ...words, ...change };
    const refused = await site.admin.post('/kartra/connection/welcome-preview', body);
    expect(refused.error).toMatchObject({ details: { errors: [{ path: [place] }] } });
    const unsaved = await site.admin.put('/kartra/connection', {
      welcomeMail: { isOn: true, ...body },
    });
    expect(unsaved.status).toBe(400);
  }

  await setSettings({ welcomeMail: { isOn: false, ...words } });
  expect((await settings()).welcomeMail).toEqual({ isOn: false, ...words });
  const before = (await welcomes()).length;
  const sale = buy();
  await post(outbound(sale));
  expect(await roleOf(site, sale.person.email)).toBe('Gold');
  expect(await welcomes()).toHaveLength(before);
  expect((await getMember(site, sale.person.email)).welcomeMail).toBeNull();
});

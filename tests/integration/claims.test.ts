/**
 * A stranger who registers with a buyer’s address first does not get what the buyer pays for: with `claim` only the owner
 * of the mailbox ever has the level, with `give` no one else has it once the link was used (TRUST 2).
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Claim } from '../../contracts/claim';
import type { Connection } from '../../contracts/connection';
import type { Member } from '../../contracts/member';
import type { Overview } from '../../contracts/overview';
import {
  buildPerson,
  buildTransaction,
  newProduct,
  outbound,
  type Person,
} from '../builders/kartra';
import { ok } from '../helpers/admin-client';
import {
  getMember,
  lastLog,
  mapProduct,
  openShop,
  postWebhook,
  type Shop,
} from '../helpers/kartra';
import { startMailServer, type MailServer } from '../helpers/mail-server';
import { startSite, type Site } from '../helpers/site';
import {
  createSiteRole,
  createUser,
  requireConfirmedEmail,
  roleIdByType,
  roleOf,
  updateUser,
  usersByEmail,
} from '../helpers/users';
import { waitFor } from '../helpers/wait-for';

const STRANGERS = 'Strangers-Password-1';
const OWN = 'Buyers-Password-1';
const DAY_MS = 86_400_000;

let mailServer: MailServer;
let site: Site;
let shop: Shop;
const productId = newProduct();

beforeAll(async () => {
  mailServer = await startMailServer();
  site = await startSite({
    config: { backoffMs: 20, backoffMaxMs: 100, sweepMs: 50 },
    environment: { ...mailServer.environment, LOG_LEVEL: 'silent' },
  });
  shop = await openShop(site);
  await mapProduct(site, productId, shop.gold);
});
afterAll(async () => {
  await site.stop();
  await mailServer.stop();
});

const choose = async (existingAccounts: 'give' | 'claim') => {
  ok(await site.admin.put<Connection>('/kartra/connection', { existingAccounts }));
  await site.idle();
};

/** As Strapi's own registration does it: open, and unconfirmed. */
async function register(email: string, username = `att-${email.split('@')[0]}`): Promise<string> {
  const answer = await site.http
    .post('/api/auth/local/register')
    .send({ email, username, password: STRANGERS });
  expect(answer.status).toBe(200);
  return (answer.body as { jwt: string }).jwt;
}

async function buy(person: Person): Promise<void> {
  const sale = outbound(buildTransaction({ person, productId, productName: 'Meal Plan' }));
  expect(await postWebhook(site.address, shop.path, sale)).toMatchObject({ status: 200 });
  await site.idle();
}

const textTo = async (email: string, count = 1) =>
  (await mailServer.arrived(email, count)).at(-1)?.mail.text ?? '';
const linkIn = (text: string) => new URL(/https?:\S+/.exec(text)?.[0] ?? '').pathname;
const use = (link: string, form: Record<string, string>) =>
  site.http.post(link).type('form').send(form);
const signIn = async (identifier: string, password: string) => {
  const answer = await site.http.post('/api/auth/local').send({ identifier, password });
  return { status: answer.status, jwt: (answer.body as { jwt?: string }).jwt ?? '' };
};
/** What a token opens: `/api/kartra/me`, and Strapi's own. */
const sees = async (jwt: string): Promise<unknown> => {
  const me = await site.http.get('/api/kartra/me').set('authorization', `Bearer ${jwt}`);
  return me.status === 200
    ? (me.body as { levels: { name: string }[] }).levels.map(({ name }) => name)
    : me.status;
};

it('the overview asks until the owner chose', async () => {
  const accounts = async () => ok(await site.admin.get<Overview>('/kartra/overview')).accounts;
  expect(await accounts()).toEqual({
    ...{ isRegistrationOpen: true, requiresConfirmation: false, asks: true },
  });
  const { settings } = ok(await site.admin.get<Connection>('/kartra/connection'));
  expect(settings.existingAccounts).toBe('give');
  expect(await site.admin.put('/kartra/connection', { existingAccounts: 'x' })).toMatchObject({
    status: 400,
  });
  await choose('give');
  expect((await accounts()).asks).toBe(false);
});

/** Resolves when the role is given to the account that was taken over; that update takes so long. */
function holdUpRole(ms: number): Promise<void> {
  return new Promise((resolve) => {
    let updates = 0;
    site.strapi.db.lifecycles.subscribe({
      models: ['plugin::users-permissions.user'],
      async afterUpdate() {
        updates += 1;
        // The first one sets the password.
        if (updates !== 2) return;
        resolve();
        await pause(ms);
      },
    });
  });
}

describe('claim: the account has to be proved', () => {
  beforeAll(() => choose('claim'));

  it('a stranger who registered first gets nothing; the buyer takes the account over, and old tokens end', async () => {
    const person = buildPerson({ firstName: 'Ann' });
    const { email } = person;
    const stolen = await register(email);
    await buy(person);
    expect(await roleOf(site, email)).toBe('Authenticated');
    expect(await lastLog(site)).toMatchObject({ state: 'held', reason: 'unclaimed-account' });
    expect(await getMember(site, email)).toMatchObject({
      heldReason: 'unclaimed-account',
      user: null,
    });
    const text = await textTo(email);
    expect(text).toContain('Hello Ann,');
    expect(text).toContain('Meal Plan');
    expect(text).toContain('Then Gold is open.');
    const link = linkIn(text);
    expect(link).toMatch(/^\/api\/kartra\/claim-link\/[\w-]{43}$/);

    // Mail scanners open links: nothing changes.
    const opened = await site.http.get(link).expect(200);
    expect(opened.text).toContain('type="password"');
    await site.http.head(link).expect(200);
    expect(await sees(stolen)).toEqual([]);
    expect(await signIn(email, STRANGERS)).toMatchObject({ status: 200 });

    await use(link, { password: 'short' }).expect(400);
    await use(link, { confirm: 'true' }).expect(200);
    expect(await roleOf(site, email)).toBe('Authenticated');
    const taken = await use(link, { password: OWN }).expect(200);
    expect(taken.text).toContain('Your password is saved');
    expect(await roleOf(site, email)).toBe('Gold');
    expect(await sees(stolen)).toBe(401);
    expect((await signIn(email, STRANGERS)).status).toBe(400);
    const { status, jwt } = await signIn(email, OWN);
    expect(status).toBe(200);
    expect(await sees(jwt)).toEqual(['Gold']);
    expect(await lastLog(site)).toMatchObject({ state: 'applied', reason: 'granted' });
    const { timeline, user } = await getMember(site, email);
    expect(timeline.map(({ code }) => code)).toContain('account.claimed');
    expect(user).toMatchObject({ confirmed: true });

    // One use.
    const again = await use(link, { password: 'Other-Password-1' }).expect(410);
    expect(again.text).toContain('name="again"');
    expect((await signIn(email, 'Other-Password-1')).status).toBe(400);
  });

  it('a sign-in with the old password while the account is taken over ends with it', async () => {
    const person = buildPerson();
    await register(person.email);
    await buy(person);
    const link = linkIn(await textTo(person.email));
    // The transaction that takes it over is held up: on servers a stranger can still sign in beside it.
    const hasBegun = holdUpRole(1400);
    const taken = use(link, { password: OWN }).then(({ status }) => status);
    await hasBegun;
    await pause(1100);
    const stranger = await signIn(person.email, STRANGERS);
    expect(await taken).toBe(200);
    if (stranger.status === 200) expect(await sees(stranger.jwt)).toBe(401);
    else expect(stranger.status).toBe(400);
    expect(await sees((await signIn(person.email, OWN)).jwt)).toEqual(['Gold']);
  });

  it('a mail server that is down for many attempts loses no link', async () => {
    const person = buildPerson();
    await register(person.email);
    await mailServer.stop();
    await buy(person);
    await site.idleUntil(async () =>
      (await site.rows('kartra_outbox_messages')).some(
        ({ topic, state, attempts }) =>
          topic === 'mail.claim' && state === 'queued' && Number(attempts) > 4
      )
    );
    await mailServer.start();
    await use(linkIn(await textTo(person.email)), { password: OWN }).expect(200);
    expect(await roleOf(site, person.email)).toBe('Gold');
  });

  it('Strapi’s own code for a new password from before ends with it', async () => {
    const person = buildPerson();
    await register(person.email);
    const [user] = await usersByEmail(site, person.email);
    await updateUser(site, user?.id ?? 0, {
      resetPasswordToken: 'planted',
      confirmationToken: 'c',
    });
    await buy(person);
    await use(linkIn(await textTo(person.email)), { password: OWN }).expect(200);
    const [row] = (await site.rows('up_users')).filter(({ id }) => id === user?.id);
    expect(row).toMatchObject({ reset_password_token: null, confirmation_token: null });
    expect(String(row?.['password'])).not.toContain(OWN);
  });

  it('what stands in the database opens nothing', async () => {
    const person = buildPerson();
    await register(person.email);
    await buy(person);
    const code =
      linkIn(await textTo(person.email))
        .split('/')
        .at(-1) ?? '';
    const rows = JSON.stringify([
      await site.rows('kartra_claim_links'),
      await site.rows('kartra_outbox_messages'),
    ]);
    expect(rows).not.toContain(code);
  });

  it('an account of the purchase’s own making has nothing to prove', async () => {
    const person = buildPerson();
    await buy(person);
    expect(await roleOf(site, person.email)).toBe('Gold');
  });

  it('one that an administrator made has not either', async () => {
    const person = buildPerson();
    const made = await site.admin.post(
      '/content-manager/collection-types/plugin::users-permissions.user',
      {
        ...{ email: person.email, username: person.email, password: STRANGERS, confirmed: true },
        role: { connect: [{ id: await roleIdByType(site.strapi, 'authenticated') }] },
      }
    );
    expect(made.status).toBeLessThan(300);
    await waitFor(async () =>
      (await site.rows('kartra_account_proofs')).some(({ kind }) => kind === 'administrator')
    );
    await buy(person);
    expect(await roleOf(site, person.email)).toBe('Gold');
  });

  it('or that an administrator links', async () => {
    const person = buildPerson();
    await register(person.email);
    await buy(person);
    const [user] = await usersByEmail(site, person.email);
    const { id } = await getMember(site, person.email);
    ok(await site.admin.post<Member>(`/kartra/members/${id}/link`, { userId: user?.id }));
    expect(await roleOf(site, person.email)).toBe('Gold');
  });

  it('an address confirmed through Strapi’s mail counts before the first webhook, and not after it', async () => {
    const restore = await requireConfirmedEmail(site);
    /** Registers, and opens the link in Strapi's own mail. */
    const confirm = async (email: string) => {
      const [row] = (await site.rows('up_users')).filter((user) => user['email'] === email);
      const confirmation = String(row?.['confirmation_token']);
      const answer = await site.http
        .get('/api/auth/email-confirmation')
        .query({ confirmation })
        .redirects(0);
      expect([200, 302]).toContain(answer.status);
    };
    try {
      const early = buildPerson();
      await register(early.email);
      await confirm(early.email);
      await waitFor(async () =>
        (await site.rows('kartra_account_proofs')).some(({ kind }) => kind === 'confirmed')
      );
      await buy(early);
      expect(await roleOf(site, early.email)).toBe('Gold');

      const late = buildPerson();
      await register(late.email);
      await buy(late);
      await confirm(late.email);
      await site.idle();
      expect(await roleOf(site, late.email)).toBe('Authenticated');
      expect(await lastLog(site)).toMatchObject({ reason: 'unclaimed-account' });
    } finally {
      await restore();
    }
  });

  it('staff are left as they are, and get no link', async () => {
    const person = buildPerson();
    await createUser(site, {
      email: person.email,
      roleId: await createSiteRole(site, 'Editors'),
    });
    await buy(person);
    expect(await lastLog(site)).toMatchObject({ state: 'held', reason: 'protected-role' });
    expect(mailServer.to(person.email)).toHaveLength(0);
  });

  it('the link ends when the account’s address becomes another one', async () => {
    const person = buildPerson();
    await register(person.email);
    await buy(person);
    const link = linkIn(await textTo(person.email));
    const [user] = await usersByEmail(site, person.email);
    await updateUser(site, user?.id ?? 0, { email: `moved.${person.email}` });
    await use(link, { password: OWN }).expect(410);
    // And the buyer, whose address is free now, has an account of their own.
    await site.idleUntil(async () => (await roleOf(site, person.email)) === 'Gold');
    expect(await roleOf(site, `moved.${person.email}`)).toBe('Authenticated');
  });

  it('an account that signs in with a provider is confirmed, and keeps its way in', async () => {
    const person = buildPerson();
    const id = await createUser(site, {
      email: person.email,
      roleId: await roleIdByType(site.strapi, 'authenticated'),
    });
    await updateUser(site, id, { provider: 'discord' });
    await buy(person);
    expect(await roleOf(site, person.email)).toBe('Authenticated');
    const text = await textTo(person.email);
    expect(text).toContain('signs in with discord');
    const link = linkIn(text);
    await use(link, { password: OWN }).expect(200);
    expect(await roleOf(site, person.email)).toBe('Authenticated');
    await use(link, { confirm: 'true' }).expect(200);
    expect(await roleOf(site, person.email)).toBe('Gold');
  });

  it('Google verifies addresses: nothing to prove', async () => {
    const person = buildPerson();
    const id = await createUser(site, {
      email: person.email,
      roleId: await roleIdByType(site.strapi, 'authenticated'),
    });
    await updateUser(site, id, { provider: 'google' });
    await buy(person);
    expect(await roleOf(site, person.email)).toBe('Gold');
  });
});

describe('asking for the link again', () => {
  beforeAll(() => choose('claim'));
  const ask = (email: string) => site.http.post('/api/kartra/claim').send({ email });

  it('answers the same for every address, mails only one who waits, and not twice in ten minutes', async () => {
    const person = buildPerson();
    await register(person.email);
    await buy(person);
    await textTo(person.email);
    const known = await ask(person.email).expect(200);
    const unknown = await ask('no-one@example.org').expect(200);
    expect(known.body).toEqual(unknown.body);
    await site.idle();
    expect(mailServer.to(person.email)).toHaveLength(1);
    site.pass(601_000);
    await ask(person.email.toUpperCase()).expect(200);
    const first = linkIn(mailServer.to(person.email)[0]?.mail.text ?? '');
    const second = linkIn(await textTo(person.email, 2));
    expect(second).not.toBe(first);
    // Asking again ends no link; at most three work at a time.
    await site.http.get(first).expect(200);
    site.pass(601_000);
    await ask(person.email).expect(200);
    await textTo(person.email, 3);
    site.pass(601_000);
    await ask(person.email).expect(200);
    await site.idle();
    expect(mailServer.to(person.email)).toHaveLength(3);
    await use(first, { password: OWN }).expect(200);
    // They end together.
    await site.http.get(second).expect(410);
    expect(mailServer.to('no-one@example.org')).toHaveLength(0);
  });

  it('ends after 7 days, and the page mails a new one', async () => {
    const person = buildPerson();
    await register(person.email);
    await buy(person);
    const link = linkIn(await textTo(person.email));
    site.pass(7 * DAY_MS);
    expect((await use(link, { password: OWN }).expect(410)).text).toContain('name="again"');
    await use(link, { again: 'true' }).expect(200);
    const fresh = linkIn(await textTo(person.email, 2));
    await use(fresh, { password: OWN }).expect(200);
    expect(await roleOf(site, person.email)).toBe('Gold');
  });

  it('an administrator can send it whenever they like', async () => {
    const person = buildPerson();
    await register(person.email);
    await buy(person);
    await textTo(person.email);
    const { id } = await getMember(site, person.email);
    const { timeline } = ok(await site.admin.post<Member>(`/kartra/members/${id}/resend-claim`));
    expect(timeline.map(({ code }) => code)).toContain('member.claim-resent');
    await textTo(person.email, 2);
    const free = buildPerson();
    await buy(free);
    const { id: other } = await getMember(site, free.email);
    expect(await site.admin.post(`/kartra/members/${other}/resend-claim`)).toMatchObject({
      status: 400,
    });
    expect(await site.admin.post('/kartra/members/999999/resend-claim')).toMatchObject({
      status: 404,
    });
  });

  it('refuses what is no address, and the 21st request of one caller', async () => {
    site.pass(601_000);
    expect((await site.http.post('/api/kartra/claim').send({})).status).toBe(400);
    const statuses = [];
    for (let n = 0; n < 21; n += 1) statuses.push((await ask('x@example.org')).status);
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(1);
    expect(statuses[0]).toBe(200);
    site.pass(601_000);
    expect((await ask('x@example.org')).status).toBe(200);
  });
});

describe('a site with a page of its own', () => {
  beforeAll(() => choose('claim'));
  const call = async (action: 'look' | 'use', body: object) => {
    const answer = await site.http.post(`/api/kartra/claim/${action}`).send(body);
    return { status: answer.status, claim: (answer.body as { data?: Claim }).data };
  };

  it('asks what a code is for, and uses it', async () => {
    site.pass(601_000);
    const person = buildPerson();
    await register(person.email, 'front.end');
    await buy(person);
    const code =
      linkIn(await textTo(person.email))
        .split('/')
        .at(-1) ?? '';
    expect(await call('look', { code })).toMatchObject({
      status: 200,
      claim: { state: 'open', provider: null, fewestCharacters: 6 },
    });
    expect(await call('use', { code, password: 'no' })).toMatchObject({
      status: 400,
      claim: { state: 'open', problem: 'too-short' },
    });
    expect(await call('use', { code, password: OWN })).toMatchObject({
      status: 200,
      claim: { state: 'claimed' },
    });
    expect(await call('look', { code })).toMatchObject({ claim: { state: 'ended' } });
    expect(await call('look', { code: 'x' })).toMatchObject({ claim: { state: 'unknown' } });
    expect((await call('use', { password: OWN })).status).toBe(400);
  });
});

describe('give: access at once, and a mail', () => {
  beforeAll(() => choose('give'));

  it('the buyer takes the account over, and the stranger has it no longer', async () => {
    const person = buildPerson();
    const { email } = person;
    const stolen = await register(email, `att.${Date.now()}`);
    await buy(person);
    expect(await roleOf(site, email)).toBe('Gold');
    expect(await sees(stolen)).toEqual(['Gold']);
    const text = await textTo(email);
    expect(text).toContain('Not yours? Take it over');
    expect(text).toContain('registered on');
    await use(linkIn(text), { password: OWN }).expect(200);
    expect(await sees(stolen)).toBe(401);
    expect((await signIn(email, STRANGERS)).status).toBe(400);
    expect(await sees((await signIn(email, OWN)).jwt)).toEqual(['Gold']);
  });

  it('tells it once, whatever comes later', async () => {
    const person = buildPerson();
    await register(person.email);
    await buy(person);
    await textTo(person.email);
    await buy(person);
    await site.idle();
    expect(mailServer.to(person.email)).toHaveLength(1);
  });

  it('those who wait are given it once the setting is changed', async () => {
    await choose('claim');
    const person = buildPerson();
    await register(person.email);
    await buy(person);
    expect(await roleOf(site, person.email)).toBe('Authenticated');
    await choose('give');
    await site.idleUntil(async () => (await roleOf(site, person.email)) === 'Gold');
    const link = linkIn(await textTo(person.email));
    await use(link, { password: OWN }).expect(200);
  });

  it('helps a buyer whose account waits for its confirmation', async () => {
    const person = buildPerson();
    await createUser(site, {
      ...{ email: person.email, confirmed: false },
      roleId: await roleIdByType(site.strapi, 'authenticated'),
    });
    const restore = await requireConfirmedEmail(site);
    try {
      await buy(person);
      expect(await lastLog(site)).toMatchObject({ reason: 'unconfirmed-account' });
      await use(linkIn(await textTo(person.email)), { password: OWN }).expect(200);
      expect(await roleOf(site, person.email)).toBe('Gold');
      expect((await signIn(person.email, OWN)).status).toBe(200);
    } finally {
      await restore();
    }
  });
});

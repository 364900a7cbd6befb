/**
 * Strapi signs in the first account whose address or username is equal, as its database compares. No account is created
 * that its buyer could never sign in to (TRUST 2).
 */
import type { Member } from '../../contracts/member';
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
import { startSite, type Site } from '../helpers/site';
import { createUser, roleIdByType, roleOf, updateUser, usersByEmail } from '../helpers/users';

let site: Site;
let shop: Shop;
let authenticated: number;
const productId = newProduct();

beforeAll(async () => {
  site = await startSite();
  shop = await openShop(site);
  await mapProduct(site, productId, shop.gold);
  authenticated = await roleIdByType(site.strapi, 'authenticated');
});
afterAll(() => site.stop());

let strangers = 0;
/** Registered by a stranger, who chose this username. */
async function register(username: string, told: { email?: string; confirmed?: boolean } = {}) {
  strangers += 1;
  const { email = `stranger.${strangers}@example.org`, confirmed = false } = told;
  const id = await createUser(site, { email, roleId: authenticated, confirmed });
  await updateUser(site, id, { username });
  return { id, email };
}

async function buy(person: Person): Promise<void> {
  const sale = outbound(buildTransaction({ person, productId }));
  expect(await postWebhook(site.address, shop.path, sale)).toMatchObject({ status: 200 });
  await site.idle();
}
const link = (id: number, body: object) =>
  site.admin.post<Member>(`/kartra/members/${id}/link`, body);

/** Strapi's own log-in, with the password of `createUser`. */
const signIn = async (identifier: string) =>
  (
    await fetch(new URL('/api/auth/local', site.address), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ identifier, password: 'Visitor-Password-1' }),
    })
  ).status;

describe('a stranger has the buyer’s address as their username', () => {
  it.each([
    ['as it is', (email: string) => email],
    ['in capital letters', (email: string) => email.toUpperCase()],
  ])('%s: the purchase waits, and nobody has the level', async (_how, usernameOf) => {
    const person = buildPerson();
    const stranger = await register(usernameOf(person.email));
    await buy(person);
    expect(await usersByEmail(site, person.email)).toEqual([]);
    expect(await roleOf(site, stranger.email)).toBe('Authenticated');
    expect(await lastLog(site)).toMatchObject({
      state: 'held',
      reason: 'address-in-the-way',
      values: { account: stranger.id },
    });
    expect(await getMember(site, person.email)).toMatchObject({
      heldReason: 'address-in-the-way',
    });
  });

  it('the account is renamed: the buyer gets one of their own, the stranger keeps theirs', async () => {
    const person = buildPerson();
    const stranger = await register(person.email);
    await buy(person);
    const { id } = await getMember(site, person.email);
    const member = ok(await link(id, { renameAccount: stranger.id }));
    expect(member.heldReason).toBeNull();
    const [user] = await usersByEmail(site, person.email);
    expect(user).toMatchObject({ username: person.email, roleName: 'Gold', confirmed: true });
    const [renamed] = await usersByEmail(site, stranger.email);
    expect(renamed).toMatchObject({
      username: `${person.email.split('@')[0]}-${stranger.id}`,
      roleName: 'Authenticated',
    });
    expect(await lastLog(site)).toMatchObject({ state: 'applied', reason: 'granted' });
    expect(await signIn(person.email)).toBe(400);
    expect(await signIn(stranger.email)).toBe(200);
    expect(member.timeline.map(({ code }) => code)).toContain('account.renamed');
  });

  it('or the purchase is linked to that account, which is the same person', async () => {
    const person = buildPerson();
    const own = await register(person.email);
    await buy(person);
    const { id } = await getMember(site, person.email);
    ok(await link(id, { userId: own.id }));
    expect(await roleOf(site, own.email)).toBe('Gold');
    expect(await lastLog(site)).toMatchObject({ state: 'applied' });
  });

  it('once they choose another username, the buyer gets in without an administrator', async () => {
    const person = buildPerson();
    const stranger = await register(person.email);
    await buy(person);
    await updateUser(site, stranger.id, { username: `someone-${stranger.id}` });
    await site.idleUntil(async () => (await roleOf(site, person.email)) === 'Gold');
    await site.idle();
    expect(await lastLog(site)).toMatchObject({ state: 'applied', reason: 'granted' });
  });

  it('a member whose own account is there is not held up by it', async () => {
    const person = buildPerson();
    await createUser(site, { email: person.email, roleId: authenticated });
    await register(person.email);
    await buy(person);
    expect(await roleOf(site, person.email)).toBe('Gold');
  });

  it('an account that is not in the way is not renamed', async () => {
    const person = buildPerson();
    const other = await register('someone-else');
    await register(person.email);
    await buy(person);
    const { id } = await getMember(site, person.email);
    expect(await link(id, { renameAccount: other.id })).toMatchObject({ status: 400 });
    expect((await usersByEmail(site, other.email))[0]?.username).toBe('someone-else');
    const free = buildPerson();
    await buy(free);
    const { id: freeId, user } = await getMember(site, free.email);
    expect(await link(freeId, { renameAccount: user?.id ?? 0 })).toMatchObject({ status: 400 });
  });
});

describe('several accounts with the address', () => {
  const registerTwice = async (person: Person, confirmed: readonly [boolean, boolean]) => {
    const [first, second] = confirmed;
    const local = await createUser(site, {
      ...{ email: person.email, roleId: authenticated, confirmed: first },
    });
    const google = await createUser(site, {
      ...{ email: person.email, roleId: authenticated, confirmed: second },
    });
    await updateUser(site, google, { provider: 'google' });
    return { local, google };
  };
  const roleOfUser = async (id: number) => {
    const [row] = (await site.strapi.db
      .query('plugin::users-permissions.user')
      .findMany({ where: { id }, populate: ['role'] })) as { role: { name: string } }[];
    return row?.role.name;
  };

  it('the only confirmed one gets the level: an unproved local one beats no confirmed one', async () => {
    const person = buildPerson();
    const { local, google } = await registerTwice(person, [false, true]);
    await buy(person);
    expect(await roleOfUser(google)).toBe('Gold');
    expect(await roleOfUser(local)).toBe('Authenticated');
  });

  it.each<readonly [boolean, boolean]>([
    [true, true],
    [false, false],
  ])('two alike (confirmed: %s, %s): an administrator decides', async (...confirmed) => {
    const person = buildPerson();
    const { local, google } = await registerTwice(person, confirmed);
    await buy(person);
    expect([await roleOfUser(local), await roleOfUser(google)]).toEqual([
      'Authenticated',
      'Authenticated',
    ]);
    const { id, heldReason } = await getMember(site, person.email);
    expect(heldReason).toBe('address-in-the-way');
    // Another username would help no one here.
    expect(await link(id, { renameAccount: local })).toMatchObject({ status: 400 });
    ok(await link(id, { userId: google }));
    expect(await roleOfUser(google)).toBe('Gold');
  });
});

it('the account with the address is another member’s: two people', async () => {
  const [first, second] = [buildPerson(), buildPerson()];
  await buy(first);
  const { user } = await getMember(site, first.email);
  await buy(second);
  const { user: ofSecond, id } = await getMember(site, second.email);
  // The second's account goes, and the first takes over their address on the site.
  await site.strapi.db
    .query('plugin::users-permissions.user')
    .delete({ where: { id: ofSecond?.id ?? 0 } });
  await updateUser(site, user?.id ?? 0, { email: second.email });
  await buy(second);
  expect(await lastLog(site)).toMatchObject({
    state: 'held',
    reason: 'two-people',
    values: { account: user?.id },
  });
  ok(await link(id, { userId: user?.id ?? 0 }));
  expect(await lastLog(site)).toMatchObject({ state: 'applied' });
});

it('what only looks like the address: as the database of the site compares', async () => {
  const takesForEqual = site.strapi.db.dialect.client === 'mysql';
  for (const [username, of] of [
    ['víctim.1@example.com', 'victim.1@example.com'],
    ['ｖictim.2@example.com', 'victim.2@example.com'],
    ['victim.3@example.com ', 'victim.3@example.com'],
  ] as const) {
    const person = buildPerson({ email: of });
    await register(username);
    await buy(person);
    const { heldReason } = await getMember(site, of);
    expect(heldReason).toBe(takesForEqual ? 'address-in-the-way' : null);
    expect(await roleOf(site, of)).toBe(takesForEqual ? null : 'Gold');
  }
});

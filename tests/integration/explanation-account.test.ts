/** What an explanation says of the account, of denials and of what is stuck (RULES M10), as the member page asks for it. */
import type { Mapping } from '../../contracts/mapping';
import type { Member } from '../../contracts/member';
import type { Preview } from '../../contracts/preview';
import { nowOf } from '../../server/src/services/background';
import type { Hooks } from '../../strapi-server';
import {
  buildPerson,
  buildTransaction,
  newProduct,
  outbound,
  type Person,
} from '../builders/kartra';
import { ok } from '../helpers/admin-client';
import { getMember, mapProduct, openShop, postWebhook, type Shop } from '../helpers/kartra';
import { setResetPage, startMailServer, type MailServer } from '../helpers/mail-server';
import { startSite, type Site } from '../helpers/site';
import { createSiteRole, createUser, roleIdByType, roleOf, updateUser } from '../helpers/users';

const GOLD = '870001';
const SILVER = '870002';

let mailServer: MailServer;
let site: Site;
let shop: Shop;

beforeAll(async () => {
  mailServer = await startMailServer();
  site = await startSite({ environment: { ...mailServer.environment, LOG_LEVEL: 'silent' } });
  shop = await openShop(site);
  await mapProduct(site, GOLD, shop.gold);
  await mapProduct(site, SILVER, shop.silver);
  await setResetPage(site, 'https://members.example.com/set-password');
});
afterAll(async () => {
  await site.stop();
  await mailServer.stop();
});

async function buy(productId: string, person: Person = buildPerson()) {
  const sale = buildTransaction({ person, productId, productName: 'Meal Plan' });
  expect(await postWebhook(site.address, shop.path, outbound(sale))).toMatchObject({ status: 200 });
  await site.idle();
  return sale;
}
const explanationOf = async ({ email }: Person): Promise<string[]> =>
  (await getMember(site, email)).explanation.map(({ text }) => text);

describe('first what is true of the account', () => {
  it('a staff role, then what purchases would give', async () => {
    const person = buildPerson();
    await createUser(site, { email: person.email, roleId: await createSiteRole(site, 'Editor') });
    await buy(GOLD, person);
    const [first, second] = await explanationOf(person);
    expect(first).toBe('Editor, a staff role that is never changed. Purchases would give Gold.');
    expect(second).toMatch(/^Gold because of order/);
  });

  it('blocked, then what the account would have', async () => {
    const person = buildPerson();
    const roleId = await roleIdByType(site.strapi, 'authenticated');
    const id = await createUser(site, { email: person.email, roleId });
    await updateUser(site, id, { blocked: true });
    await buy(GOLD, person);
    const [first, second] = await explanationOf(person);
    expect(first).toBe('Blocked in Strapi; would have Gold.');
    expect(second).toMatch(/^Gold because of order/);
  });
});

it('a denial with an end says when, and next what comes then', async () => {
  const person = buildPerson();
  await buy(SILVER, person);
  await buy(GOLD, person);
  const { id } = await getMember(site, person.email);
  const until = new Date(nowOf(site.strapi) + 10 * 86_400_000).toISOString();
  const denial = { effect: 'deny', roleId: shop.gold, reason: 'shared account', until };
  ok(await site.admin.post<Member>(`/kartra/members/${id}/overrides`, denial));
  const said = await explanationOf(person);
  expect(said[0]).toMatch(/^Silver because of order/);
  expect(said[1]).toMatch(/^Next: on .+ the denial of Gold ends; then Gold\.$/);
  expect(said).toContainEqual(
    expect.stringMatching(/^Gold is denied by .+ since .+, until .+: “shared account”\.$/)
  );
  expect(await roleOf(site, person.email)).toBe('Silver');
});

describe('a purchase whose webhook is stuck', () => {
  /** Someone deleted the role behind the plugin's back. */
  async function buyOfDeletedRole() {
    const productId = newProduct();
    const doomed = await createSiteRole(site, `Doomed ${productId}`);
    const mapping = await mapProduct(site, productId, doomed);
    await site.strapi.db.query('plugin::users-permissions.role').delete({ where: { id: doomed } });
    return { mapping, productId, sale: await buy(productId) };
  }

  it('counts in the preview as one who gains, with an account and a mail, and that is what happens', async () => {
    const { mapping, productId, sale } = await buyOfDeletedRole();
    const { email } = sale.person;
    const change = { productId, roleId: shop.silver };
    const told = ok(
      await site.admin.post<Preview>('/kartra/mappings/preview', { id: mapping.id, ...change })
    );
    expect(told).toMatchObject({ gain: 1, lose: 0, moved: 0, accounts: 1, mails: 1 });
    expect(mailServer.to(email)).toEqual([]);
    ok(await site.admin.put<Mapping>(`/kartra/mappings/${mapping.id}`, change));
    await site.idleUntil(async () => (await roleOf(site, email)) === 'Silver');
    expect(await mailServer.arrived(email)).toHaveLength(1);
  });

  it('by the site’s own code is told as that, and never that nothing was bought', async () => {
    const hooks = site.strapi.plugin('kartra').service<Hooks>('hooks');
    const remove = hooks.onAccountCreate(() => {
      throw new Error('No.');
    });
    const { person, orderId } = await buy(GOLD);
    remove();
    expect(await explanationOf(person)).toEqual([
      'Authenticated, the fallback level, as long as a purchase is stuck.',
      `Order ${orderId} (Meal Plan) is stuck: the site’s own code for new accounts failed.`,
    ]);
  });
});

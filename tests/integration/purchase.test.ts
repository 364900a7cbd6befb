import type { Sentence } from '../../contracts/common';
import {
  buildPerson,
  buildSubscriptionSale,
  buildTransaction,
  later,
  outbound,
  outboundAction,
  outboundWithStrings,
  type Transaction,
} from '../builders/kartra';
import { ok } from '../helpers/admin-client';
import {
  findMembers,
  getMember,
  lastLog,
  mapProduct,
  openShop,
  postWebhook,
} from '../helpers/kartra';
import { startSite, type Site } from '../helpers/site';
import { createUser, roleIdByType, roleOf, usersByEmail } from '../helpers/users';

const PRODUCT = '558475';

let site: Site;
let path: string;

beforeAll(async () => {
  site = await startSite();
  const shop = await openShop(site);
  path = shop.path;
  await mapProduct(site, PRODUCT, shop.gold);
});
afterAll(() => site.stop());

const post = async (...webhooks: readonly object[]) => {
  for (const webhook of webhooks)
    expect(await postWebhook(site.address, path, webhook)).toMatchObject({ status: 200 });
  await site.idle();
};
const buy = (overrides: Partial<Transaction> = {}) =>
  buildTransaction({ productId: PRODUCT, ...overrides });
const linkRows = async (userId: number) =>
  (await site.rows('up_users_role_lnk')).filter((row) => row['user_id'] === userId);

it('a purchase makes an account in the mapped level, and a refund returns it to the fallback', async () => {
  const sale = buy();
  const { email } = sale.person;
  await post(outbound(sale));
  expect(await roleOf(site, email)).toBe('Gold');
  expect(await lastLog(site)).toMatchObject({
    state: 'applied',
    reason: 'granted',
    effect: { before: null, after: 'Gold', accountCreated: true },
  });

  await post(outbound(later(sale, { type: 'refund', date: '2026-05-04 10:00:00' })));
  expect(await roleOf(site, email)).toBe('Authenticated');
  expect(await lastLog(site)).toMatchObject({
    state: 'applied',
    reason: 'revoked',
    effect: { before: 'Gold', after: 'Authenticated', accountCreated: false },
  });

  // The activity says why access changed, in the words of the webhook that changed it.
  const { id } = await getMember(site, email);
  const lines = ok(
    await site.admin.get<{ code: string; why: Sentence | null }[]>('/kartra/activity', {
      memberId: id,
    })
  );
  const whyOf = (code: string) => lines.find((line) => line.code === code)?.why;
  expect(whyOf('account.created')?.code).toBe('applied.granted.account-created');
  expect(whyOf('access.changed')).toMatchObject({
    code: 'applied.revoked.refunded',
    text: expect.stringContaining('was refunded; Gold ended') as string,
  });
});

it('a cancelled subscription ends the level', async () => {
  const sale = buildSubscriptionSale({ productId: PRODUCT });
  await post(outbound(sale));
  expect(await roleOf(site, sale.person.email)).toBe('Gold');
  await post(outbound(later(sale, { type: 'cancellation', date: '2026-06-10 08:00:00' })));
  expect(await roleOf(site, sale.person.email)).toBe('Authenticated');
});

it('a new account is confirmed, signs in by no password and is named after nobody else', async () => {
  const [first, second] = [buildPerson(), buildPerson()];
  await post(outbound(buy({ person: first })), outbound(buy({ person: second })));
  const [one] = await usersByEmail(site, first.email);
  const [two] = await usersByEmail(site, second.email);
  expect(one).toMatchObject({ confirmed: true, blocked: false, email: first.email });
  expect(one?.username).not.toBe(two?.username);
  const stored = (await site.rows('up_users')).find((row) => row['id'] === one?.id);
  expect(stored).toMatchObject({ password: null, provider: 'local' });
});

it('a buyer who has an account already keeps it and gets the level', async () => {
  const person = buildPerson();
  const roleId = await roleIdByType(site.strapi, 'authenticated');
  const id = await createUser(site, { email: person.email, roleId });
  await post(outbound(buy({ person })));
  const users = await usersByEmail(site, person.email);
  expect(users).toMatchObject([{ id, roleName: 'Gold' }]);
  expect(await linkRows(id)).toHaveLength(1);
});

it('the same bytes again change nothing', async () => {
  const sale = outbound(buy());
  await post(sale);
  const before = await site.rows('kartra_activities');
  await post(sale);
  expect(await site.rows('kartra_activities')).toEqual(before);
});

it('the same purchase with its numbers quoted is a duplicate of the first', async () => {
  const sale = buy();
  await post(outbound(sale));
  const first = await lastLog(site);
  await post(outboundWithStrings(sale));
  expect(await lastLog(site)).toMatchObject({
    state: 'ignored',
    reason: 'duplicate',
    duplicateOf: first.id,
  });
  const { entitlements } = await getMember(site, sale.person.email);
  expect(entitlements).toHaveLength(1);
});

it('ten purchases at once of one new buyer make one account with one role row', async () => {
  const person = buildPerson();
  await Promise.all(
    Array.from({ length: 10 }, () => postWebhook(site.address, path, outbound(buy({ person }))))
  );
  await site.idle();
  const users = await usersByEmail(site, person.email);
  expect(users).toMatchObject([{ roleName: 'Gold' }]);
  expect(await linkRows(users[0]?.id ?? 0)).toHaveLength(1);
  const { entitlements } = await getMember(site, person.email);
  expect(entitlements).toHaveLength(10);
});

it('ten at once with different lead ids and one address make one account too', async () => {
  const { email } = buildPerson();
  await Promise.all(
    Array.from({ length: 10 }, () =>
      postWebhook(site.address, path, outbound(buy({ person: buildPerson({ email }) })))
    )
  );
  await site.idle();
  expect(await usersByEmail(site, email)).toHaveLength(1);
  const members = await findMembers(site, email);
  expect(members).toHaveLength(1);
  expect(members[0]?.leadIds).toHaveLength(10);
});

it.each([
  ['in other case', (email: string) => email.toUpperCase()],
  ['between blanks', (email: string) => `  ${email}\t`],
])('an address %s is the same member', async (_name, write) => {
  const person = buildPerson();
  await post(outbound(buy({ person })));
  const again = buildPerson({ email: write(person.email) });
  await post(outbound(buy({ person: again })));
  expect(await usersByEmail(site, person.email)).toHaveLength(1);
  const member = await getMember(site, person.email);
  expect(member.entitlements).toHaveLength(2);
  expect([...member.leadIds].sort()).toEqual([person.leadId, again.leadId].sort());
});

it('an account that registered itself in mixed case is found', async () => {
  const person = buildPerson();
  const roleId = await roleIdByType(site.strapi, 'authenticated');
  const id = await createUser(site, { email: person.email.toUpperCase(), roleId });
  await post(outbound(buy({ person })));
  expect(await usersByEmail(site, person.email)).toMatchObject([{ id, roleName: 'Gold' }]);
});

it('a lead that changed the address keeps the account', async () => {
  const person = buildPerson();
  const sale = buildSubscriptionSale({ productId: PRODUCT, person });
  await post(outbound(sale));
  const moved = { ...person, email: `moved.${person.email}` };
  await post(outbound(later(sale, { type: 'rebill', date: '2026-06-03 14:02:11', person: moved })));
  expect(await usersByEmail(site, moved.email)).toEqual([]);
  expect(await roleOf(site, person.email)).toBe('Gold');
  expect((await getMember(site, moved.email)).id).toBe((await getMember(site, person.email)).id);
});

it('a tag that looks like a purchase is ignored', async () => {
  const person = buildPerson();
  const details = outbound(buy({ person })).action_details;
  await post(
    outboundAction(person, 'assign_tag', {
      ...details,
      tag: { tag_id: 7, tag_name: `buy_product ${PRODUCT}` },
    })
  );
  expect(await lastLog(site)).toMatchObject({ state: 'ignored', reason: 'not-money' });
  expect(await usersByEmail(site, person.email)).toEqual([]);
  expect(await site.rows('kartra_events').then((rows) => rows.length)).toBeGreaterThan(0);
});

it('an action nobody has seen, with no type of payment, is ignored', async () => {
  const person = buildPerson();
  await post(
    outboundAction(person, 'order_sparkled', { transaction_details: { product_id: 558475 } })
  );
  expect(await lastLog(site)).toMatchObject({ state: 'ignored', reason: 'not-money' });
  expect(await usersByEmail(site, person.email)).toEqual([]);
});

it('a refund never makes an account', async () => {
  const sale = buy();
  await post(outbound(later(sale, { type: 'refund', date: '2026-05-04 10:00:00' })));
  expect(await usersByEmail(site, sale.person.email)).toEqual([]);
});

it('what an earlier process left unprocessed is done at the next start', async () => {
  const sale = buy();
  await post(outbound(sale));
  const { id } = await lastLog(site);
  const other = buy();
  // As a process leaves it that was killed between the answer and the work.
  await site.strapi.db
    .getConnection('kartra_webhook_logs')
    .where({ id })
    .update({
      state: 'received',
      reason: null,
      finished_at: null,
      body: JSON.stringify(outbound(other)),
      next_attempt_at: 0,
      member_key: null,
    });
  await site.idle();
  expect(await roleOf(site, other.person.email)).toBe('Gold');
});

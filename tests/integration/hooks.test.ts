import type {
  AccessChanged,
  AccountHook,
  Hooks,
  KartraEvents,
  MemberCreated,
  NewAccount,
} from '../../strapi-server';
import { buildPerson, buildTransaction, outbound, type Person } from '../builders/kartra';
import { ok } from '../helpers/admin-client';
import {
  lastLog,
  getMember,
  mapProduct,
  openShop,
  postWebhook,
  type Shop,
} from '../helpers/kartra';
import { startSite, type Site } from '../helpers/site';
import { usersByEmail } from '../helpers/users';

/** What the site's own code is told, and what it may say before an account is created. */
const GOLD = '898001';
const UNMAPPED = '898009';

let site: Site;
let shop: Shop;
const told: { name: string; payload: unknown }[] = [];

beforeAll(async () => {
  site = await startSite({ config: { maxFailures: 1 }, environment: { FILLS_NICKNAMES: 'true' } });
  const names: (keyof KartraEvents)[] = [
    'kartra.access.changed',
    'kartra.member.created',
    'kartra.webhook.dead',
    'kartra.offer.discovered',
  ];
  for (const name of names) {
    site.strapi.eventHub.on(name, (payload: unknown) => {
      told.push({ name, payload });
      return Promise.resolve();
    });
  }
  shop = await openShop(site);
  await mapProduct(site, GOLD, shop.gold);
});
afterAll(() => site.stop());

const hooks = () => site.strapi.plugin('kartra').service<Hooks>('hooks');
const nicknameOf = async ({ email }: Person): Promise<unknown> => {
  const user: unknown = await site.strapi.db
    .query('plugin::users-permissions.user')
    .findOne({ where: { email } });
  return (user as { nickname?: string } | null)?.nickname;
};
async function buy(person: Person, productId = GOLD): Promise<void> {
  const sale = outbound(buildTransaction({ person, productId }));
  expect(await postWebhook(site.address, shop.path, sale)).toMatchObject({ status: 200 });
  await site.idle();
}
/** Buys while the hook stands, and takes it away again. */
async function buyWith(hook: AccountHook, person = buildPerson()): Promise<Person> {
  const remove = hooks().onAccountCreate(hook);
  await buy(person);
  remove();
  return person;
}
const heard = <Name extends keyof KartraEvents>(name: Name) =>
  told.filter((event) => event.name === name).map(({ payload }) => payload as KartraEvents[Name]);
const toHear = (name: keyof KartraEvents, of: (payload: never) => boolean) =>
  site.idleUntil(() =>
    Promise.resolve(told.some((event) => event.name === name && of(event.payload as never)))
  );

it('the event hub hears of the account, the access and the offer, each with all it needs', async () => {
  const person = buildPerson();
  await buy(person);
  const { id, user } = await getMember(site, person.email);
  const { id: webhookLogId } = await lastLog(site);
  await toHear('kartra.access.changed', (event: AccessChanged) => event.memberId === id);
  await toHear('kartra.member.created', (event: MemberCreated) => event.memberId === id);
  const messageId = expect.any(String) as string;
  const about = { memberId: id, userId: user?.id, webhookLogId, isTest: false, messageId };
  expect(heard('kartra.member.created')).toEqual([about]);
  expect(heard('kartra.access.changed')).toEqual([
    {
      ...about,
      before: { roleId: null, name: null },
      after: { roleId: shop.gold, name: 'Gold' },
    },
  ]);
  await buy(buildPerson(), UNMAPPED);
  await toHear('kartra.offer.discovered', ({ productId }: { productId: string }) => {
    return productId === UNMAPPED;
  });
  expect(heard('kartra.offer.discovered').map(({ productId }) => productId)).toEqual([
    GOLD,
    UNMAPPED,
  ]);
});

it('a hook of the site’s register fills a field of its own; a later one is asked too, and sees who and what', async () => {
  const person = buildPerson();
  await buy(person);
  expect(await nicknameOf(person)).toBe(person.firstName);

  const asked: NewAccount[] = [];
  const other = await buyWith((account) => {
    asked.push(account);
    return { fields: { nickname: 'Chef' } };
  });
  expect(await nicknameOf(other)).toBe('Chef');
  expect(asked).toEqual([
    {
      memberId: (await getMember(site, other.email)).id,
      email: other.email,
      firstName: other.firstName,
      lastName: other.lastName,
      purchases: [{ productId: GOLD, productName: 'Sourdough School', pricePoint: '1' }],
      isTest: false,
    },
  ]);
});

it('a veto holds the purchase and says why; once it is gone, a replay gives the access', async () => {
  const person = await buyWith(() => Promise.resolve({ veto: 'no accounts from this country' }));
  const log = await lastLog(site);
  expect(log).toMatchObject({
    state: 'held',
    reason: 'account-vetoed',
    effect: null,
    message: `The site’s own code wants no account for ${person.firstName} ${person.lastName}: “no accounts from this country”. Gold waits.`,
  });
  expect(await usersByEmail(site, person.email)).toEqual([]);
  expect(await getMember(site, person.email)).toMatchObject({ heldReason: 'account-vetoed' });

  const replayed = ok(
    await site.admin.post<{ reason: string }>(`/kartra/webhook-logs/${log.id}/replay`, {})
  );
  expect(replayed).toMatchObject({ reason: 'granted' });
  expect(await usersByEmail(site, person.email)).toMatchObject([{ roleId: shop.gold }]);
});

it.each<[string, AccountHook, string]>([
  ['sets a role', () => ({ fields: { role: 1 } }), 'the hook may not set the field “role”'],
  ['sets a password', () => ({ fields: { password: 'x' } }), 'may not set the field “password”'],
  ['knows no such field', () => ({ fields: { shoeSize: 9 } }), 'users have no field “shoeSize”'],
  [
    'throws',
    ({ email }) => {
      throw new TypeError(`no good: ${email}`);
    },
    'failed (TypeError)',
  ],
])(
  'a hook that %s fails the attempt with a clear reason, and leaves nothing behind',
  async (_, hook, why) => {
    const person = await buyWith(hook);
    const log = await lastLog(site);
    expect(log).toMatchObject({ state: 'dead', reason: 'hook-failed' });
    expect(log.message).toContain(why);
    expect(log.message).not.toContain(person.email);
    expect(await usersByEmail(site, person.email)).toEqual([]);
    await toHear('kartra.webhook.dead', ({ webhookLogId }: { webhookLogId: number }) => {
      return webhookLogId === log.id;
    });
    expect(heard('kartra.webhook.dead').at(-1)).toMatchObject({
      reason: 'hook-failed',
      attempts: 1,
    });
  }
);

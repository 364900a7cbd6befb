import type { Mapping, SaveMappingBody } from '../../contracts/mapping';
import type { Preview } from '../../contracts/preview';
import {
  buildPerson,
  buildSubscriptionSale,
  buildTransaction,
  ipn,
  later,
  outbound,
  type Person,
  type Transaction,
} from '../builders/kartra';
import { ok } from '../helpers/admin-client';
import { mapProduct, openShop, postWebhook, type Shop } from '../helpers/kartra';
import { kartraDate, shiftDays } from '../helpers/kartra-date';
import { startSite, type Site } from '../helpers/site';
import { createSiteRole, createUser } from '../helpers/users';

/** What a preview says of each member is what then happens: 100 members through 10 random changes of the rules. */
const MEMBERS = 100;
const CHANGES = 10;
const PRODUCTS = ['871001', '871002', '871003'];
const TIMEOUT_MS = 300_000;
const USER = 'plugin::users-permissions.user';

let site: Site;
let shop: Shop;
let staff: number;
let state = 20260812;

/** The same cases in every run: a linear congruential generator. */
function below(most: number): number {
  state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
  return Math.floor((state / 2 ** 31) * most);
}
function pick<T>(...items: readonly T[]): T {
  const item = items[below(items.length)];
  if (item === undefined) throw new Error('Nothing to pick from.');
  return item;
}

beforeAll(async () => {
  site = await startSite();
  shop = await openShop(site);
  staff = await createSiteRole(site, 'Editor');
});
afterAll(() => site.stop());

const ago = (days: number) => shiftDays(kartraDate(Date.now()), -days);

function randomHistory(person: Person): Transaction[] {
  const productId = pick(...PRODUCTS);
  const pricePoint = pick('1', '2');
  const date = ago(20 + below(100));
  const isSubscription = below(3) > 0;
  const sale = isSubscription
    ? buildSubscriptionSale({ person, productId, pricePoint, date })
    : buildTransaction({ person, productId, pricePoint, date });
  const types = isSubscription
    ? (['rebill', 'failed', 'cancellation', 'refund', 'partial_refund', 'chargeback'] as const)
    : (['refund', 'partial_refund', 'chargeback'] as const);
  const rest = Array.from({ length: below(3) }, () =>
    later(sale, { type: pick(...types), date: ago(below(20)) })
  );
  return [sale, ...rest];
}

const days = () => pick(null, 3, 15, 60, 400);
const randomPolicies = (): Partial<SaveMappingBody> => ({
  onCancellation: pick('end-now', 'end-of-period'),
  period: pick(null, 'P1W', 'P1M', 'P1Y'),
  onRefund: pick('end-now', 'keep'),
  onPartialRefund: pick('keep', 'end-now'),
  ...pick(
    { onFailedPayment: 'keep' as const },
    { onFailedPayment: 'grace' as const, graceDays: pick(2, 9, 40) }
  ),
  durationDays: days(),
  whenPaidInFull: pick('keep', 'end-of-period'),
});

interface Change {
  readonly previewed: readonly [path: string, body: object];
  readonly apply: () => Promise<unknown>;
}

async function randomChange(): Promise<Change> {
  const mappings = ok(await site.admin.get<Mapping[]>('/kartra/mappings'));
  const kind = below(8);
  const { admin } = site;
  if (kind === 0) {
    const roleIds = [shop.gold, shop.silver, shop.bronze].sort(() => pick(-1, 1));
    return {
      previewed: ['access-levels', { roleIds }],
      apply: async () => ok(await admin.put('/kartra/access-levels', { roleIds })),
    };
  }
  if (kind === 1) {
    const body = { fallbackRoleId: pick(null, shop.bronze) };
    return {
      previewed: ['connection', body],
      apply: async () => ok(await admin.put('/kartra/connection', body)),
    };
  }
  const mapping = mappings[below(mappings.length + 1)];
  if (!mapping) {
    const taken = (productId: string, pricePoint: string | null) =>
      mappings.some((one) => one.productId === productId && one.pricePoint === pricePoint);
    const free = PRODUCTS.flatMap((productId) =>
      [null, '1', '2'].map((pricePoint) => ({ productId, pricePoint }))
    ).filter(({ productId, pricePoint }) => !taken(productId, pricePoint));
    const body = {
      ...pick(...free),
      roleId: pick(shop.gold, shop.silver, shop.bronze),
      ...randomPolicies(),
    };
    return {
      previewed: ['mappings', body],
      apply: async () => ok(await admin.post('/kartra/mappings', body)),
    };
  }
  if (kind === 2) {
    return {
      previewed: ['mappings', { id: mapping.id, remove: true }],
      apply: async () => ok(await admin.delete(`/kartra/mappings/${mapping.id}`)),
    };
  }
  const body = { roleId: pick(shop.gold, shop.silver, shop.bronze), ...randomPolicies() };
  return {
    previewed: ['mappings', { id: mapping.id, ...body }],
    apply: async () => ok(await admin.put(`/kartra/mappings/${mapping.id}`, body)),
  };
}

/** Role of each member's account, by the address that Kartra gave. */
async function rolesNow(): Promise<ReadonlyMap<string, string | null>> {
  const users = (await site.strapi.db.query(USER).findMany({ populate: ['role'] })) as {
    readonly email: string;
    readonly role: { readonly name: string } | null;
  }[];
  return new Map(users.map(({ email, role }) => [email, role?.name ?? null]));
}

test(
  'a preview and its result agree for every member, over 1,000 random cases',
  async () => {
    const people = Array.from({ length: MEMBERS }, () => buildPerson());
    for (const person of people) {
      if (below(12) === 0) await createUser(site, { email: person.email, roleId: staff });
      const purchases = Array.from({ length: 1 + below(2) }, () => randomHistory(person)).flat();
      await Promise.all(
        purchases.map((transaction) => {
          const isIpnOnly = ['rebill', 'failed', 'chargeback'].includes(transaction.type);
          const payload = isIpnOnly ? ipn(transaction) : outbound(transaction);
          return postWebhook(site.address, shop.path, payload);
        })
      );
    }
    await site.idle();
    await mapProduct(site, '871001', shop.gold);
    await mapProduct(site, '871002', shop.silver, { pricePoint: '1' });
    await site.idle();

    let changed = 0;
    for (let round = 0; round < CHANGES; round += 1) {
      const before = await rolesNow();
      const { previewed, apply } = await randomChange();
      const [path, body] = previewed;
      const told = ok(await site.admin.post<Preview>(`/kartra/${path}/preview`, body));
      await apply();
      await site.idle();
      const after = await rolesNow();

      const expected = new Map(told.members.map((member) => [member.email, member]));
      const moved = people.filter(({ email }) => before.get(email) !== after.get(email));
      for (const { email } of people) {
        const member = expected.get(email);
        const is = { email, before: before.get(email) ?? null, after: after.get(email) ?? null };
        const shouldBe =
          member && member.group !== 'held'
            ? { email, before: member.before, after: member.after }
            : { ...is, after: is.before };
        expect({ round, body, ...is }).toEqual({ round, body, ...shouldBe });
      }
      expect(told.gain + told.lose).toBe(moved.length);
      changed += moved.length;
    }
    // The cases would prove nothing if nobody ever moved.
    expect(changed).toBeGreaterThan(MEMBERS / 2);
  },
  TIMEOUT_MS
);

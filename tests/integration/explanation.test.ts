import type { Member } from '../../contracts/member';
import type { WebhookLogDetail } from '../../contracts/webhook-log';
import {
  buildPerson,
  buildSubscriptionSale,
  buildTransaction,
  ipn,
  later,
  outbound,
  type Person,
} from '../builders/kartra';
import { ok } from '../helpers/admin-client';
import {
  getMember,
  mapProduct,
  openShop,
  postWebhook,
  type Payload,
  type Shop,
} from '../helpers/kartra';
import { startSite, type Site } from '../helpers/site';
import { createUser } from '../helpers/users';

const PRODUCTS = { Gold: '830001', Silver: '830002', Bronze: '830003' } as const;
type LevelName = keyof typeof PRODUCTS;
/** Highest first. */
const LEVELS: readonly LevelName[] = ['Gold', 'Silver', 'Bronze'];
const ENDINGS = ['cancellation', 'refund', 'chargeback'];

let site: Site;
let shop: Shop;

beforeAll(async () => {
  site = await startSite();
  shop = await openShop(site);
  await mapProduct(site, PRODUCTS.Gold, shop.gold);
  await mapProduct(site, PRODUCTS.Silver, shop.silver);
  await mapProduct(site, PRODUCTS.Bronze, shop.bronze);
});
afterAll(() => site.stop());

const post = async (...webhooks: readonly Payload[]) => {
  for (const webhook of webhooks)
    expect(await postWebhook(site.address, shop.path, webhook)).toMatchObject({ status: 200 });
  await site.idle();
};
const buy = (person: Person, level: LevelName) =>
  buildTransaction({ person, productId: PRODUCTS[level] });
const subscribe = (person: Person, level: LevelName) =>
  buildSubscriptionSale({ person, productId: PRODUCTS[level] });

/**
 * The level by nothing but the webhooks that the explanation names: of each purchase the latest of them
 * says whether it runs, and the highest level of those that run counts.
 */
async function levelByExplanation({ explanation }: Member): Promise<LevelName | null> {
  const ids = new Set(explanation.flatMap(({ webhookLogIds }) => webhookLogIds));
  const latest = new Map<string, { date: string; kind: string; productId: string }>();
  for (const id of ids) {
    const log = ok(await site.admin.get<WebhookLogDetail>(`/kartra/webhook-logs/${id}`));
    const { event, kind, productId } = log;
    const order = event?.subscriptionId ?? event?.parentId ?? event?.orderId;
    const key = `${productId}/${order}`;
    const date = event?.date ?? '';
    const known = latest.get(key);
    if (!known || known.date <= date)
      latest.set(key, { date, kind: kind ?? '', productId: productId ?? '' });
  }
  const running = [...latest.values()].filter(({ kind }) => !ENDINGS.includes(kind));
  return (
    LEVELS.find((level) => running.some(({ productId }) => productId === PRODUCTS[level])) ?? null
  );
}

type History = (person: Person) => Payload[];

const HISTORIES: readonly (readonly [string, History])[] = [
  ['one purchase', (person) => [outbound(buy(person, 'Silver'))]],
  [
    'two purchases, the higher refunded',
    (person) => {
      const gold = buy(person, 'Gold');
      return [
        outbound(buy(person, 'Bronze')),
        outbound(gold),
        outbound(later(gold, { type: 'refund', date: '2026-05-20 10:00:00' })),
      ];
    },
  ],
  [
    'a subscription renewed and then cancelled',
    (person) => {
      const sale = subscribe(person, 'Gold');
      return [
        outbound(sale),
        ipn(later(sale, { type: 'rebill', date: '2026-06-03 14:02:11', payNumber: '2' })),
        outbound(later(sale, { type: 'cancellation', date: '2026-06-10 14:02:11' })),
      ];
    },
  ],
  [
    'a subscription cancelled and paid again',
    (person) => {
      const sale = subscribe(person, 'Gold');
      return [
        outbound(sale),
        outbound(later(sale, { type: 'cancellation', date: '2026-06-10 14:02:11' })),
        ipn(later(sale, { type: 'rebill', date: '2026-07-03 14:02:11', payNumber: '2' })),
      ];
    },
  ],
  [
    'everything refunded',
    (person) => {
      const [silver, bronze] = [buy(person, 'Silver'), buy(person, 'Bronze')];
      const date = '2026-05-20 10:00:00';
      return [
        outbound(silver),
        outbound(bronze),
        outbound(later(silver, { type: 'refund', date })),
        outbound(later(bronze, { type: 'refund', date })),
      ];
    },
  ],
];

describe.each(HISTORIES)('the explanation of %s', (_name, history) => {
  it('names the webhooks from which the level follows', async () => {
    const person = buildPerson();
    await post(...history(person));
    const member = await getMember(site, person.email);
    expect(member.explanation.length).toBeGreaterThan(0);
    expect(await levelByExplanation(member)).toBe(
      LEVELS.find((level) => level === member.user?.roleName) ?? null
    );
  });

  it('says it in sentences that can be said in any language', async () => {
    const person = buildPerson();
    await post(...history(person));
    const { explanation, user } = await getMember(site, person.email);
    for (const line of explanation) {
      expect(line.text).toMatch(/^\S.*[.!”]$/);
      expect(line.code).toMatch(/^[a-z0-9.-]+$/);
      expect(line.values).toEqual(expect.any(Object));
    }
    expect(explanation[0]?.text).toContain(user?.roleName);
  });
});

it('a level held before Kartra is explained as that', async () => {
  const person = buildPerson();
  await createUser(site, { email: person.email, roleId: shop.silver });
  const sale = buy(person, 'Bronze');
  await post(outbound(sale));
  const { explanation, user } = await getMember(site, person.email);
  expect(user?.roleName).toBe('Silver');
  expect(explanation[0]?.text).toMatch(/Silver.*held before Kartra/);
});

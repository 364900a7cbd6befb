import type { Member } from '../../contracts/member';
import { buildPerson, buildTransaction, outbound, type Person } from '../builders/kartra';
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
import { roleOf } from '../helpers/users';

const PRODUCT = '886001';

let site: Site;
let shop: Shop;

beforeAll(async () => {
  site = await startSite();
  shop = await openShop(site);
  await mapProduct(site, PRODUCT, shop.gold);
});
afterAll(() => site.stop());

const post = async (...webhooks: readonly Payload[]) => {
  for (const webhook of webhooks)
    expect(await postWebhook(site.address, shop.path, webhook)).toMatchObject({ status: 200 });
  await site.idle();
};

/** RULES, case 14: three sales without ids, a month apart, and a cancellation that names the first order. */
async function buildCase14(dates = ['2026-01-05', '2026-02-05', '2026-03-05']) {
  const person = buildPerson();
  const sales = dates.map((day) =>
    buildTransaction({ person, productId: PRODUCT, date: `${day} 10:00:00` })
  );
  const cancellation = buildTransaction({
    type: 'cancellation',
    person,
    productId: PRODUCT,
    date: '2026-03-20 10:00:00',
    originalId: sales[0]?.orderId ?? '',
    internalSubscriptionId: '990014',
  });
  await post(...sales.map((sale) => outbound(sale)), outbound(cancellation));
  return { person, sales };
}

const see = (person: Person) => getMember(site, person.email);
const states = ({ entitlements }: Member) => entitlements.map(({ state }) => state).sort();
const settle = (member: Member, body: object) =>
  site.admin.post<Member>(`/kartra/members/${member.id}/renewals`, body);

describe('sales a month apart, and a cancellation of the subscription that they were', () => {
  it('ends the first, keeps the others, and asks about them', async () => {
    const { person, sales } = await buildCase14();
    const member = await see(person);
    expect(states(member)).toEqual(['active', 'active', 'ended']);
    const [question, ...others] = member.renewalQuestions;
    expect(others).toEqual([]);
    const orderOf = (id: number | undefined) =>
      member.entitlements.find((row) => row.id === id)?.orderIds[0];
    expect(orderOf(question?.purchase)).toBe(sales[0]?.orderId);
    expect(question?.purchases.map(orderOf)).toEqual(sales.slice(1).map(({ orderId }) => orderId));
  });

  it('settles all three with one answer, dry first, and a rebuild comes to the same', async () => {
    const { person, sales } = await buildCase14();
    const member = await see(person);
    const [question] = member.renewalQuestions;
    const dry = ok(await settle(member, { ...question, dryRun: true }));
    expect(states(dry)).toEqual(['ended']);
    expect(await roleOf(site, person.email)).toBe('Gold');
    expect(states(await see(person))).toHaveLength(3);

    const settled = ok(await settle(member, { ...question }));
    expect(states(settled)).toEqual(['ended']);
    expect(settled.renewalQuestions).toEqual([]);
    expect(settled.entitlements[0]?.orderIds).toEqual(sales.map(({ orderId }) => orderId));
    expect(settled.timeline.map(({ code }) => code)).toContain('renewals.settled');
    expect(await roleOf(site, person.email)).toBe('Authenticated');

    ok(await site.admin.post(`/kartra/members/${member.id}/recompute`));
    expect(states(await see(person))).toEqual(['ended']);
  });

  it('keeps them apart and asks no more, if that is the answer', async () => {
    const { person } = await buildCase14();
    const member = await see(person);
    const [question] = member.renewalQuestions;
    const kept = ok(await settle(member, { ...question, areRenewals: false }));
    expect(states(kept)).toEqual(['active', 'active', 'ended']);
    expect(kept.renewalQuestions).toEqual([]);
    expect(await roleOf(site, person.email)).toBe('Gold');
  });

  it('asks nothing about purchases without a rhythm', async () => {
    const { person } = await buildCase14(['2026-01-05', '2026-01-24', '2026-02-20']);
    expect((await see(person)).renewalQuestions).toEqual([]);
  });

  it('refuses purchases of someone else, and a purchase as its own renewal', async () => {
    const { person } = await buildCase14();
    const other = await buildCase14();
    const member = await see(person);
    const [question] = member.renewalQuestions;
    const [foreign] = (await see(other.person)).renewalQuestions;
    const purchase = question?.purchase;
    for (const body of [
      { purchase, purchases: foreign?.purchases },
      { purchase, purchases: [purchase] },
      { purchase, purchases: [] },
    ]) {
      expect((await settle(member, body)).status).toBe(400);
    }
    expect(states(await see(person))).toHaveLength(3);
  });
});

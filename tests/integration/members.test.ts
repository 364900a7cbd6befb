import type { Member, MemberSummary } from '../../contracts/member';
import { ACTIONS } from '../../server/src/constants';
import {
  buildPerson,
  buildSubscriptionSale,
  later,
  outbound,
  newProduct,
  type Transaction,
} from '../builders/kartra';
import { logInWith } from '../helpers/administrators';
import { ok, type AdminClient, type Query } from '../helpers/admin-client';
import {
  getMember,
  mapProduct,
  openShop,
  postWebhook,
  type Payload,
  type Shop,
} from '../helpers/kartra';
import { startSite, type Site } from '../helpers/site';
import { roleIdByType } from '../helpers/users';

let site: Site;
let shop: Shop;
let admin: AdminClient;
let reader: AdminClient;

beforeAll(async () => {
  site = await startSite();
  shop = await openShop(site);
  ({ admin } = site);
  reader = await logInWith(site, [ACTIONS.seeIntegration, ACTIONS.readLogs]);
});
afterAll(() => site.stop());

const post = async (...webhooks: readonly Payload[]) => {
  for (const webhook of webhooks) await postWebhook(site.address, shop.path, webhook);
  await site.settle();
};
const ids = (items: readonly { id: number }[]) => items.map(({ id }) => id);

describe('members', () => {
  const members = async (query: Query, client = admin) =>
    ok(await client.get<MemberSummary[]>('/kartra/members', query));

  async function join(overrides: Partial<Transaction> = {}) {
    const productId = newProduct();
    await mapProduct(site, productId, shop.silver);
    const sale = buildSubscriptionSale({ productId, ...overrides });
    await post(outbound(sale));
    return sale;
  }

  it('are found by address, by a part of name or address, by level and by state', async () => {
    const { person } = await join({ person: buildPerson({ lastName: 'Brindlewood' }) });
    const [found, ...others] = await members({ email: person.email });
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      email: person.email,
      name: 'Dana Brindlewood',
      leadIds: [person.leadId],
      level: { roleId: shop.silver, name: 'Silver' },
      user: { email: person.email, roleName: 'Silver' },
      heldReason: null,
    });
    expect(ids(await members({ search: 'brindle' }))).toEqual([found?.id]);
    expect(ids(await members({ search: ' dana  Brindlewood ' }))).toEqual([found?.id]);
    expect(ids(await members({ search: 'dana %' }))).toEqual([]);
    expect(ids(await members({ search: person.email.slice(0, -4) }))).toEqual([found?.id]);
    expect(ids(await members({ roleId: shop.silver, pageSize: 100 }))).toContain(found?.id);
    expect(ids(await members({ roleId: shop.bronze, pageSize: 100 }))).not.toContain(found?.id);
    const fallback = await roleIdByType(site.strapi, 'authenticated');
    expect(ids(await members({ roleId: fallback, pageSize: 100 }))).not.toContain(found?.id);
    const former = await join();
    await post(outbound(later(former, { type: 'cancellation', date: '2026-06-10 10:00:00' })));
    const [fallen] = await members({ email: former.person.email });
    expect(ids(await members({ roleId: fallback, pageSize: 100 }))).toContain(fallen?.id);
    expect(ids(await members({ state: 'active', pageSize: 100 }))).toContain(found?.id);
    expect(ids(await members({ state: 'ended', pageSize: 100 }))).not.toContain(found?.id);
    expect(ids(await members({ userId: found?.user?.id ?? 0 }))).toEqual([found?.id]);
  });

  it('one member tells purchases, timeline and why', async () => {
    const sale = await join();
    const cancellation = later(sale, { type: 'cancellation', date: '2026-06-10 10:00:00' });
    await post(outbound(cancellation));
    const member = await getMember(site, sale.person.email);
    expect(member.entitlements).toMatchObject([
      {
        state: 'ended',
        reason: 'cancelled',
        roleId: shop.silver,
        roleName: 'Silver',
        productId: sale.productId,
        productName: sale.productName,
        pricePoint: '1',
        subscriptionId: sale.internalSubscriptionId,
        startedAt: sale.date,
      },
    ]);
    expect(member.entitlements[0]?.orderIds).toContain(sale.orderId);
    expect(member.user?.roleName).toBe('Authenticated');
    expect(member.timeline.length).toBeGreaterThanOrEqual(2);
    const times = member.timeline.map(({ at }) => Date.parse(at));
    expect(times).toEqual([...times].sort((a, b) => b - a));
    expect(member.explanation.length).toBeGreaterThan(0);
  });

  it('mask the address and the name without the permission for personal data', async () => {
    const { person } = await join({ person: buildPerson({ lastName: 'Candlewick' }) });
    const { id } = await getMember(site, person.email);
    const replies = [
      await reader.get<Member>(`/kartra/members/${id}`),
      await reader.get('/kartra/members', { pageSize: 100 }),
    ];
    for (const { status, text } of replies) {
      expect(status).toBe(200);
      expect(text).not.toContain(person.email);
      expect(text).not.toContain('Candlewick');
    }
  });

  it('404 for one that is not there', async () => {
    expect((await admin.get('/kartra/members/999999')).status).toBe(404);
  });
});

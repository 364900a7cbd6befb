import type { WebhookLog, WebhookLogDetail } from '../../contracts/webhook-log';
import { ACTIONS } from '../../server/src/constants';
import {
  buildPerson,
  buildSubscriptionSale,
  buildTransaction,
  ipn,
  later,
  outbound,
  outboundAction,
  newProduct,
} from '../builders/kartra';
import { logInWith } from '../helpers/administrators';
import { ok, type AdminClient, type Query } from '../helpers/admin-client';
import { mapProduct, openShop, postWebhook, type Payload, type Shop } from '../helpers/kartra';
import { startSite, type Site } from '../helpers/site';

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
  await site.idle();
};
const logs = (query: Query = {}, client = admin) =>
  client.get<WebhookLog[]>('/kartra/webhook-logs', query);
const ids = (items: readonly { id: number }[]) => items.map(({ id }) => id);

describe('webhook logs', () => {
  it('are listed newest first and paged without gaps or repeats', async () => {
    const productId = newProduct();
    for (let count = 0; count < 7; count += 1)
      await post(outbound(buildTransaction({ productId })));
    const pages: number[] = [];
    for (const page of [1, 2, 3, 4]) {
      const reply = await logs({ productId, page, pageSize: 2 });
      expect(reply.meta['pagination']).toMatchObject({ page, pageSize: 2, pageCount: 4, total: 7 });
      pages.push(...ids(ok(reply)));
    }
    expect(pages).toHaveLength(7);
    expect(pages).toEqual([...new Set(pages)].sort((a, b) => b - a));
    const oldest = await logs({ productId, pageSize: 3, sort: 'receivedAt:asc' });
    expect(ids(ok(oldest))).toEqual(pages.slice(-3).reverse());
    expect((await logs({ sort: 'email' })).status).toBe(400);
  });

  it('stand still below `upTo` while new ones arrive', async () => {
    const productId = newProduct();
    await post(outbound(buildTransaction({ productId })));
    const before = ok(await logs({ productId }));
    await post(outbound(buildTransaction({ productId })));
    expect(ids(ok(await logs({ productId, upTo: before[0]?.id ?? 0 })))).toEqual(ids(before));
  });

  it('are filtered by state, reason, kind, product, address and time', async () => {
    const productId = newProduct();
    await mapProduct(site, productId, shop.gold);
    const person = buildPerson();
    const sale = buildSubscriptionSale({ productId, person });
    const start = new Date().toISOString();
    await post(outbound(sale));
    const [bought] = ok(await logs({ pageSize: 1 }));
    await post(outbound(later(sale, { type: 'cancellation', date: '2026-06-10 10:00:00' })));
    const [cancelled] = ok(await logs({ pageSize: 1 }));
    await post(outboundAction(person, 'video_play', {}));
    const [played] = ok(await logs({ pageSize: 1 }));

    const find = async (query: Query) => ids(ok(await logs({ from: start, ...query })));
    expect(await find({ email: person.email })).toEqual([played?.id, cancelled?.id, bought?.id]);
    expect(await find({ email: ` ${person.email.toUpperCase()} ` })).toHaveLength(3);
    expect(await find({ email: person.email.slice(0, -1) })).toEqual([]);
    expect(await find({ to: start.slice(0, 10), productId })).toHaveLength(2);
    expect(await find({ productId })).toEqual([cancelled?.id, bought?.id]);
    expect(await find({ kind: 'cancellation' })).toEqual([cancelled?.id]);
    expect(await find({ state: 'ignored' })).toEqual([played?.id]);
    expect(await find({ state: 'applied', reason: 'granted' })).toEqual([bought?.id]);
    expect(await find({ to: start, productId })).toEqual([]);
    expect(await find({ productId: '999999999' })).toEqual([]);
  });

  it('are found by an address whose plus sign nobody encoded', async () => {
    const email = `dana+gold.${newProduct()}@example.com`;
    await post(outbound(buildTransaction({ person: buildPerson({ email }) })));
    expect(ok(await admin.get(`/kartra/webhook-logs?email=${email}`))).toHaveLength(1);
    expect(ok(await admin.get(`/kartra/members?email=${email}`))).toHaveLength(1);
  });

  it.each<Query>([
    { page: 0 },
    { pageSize: 5_000 },
    { state: 'lost' },
    { from: 'yesterday' },
    { kind: 'gift' },
  ])('refuse the query %j with 400', async (query) => {
    expect((await logs(query)).status).toBe(400);
  });

  it('mask the address and hide the payload without the permission for personal data', async () => {
    const person = buildPerson({ firstName: 'Philippa', lastName: 'Underwood' });
    const sale = buildTransaction({ person, productId: newProduct() });
    await post(outbound(sale), ipn(later(sale, { type: 'refund', date: '2026-05-20 10:00:00' })));
    for (const log of ok(await logs({ productId: sale.productId }))) {
      const url = `/kartra/webhook-logs/${log.id}`;
      const masked = await reader.get<WebhookLogDetail>(url);
      expect(masked.text).not.toContain(person.email);
      expect(masked.text).not.toContain('Philippa');
      expect(masked.text).not.toContain('Underwood');
      expect(masked.text).not.toContain('203.0.113.24');
      expect(ok(masked).email).toMatch(/@/);

      const whole = ok(await admin.get<WebhookLogDetail>(url));
      expect(whole.email).toBe(person.email);
      expect(whole.payload).toContain('Underwood');
    }
    const list = await logs({ productId: sale.productId }, reader);
    expect(ok(list)).toHaveLength(2);
    expect(list.text).not.toContain(person.email);
    expect(list.text).not.toContain('Underwood');
  });

  it('do not give an address away to whoever filters by it without that permission', async () => {
    const sale = buildTransaction({ productId: newProduct() });
    await post(outbound(sale));
    const reply = await logs({ email: sale.person.email }, reader);
    expect(
      reply.status === 403 || ok(reply).length === 0 || !reply.text.includes(sale.person.email)
    ).toBe(true);
  });

  it('open into request, meaning and attempts', async () => {
    const sale = buildSubscriptionSale({ productId: newProduct() });
    await post(outbound(sale));
    const [log] = ok(await logs({ productId: sale.productId }));
    const detail = ok(await admin.get<WebhookLogDetail>(`/kartra/webhook-logs/${log?.id}`));
    expect(detail).toMatchObject({
      ...log,
      contentType: 'application/json',
      byteLength: Buffer.byteLength(JSON.stringify(outbound(sale))),
      payloadDeletedAt: null,
      event: {
        orderId: sale.orderId,
        parentId: null,
        originalId: sale.originalId,
        subscriptionId: sale.internalSubscriptionId,
        processorSubscriptionId: sale.processorSubscriptionId,
        payNumber: '1',
        date: sale.date,
      },
    });
    expect(JSON.parse(detail.payload ?? '')).toEqual(outbound(sale));
    expect(detail.attemptLog).toMatchObject([{ number: 1, error: null }]);
    expect((await admin.get('/kartra/webhook-logs/999999')).status).toBe(404);
    expect((await admin.get('/kartra/webhook-logs/none')).status).toBeGreaterThanOrEqual(400);
  });

  it('say how they came and were answered, by which mapping, and what told of the same', async () => {
    const productId = newProduct();
    const mapping = await mapProduct(site, productId, shop.gold);
    const sale = buildSubscriptionSale({ productId });
    await post(outbound(sale), ipn(sale));
    const [repeat, first] = ok(await logs({ productId }));
    const open = async (client: AdminClient) =>
      ok(await client.get<WebhookLogDetail>(`/kartra/webhook-logs/${first?.id}`));
    const detail = await open(admin);
    expect(detail.headers).toMatchObject({
      'content-type': 'application/json',
      'content-length': String(detail.byteLength),
    });
    expect(JSON.stringify(detail.headers)).not.toContain(shop.path);
    expect(detail.answeredInMs).toBeGreaterThanOrEqual(0);
    expect(detail.mappingUsed).toMatchObject({
      id: mapping.id,
      roleName: 'Gold',
      isSavedSince: false,
    });
    expect(detail.mappingUsed?.savedBy).toBeTruthy();
    expect(detail.repeats).toEqual([{ id: repeat?.id, surface: 'ipn' }]);
    expect(detail.values).toMatchObject({ purchaseBefore: null, purchaseAfter: 'active' });

    expect((await open(reader)).headers).toMatchObject({ 'content-type': '•••' });
    ok(await admin.put(`/kartra/mappings/${mapping.id}`, { productId, roleId: shop.silver }));
    expect((await open(admin)).mappingUsed).toMatchObject({
      roleName: 'Silver',
      isSavedSince: true,
    });
  });

  it('name the purchase that they tell of, by its first order, and none where none is known', async () => {
    const productId = newProduct();
    await mapProduct(site, productId, shop.gold);
    const person = buildPerson();
    const sales = ['2026-01-05', '2026-02-05'].map((day) =>
      buildSubscriptionSale({ person, productId, date: `${day} 10:00:00` })
    );
    const [first, second] = sales as [(typeof sales)[0], (typeof sales)[0]];
    const nameless = { originalId: '0', internalSubscriptionId: 'N/A' };
    await post(
      outbound(first),
      outbound(second),
      outbound(later(second, { type: 'rebill', date: '2026-03-05 10:00:00' })),
      outbound(
        buildTransaction({
          type: 'cancellation',
          person,
          productId,
          date: '2026-03-06 10:00:00',
          ...nameless,
        })
      )
    );
    const found = ok(await logs({ productId }));
    const purchases = await Promise.all(
      found.map(async ({ id }) => {
        const path = `/kartra/webhook-logs/${id}`;
        return ok(await admin.get<WebhookLogDetail>(path)).purchase?.orderId ?? null;
      })
    );
    expect(purchases).toEqual([null, second.orderId, second.orderId, first.orderId]);
  });

  it('that tell of no payment are found as the other kind', async () => {
    await post(outboundAction(buildPerson(), 'lead_tag_assigned', {}));
    const found = ok(await logs({ kind: 'other', state: 'ignored' }));
    expect(found.length).toBeGreaterThan(0);
    expect(found.every(({ kind }) => kind === null)).toBe(true);
  });
});

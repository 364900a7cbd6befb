import type { Member, MemberSummary } from '../../contracts/member';
import type { TimelineEntry } from '../../contracts/activity';
import type { WebhookLog } from '../../contracts/webhook-log';
import type { AccessChanged } from '../../contracts/hooks';
import { ACTIONS } from '../../server/src/constants';
import {
  buildPerson,
  buildSubscriptionSale,
  ipn,
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
  await site.idle();
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

  it('each purchase tells its events, with the webhooks that brought them', async () => {
    const sale = await join({ date: '2026-05-03 10:02:05' });
    const rebill = later(sale, { type: 'rebill', payNumber: '2', date: '2026-06-03 10:02:05' });
    await post(ipn(sale), ipn(rebill));
    const { entitlements, email } = await getMember(site, sale.person.email);
    const logs = ok(await admin.get<WebhookLog[]>('/kartra/webhook-logs', { email: email ?? '' }));
    const idsOf = (kind: string) =>
      logs.filter((log) => log.kind === kind).map(({ id, surface }) => ({ id, surface }));
    expect(entitlements[0]?.events).toEqual([
      { kind: 'sale', date: sale.date, webhooks: idsOf('sale').reverse() },
      { kind: 'rebill', date: rebill.date, webhooks: idsOf('rebill') },
    ]);
  });

  it('give the newest lines of the timeline, and the older ones on demand', async () => {
    const sale = await join();
    for (let month = 2; month <= 25; month += 1) {
      const date = `2027-01-${String(month).padStart(2, '0')} 10:00:00`;
      await post(ipn(later(sale, { type: 'rebill', payNumber: String(month), date })));
    }
    const { id, timeline, timelineTotal } = await getMember(site, sale.person.email);
    expect(timeline).toHaveLength(20);
    const beforeId = timeline.at(-1)?.id ?? 0;
    const older = ok(
      await admin.get<TimelineEntry[]>('/kartra/activity', { memberId: id, beforeId, pageSize: 50 })
    );
    expect(older).toHaveLength(timelineTotal - timeline.length);
    const all = ids([...timeline, ...older]);
    expect(all).toEqual([...new Set(all)].sort((a, b) => b - a));
  });

  it('say what giving or denying a level would do, and do nothing', async () => {
    const { person } = await join();
    const { id } = await getMember(site, person.email);
    const url = `/kartra/members/${id}/overrides`;
    const told: AccessChanged[] = [];
    const listen = (event: AccessChanged) => Promise.resolve(void told.push(event));
    site.strapi.eventHub.on('kartra.access.changed', listen);
    const before = await getMember(site, person.email);

    const until = '2999-08-01T00:00:00.000Z';
    const gift = { effect: 'grant', roleId: shop.gold, until, dryRun: true };
    const given = await admin.post<Member>(url, gift);
    expect(given).toMatchObject({ status: 200, meta: { dryRun: true } });
    expect(ok(given)).toMatchObject({
      level: { name: 'Gold' },
      user: { roleName: 'Gold' },
      overrides: [{ effect: 'grant', roleName: 'Gold', until }],
    });
    const lower = { effect: 'grant', roleId: shop.bronze, reason: '', dryRun: true };
    expect(ok(await admin.post<Member>(url, lower))).toMatchObject({ level: { name: 'Silver' } });
    for (const roleId of [shop.silver, null]) {
      const denied = await admin.post<Member>(url, { effect: 'deny', roleId, dryRun: true });
      expect(ok(denied)).toMatchObject({ state: 'denied', user: { roleName: 'Authenticated' } });
    }

    await site.idle();
    // The welcome mail is tried meanwhile, at its own hours: only that it is the same one counts.
    const welcomeMail: unknown = expect.objectContaining({
      queuedAt: before.welcomeMail?.queuedAt,
    });
    expect(await getMember(site, person.email)).toEqual({ ...before, welcomeMail });
    expect(told.filter(({ webhookLogId }) => webhookLogId === null)).toEqual([]);
    site.strapi.eventHub.off('kartra.access.changed', listen);
  });

  it('ask for the reason of what is given for good, but not of a dry run', async () => {
    const { person } = await join();
    const { id } = await getMember(site, person.email);
    const url = `/kartra/members/${id}/overrides`;
    for (const reason of [undefined, ' ']) {
      const gift = { effect: 'grant', roleId: shop.gold, reason };
      const refused = await admin.post(url, gift);
      expect(refused).toMatchObject({ status: 400 });
      expect(refused.text).toContain('Say why, for whoever asks later.');
    }
    // What is wrong else is refused in a dry run too.
    expect((await admin.post(url, { effect: 'grant', dryRun: true })).status).toBe(400);
    const past = { effect: 'deny', roleId: null, until: '2020-01-01T00:00:00Z', dryRun: true };
    expect((await admin.post(url, past)).status).toBe(400);
    expect((await reader.post(url, { effect: 'deny', roleId: null, dryRun: true })).status).toBe(
      403
    );
  });

  it('say what would be left without what was given by hand, before it is taken back', async () => {
    const { person } = await join();
    const { id } = await getMember(site, person.email);
    const gift = { effect: 'grant', roleId: shop.gold, reason: 'speaker' };
    const [override] = ok(
      await admin.post<Member>(`/kartra/members/${id}/overrides`, gift)
    ).overrides;
    const url = `/kartra/members/${id}/overrides/${override?.id}`;
    const silver = { level: { name: 'Silver' }, user: { roleName: 'Silver' }, overrides: [] };
    const dry = await admin.delete<Member>(`${url}?dryRun=true`);
    expect(ok(dry)).toMatchObject(silver);
    const before = await getMember(site, person.email);
    expect(before).toMatchObject({ level: { name: 'Gold' }, user: { roleName: 'Gold' } });
    expect(before.timeline.map(({ code }) => code)).not.toContain('override.removed');
    expect(ok(await admin.delete<Member>(url))).toMatchObject(silver);
    expect((await admin.delete(`${url}?dryRun=true`)).status).toBe(404);
  });

  it('are known by all their addresses, masked too', async () => {
    const { person } = await join();
    const second = buildPerson({ leadId: person.leadId });
    await join({ person: second });
    const member = await getMember(site, second.email);
    expect([member.email, ...member.otherEmails].sort()).toEqual(
      [person.email, second.email].sort()
    );
    const { text } = await reader.get(`/kartra/members/${member.id}`);
    expect(text).not.toContain(person.email);
    expect(text).not.toContain(second.email);
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

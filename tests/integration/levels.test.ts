import type { AccessLevel } from '../../contracts/access-level';
import type { Mapping } from '../../contracts/mapping';
import type { Me } from '../../contracts/me';
import type { Member, MemberSummary } from '../../contracts/member';
import type { Offer } from '../../contracts/offer';
import type { Preview } from '../../contracts/preview';
import type { WebhookLogDetail } from '../../contracts/webhook-log';
import {
  buildPerson,
  buildTransaction,
  later,
  newProduct,
  outbound,
  type Person,
  type Transaction,
} from '../builders/kartra';
import { ok } from '../helpers/admin-client';
import {
  createLevel,
  getMember,
  lastLog,
  mapProduct,
  openShop,
  postWebhook,
  type Shop,
} from '../helpers/kartra';
import { startSite, type Site } from '../helpers/site';
import { createSiteRole, roleOf, usersByEmail } from '../helpers/users';
import { pathsOf } from '../helpers/validation-error';

/** One product that gives several levels (RULES M9), as its owner, its members and the site's own code see it. */
let site: Site;
let shop: Shop;
let keto: number;
let desserts: number;

beforeAll(async () => {
  site = await startSite();
  shop = await openShop(site);
  keto = await createLevel(site, 'Keto');
  desserts = await createLevel(site, 'Desserts');
});
afterAll(() => site.stop());

const post = async (transaction: Transaction) => {
  await postWebhook(site.address, shop.path, outbound(transaction));
  await site.idle();
};
const mapSet = async (productId: string, levels: readonly number[]): Promise<Mapping> =>
  ok(await site.admin.post<Mapping>('/kartra/mappings', { productId, levels }));
const buy = async (person: Person, productId: string): Promise<Transaction> => {
  const sale = buildTransaction({ person, productId });
  await post(sale);
  return sale;
};
const deny = async (person: Person, roleId: number | null) => {
  const { id } = await getMember(site, person.email);
  const body = { effect: 'deny', roleId, reason: 'shared account' };
  ok(await site.admin.post<Member>(`/kartra/members/${id}/overrides`, body));
};
const tokenOf = async ({ email }: Person): Promise<string> => {
  const [user] = await usersByEmail(site, email);
  const users = site.strapi.plugin('users-permissions');
  return users.service<{ issue(payload: object): string }>('jwt').issue({ id: user?.id });
};
const read = async (person: Person, path: string) => {
  const headers = { authorization: `Bearer ${await tokenOf(person)}` };
  const response = await fetch(new URL(`/api${path}`, site.address), { headers });
  return { status: response.status, body: (await response.json()) as Me };
};
const heldBy = async (person: Person): Promise<string[]> =>
  (await read(person, '/kartra/me')).body.levels.map(({ type }) => type);
const preview = async (body: object): Promise<Preview> =>
  ok(await site.admin.post<Preview>('/kartra/mappings/preview', body));
const refund = (sale: Transaction) =>
  later(sale, { type: 'refund', date: '2026-05-04 10:00:00', parentId: sale.orderId });

describe('a mapping', () => {
  it('takes a set and gives it back, highest first; the first is its role', async () => {
    const mapping = await mapSet(newProduct(), [keto, shop.gold]);
    expect(mapping).toMatchObject({
      roleId: shop.gold,
      roleName: 'Gold',
      roleMissing: false,
      levels: [shop.gold, keto],
      roles: [
        { roleId: shop.gold, name: 'Gold', missing: false },
        { roleId: keto, name: 'Keto', missing: false },
      ],
    });
  });

  it('saved with a role alone has a set of one', async () => {
    const mapping = await mapProduct(site, newProduct(), shop.silver);
    expect(mapping).toMatchObject({ roleId: shop.silver, levels: [shop.silver] });
  });

  it('saved by an earlier version reads as a set of one, also over a set', async () => {
    const { id, productId } = await mapSet(newProduct(), [shop.gold, keto]);
    await site.strapi.db
      .connection('kartra_mappings')
      .where({ id })
      .update({ role_id: shop.bronze, role_name: 'Bronze' });
    const all = ok(await site.admin.get<Mapping[]>('/kartra/mappings'));
    expect(all.find((mapping) => mapping.id === id)).toMatchObject({
      productId,
      roleId: shop.bronze,
      roleName: 'Bronze',
      levels: [shop.bronze],
    });
  });

  it('keeps its other levels when a client that knows only the role saves another field', async () => {
    const { id } = await mapSet(newProduct(), [shop.gold, keto]);
    const url = `/kartra/mappings/${id}`;
    const same = ok(await site.admin.put<Mapping>(url, { roleId: shop.gold, durationDays: 30 }));
    expect(same).toMatchObject({ levels: [shop.gold, keto], durationDays: 30 });
    const policy = ok(await site.admin.put<Mapping>(url, { durationDays: null }));
    expect(policy.levels).toEqual([shop.gold, keto]);
    const other = ok(await site.admin.put<Mapping>(url, { roleId: shop.silver }));
    expect(other.levels).toEqual([shop.silver]);
    const set = ok(await site.admin.put<Mapping>(url, { levels: [keto, desserts] }));
    expect(set).toMatchObject({ roleId: keto, levels: [keto, desserts] });
  });

  it('makes roles levels, the lowest, in the order given', async () => {
    const first = await createSiteRole(site, 'Pasta');
    const second = await createSiteRole(site, 'Bread');
    const mapping = await mapSet(newProduct(), [first, shop.gold, second]);
    expect(mapping.levels).toEqual([shop.gold, first, second]);
    const levels = ok(await site.admin.get<AccessLevel[]>('/kartra/access-levels'));
    expect(levels.slice(-2).map(({ name }) => name)).toEqual(['Pasta', 'Bread']);
  });

  it.each<[string, (known: { gold: number; gone: number }) => object, string]>([
    ['none', () => ({ levels: [] }), 'levels'],
    ['one twice', ({ gold }) => ({ levels: [gold, gold] }), 'levels'],
    ['one that is no role', ({ gold, gone }) => ({ levels: [gold, gone] }), 'levels'],
    ['21', () => ({ levels: Array.from({ length: 21 }, (_, at) => at + 1) }), 'levels'],
    ['neither set nor role', () => ({}), 'roleId'],
  ])('is refused with %s, also when it is only tried', async (_name, body, path) => {
    const asked = { productId: newProduct(), ...body({ gold: shop.gold, gone: 999_999 }) };
    for (const url of ['/kartra/mappings', '/kartra/mappings/preview']) {
      const { status, error } = await site.admin.post(url, asked);
      expect([url, status, pathsOf(error?.details)]).toEqual([url, 400, [path]]);
    }
  });

  it('with a role that may manage users among its levels is refused', async () => {
    const manager = await createSiteRole(site, 'Manager', [
      'plugin::users-permissions.user.update',
    ]);
    const body = { productId: newProduct(), levels: [shop.gold, manager] };
    const { status, error } = await site.admin.post('/kartra/mappings', body);
    expect([status, pathsOf(error?.details)]).toEqual([400, ['levels']]);
  });
});

describe('a member who bought several levels at once', () => {
  it('has the highest as role, and everything that asks for one of them opens', async () => {
    const person = buildPerson();
    const productId = newProduct();
    await mapSet(productId, [keto, shop.gold]);
    const sale = await buy(person, productId);
    expect(await roleOf(site, person.email)).toBe('Gold');
    expect(await heldBy(person)).toEqual(['gold', 'keto']);
    expect((await read(person, '/gated/gold')).status).toBe(200);
    expect((await read(person, '/gated/keto')).status).toBe(200);

    const member = await getMember(site, person.email);
    expect(member).toMatchObject({
      level: { roleId: shop.gold, name: 'Gold' },
      levels: [
        { roleId: shop.gold, name: 'Gold' },
        { roleId: keto, name: 'Keto' },
      ],
      state: 'active',
      entitlements: [{ roleId: shop.gold, roleName: 'Gold', levels: [shop.gold, keto] }],
    });
    expect(member.explanation[0]?.text).toMatch(/^Gold \+ Keto because of order /);
    const log = await lastLog(site);
    expect(log).toMatchObject({ state: 'applied', reason: 'granted' });
    expect(log.message).toBe(
      `Sourdough School (${productId}) gives Gold + Keto. The account was created.`
    );
    const detail = ok(await site.admin.get<WebhookLogDetail>(`/kartra/webhook-logs/${log.id}`));
    expect(detail.mappingUsed).toMatchObject({
      roleName: 'Gold',
      roles: [{ name: 'Gold' }, { name: 'Keto' }],
    });

    await post(refund(sale));
    expect(await roleOf(site, person.email)).toBe('Authenticated');
    expect(await heldBy(person)).toEqual([]);
    expect((await read(person, '/gated/keto')).status).toBe(403);
    expect((await lastLog(site)).message).toBe(
      `Sourdough School (${productId}) was refunded; Gold + Keto ended, now Authenticated.`
    );
  });

  it('RULES case 18: with Gold denied, the role is Keto and the set {Keto}', async () => {
    const person = buildPerson();
    const productId = newProduct();
    await mapSet(productId, [shop.gold, keto]);
    await buy(person, productId);
    await deny(person, shop.gold);
    expect(await roleOf(site, person.email)).toBe('Keto');
    expect(await heldBy(person)).toEqual(['keto']);
    expect((await read(person, '/gated/gold')).status).toBe(403);
    expect((await read(person, '/gated/keto')).status).toBe(200);
    const member = await getMember(site, person.email);
    expect(member).toMatchObject({ level: { name: 'Keto' }, levels: [{ name: 'Keto' }] });
    // The list finds the same in the database as the page says.
    const active = ok(
      await site.admin.get<MemberSummary[]>('/kartra/members', {
        state: 'active',
        ids: String(member.id),
      })
    );
    expect([member.state, active.length]).toEqual(['active', 1]);
    const renewed = await buy(person, productId);
    expect((await lastLog(site)).message).toBe(`Sourdough School (${productId}) gives Keto.`);
    expect(renewed.productId).toBe(productId);
  });

  it('keeps the role and loses the other level alone when that is denied', async () => {
    const person = buildPerson();
    const productId = newProduct();
    await mapSet(productId, [shop.gold, keto]);
    await buy(person, productId);
    await deny(person, keto);
    expect(await roleOf(site, person.email)).toBe('Gold');
    expect(await heldBy(person)).toEqual(['gold']);
    const { timeline } = await getMember(site, person.email);
    expect(timeline.map(({ code, text }) => [code, text])).toContainEqual([
      'access.levels-changed',
      'Gold + Keto → Gold.',
    ]);
    await deny(person, null);
    expect(await roleOf(site, person.email)).toBe('Authenticated');
    expect(await heldBy(person)).toEqual([]);
  });

  it('is told of a further level that comes and goes beneath a higher one', async () => {
    const person = buildPerson();
    const [plan, family] = [newProduct(), newProduct()];
    await mapProduct(site, plan, shop.gold);
    await mapSet(family, [shop.silver, keto]);
    await buy(person, plan);
    const sale = await buy(person, family);
    expect(await lastLog(site)).toMatchObject({
      reason: 'granted',
      message: `Sourdough School (${family}) gives Silver + Keto.`,
      effect: { text: 'Gold stays' },
    });
    expect(await heldBy(person)).toEqual(['gold', 'silver', 'keto']);
    await post(refund(sale));
    expect(await lastLog(site)).toMatchObject({
      reason: 'fell-back',
      effect: { text: 'Gold stays' },
    });
    expect(await heldBy(person)).toEqual(['gold']);
  });

  it('is found in the list by each of the levels', async () => {
    const person = buildPerson();
    const productId = newProduct();
    await mapSet(productId, [shop.gold, desserts]);
    await buy(person, productId);
    const { id } = await getMember(site, person.email);
    for (const roleId of [shop.gold, desserts, keto]) {
      const query = { roleId, ids: String(id) };
      const found = ok(await site.admin.get<MemberSummary[]>('/kartra/members', query));
      expect([roleId, found.length]).toEqual([roleId, roleId === keto ? 0 : 1]);
    }
  });
});

describe('a level whose role was deleted', () => {
  it('does not stop the others, and is named by the mapping', async () => {
    const person = buildPerson();
    const productId = newProduct();
    const gone = await createLevel(site, 'Short-lived');
    const before = ok(await site.admin.get<AccessLevel[]>('/kartra/access-levels'));
    const roleIds = [gone, ...before.map(({ roleId }) => roleId).filter((id) => id !== gone)];
    ok(await site.admin.put('/kartra/access-levels', { roleIds }));
    const mapping = await mapSet(productId, [gone, keto]);
    expect(mapping.roleId).toBe(gone);
    const sale = await buy(person, productId);
    expect(await roleOf(site, person.email)).toBe('Short-lived');

    await site.strapi.db.query('plugin::users-permissions.role').delete({ where: { id: gone } });
    const other = buildPerson();
    await buy(other, productId);
    expect(await lastLog(site)).toMatchObject({ state: 'applied', reason: 'granted' });
    expect(await roleOf(site, other.email)).toBe('Keto');
    await post(later(sale, { type: 'rebill', date: '2026-06-03 10:00:00' }));
    expect(await roleOf(site, person.email)).toBe('Keto');
    expect(await heldBy(person)).toEqual(['keto']);

    const all = ok(await site.admin.get<Mapping[]>('/kartra/mappings'));
    expect(all.find(({ id }) => id === mapping.id)).toMatchObject({
      roleId: keto,
      roleMissing: false,
      roles: [
        { name: 'Keto', missing: false },
        { name: 'Short-lived', missing: true },
      ],
    });
    // It can be in no order any more, and so it holds up none.
    const left = ok(await site.admin.get<AccessLevel[]>('/kartra/access-levels'));
    const order = { roleIds: left.map(({ roleId }) => roleId) };
    expect((await site.admin.put('/kartra/access-levels', order)).status).toBe(200);
  });
});

describe('a change of the set', () => {
  it('is previewed with who gains and loses a level beside the role, and does just that', async () => {
    const productId = newProduct();
    const { id } = await mapProduct(site, productId, shop.gold);
    const person = buildPerson();
    await buy(person, productId);

    const more = { id, levels: [shop.gold, keto] };
    expect(await preview(more)).toMatchObject({
      gain: 1,
      lose: 0,
      unchanged: 0,
      members: [
        {
          group: 'gain',
          before: 'Gold',
          after: 'Gold',
          levelsBefore: ['Gold'],
          levelsAfter: ['Gold', 'Keto'],
        },
      ],
    });
    ok(await site.admin.put(`/kartra/mappings/${id}`, { levels: more.levels }));
    expect(await heldBy(person)).toEqual(['gold', 'keto']);

    expect(await preview({ id, levels: [shop.gold] })).toMatchObject({
      gain: 0,
      lose: 1,
      members: [{ group: 'lose', levelsBefore: ['Gold', 'Keto'], levelsAfter: ['Gold'] }],
    });
    expect(await preview({ id, levels: [shop.gold, desserts] })).toMatchObject({ lose: 1 });
    expect(await preview({ id, roleId: shop.gold })).toMatchObject({ lose: 0, unchanged: 1 });
    const order = [shop.gold, keto].reverse();
    expect(await preview({ id, levels: order })).toMatchObject({ unchanged: 1 });

    ok(await site.admin.put(`/kartra/mappings/${id}`, { levels: [shop.gold] }));
    expect(await heldBy(person)).toEqual(['gold']);
    const [job] = ok(
      await site.admin.get<{ tally: { gained: number; lost: number } | null }[]>('/kartra/jobs')
    );
    expect(job?.tally).toMatchObject({ gained: 0, lost: 1 });
  });

  it('of offers is saved and shown in the same way', async () => {
    const productId = newProduct();
    const person = buildPerson();
    await buy(person, productId);
    const offers = ok(await site.admin.get<Offer[]>('/kartra/offers'));
    const offer = offers.find((one) => one.productId === productId);
    expect(offer).toMatchObject({ roleId: null, levels: [], roles: [] });
    const body = { mappings: [{ offerId: offer?.id, levels: [keto, shop.silver] }] };
    expect(
      ok(await site.admin.post<Preview>('/kartra/offers/mappings/preview', body)).members
    ).toMatchObject([{ group: 'gain', levelsAfter: ['Silver', 'Keto'] }]);
    const saved = ok(await site.admin.put<Offer[]>('/kartra/offers/mappings', body));
    expect(saved.find(({ id }) => id === offer?.id)).toMatchObject({
      roleId: shop.silver,
      roleName: 'Silver',
      levels: [shop.silver, keto],
      roles: [{ name: 'Silver' }, { name: 'Keto' }],
    });
    expect(await heldBy(person)).toEqual(['silver', 'keto']);
    const one = { mappings: [{ offerId: offer?.id, roleId: shop.bronze }] };
    const changed = ok(await site.admin.put<Offer[]>('/kartra/offers/mappings', one));
    expect(changed.find(({ id }) => id === offer?.id)?.levels).toEqual([shop.bronze]);
    const none = { mappings: [{ offerId: offer?.id, levels: [] }] };
    expect((await site.admin.put('/kartra/offers/mappings', none)).status).toBe(400);
  });
});

it('a level held before Kartra is explained by any purchase that gives it', async () => {
  const person = buildPerson();
  const productId = newProduct();
  await site.strapi.documents('plugin::users-permissions.user').create({
    data: {
      username: person.email,
      email: person.email,
      provider: 'local',
      password: 'Visitor-Password-1',
      confirmed: true,
      role: keto,
    },
  });
  await mapSet(productId, [shop.gold, keto]);
  const sale = await buy(person, productId);
  expect(await roleOf(site, person.email)).toBe('Gold');
  await post(refund(sale));
  expect(await roleOf(site, person.email)).toBe('Authenticated');
});

it('a role kept by hand denies what is higher, and leaves the rest of the set', async () => {
  const person = buildPerson();
  const productId = newProduct();
  await mapSet(productId, [shop.gold, keto]);
  await buy(person, productId);
  const [user] = await usersByEmail(site, person.email);
  await site.strapi.db
    .query('plugin::users-permissions.user')
    .update({ where: { id: user?.id }, data: { role: shop.silver } });
  const { id } = await getMember(site, person.email);
  await site.strapi
    .plugin('kartra')
    .service<{ look(id: number): Promise<boolean> }>('drift')
    .look(id);
  ok(await site.admin.post(`/kartra/members/${id}/keep-role`, { reason: 'as agreed' }));
  expect(await roleOf(site, person.email)).toBe('Silver');
  expect(await heldBy(person)).toEqual(['silver', 'keto']);
});

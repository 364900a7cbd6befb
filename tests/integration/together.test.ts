/** Many members who are brought up to date together: few statements, and one who fails fails alone. */
import { USER_UID } from '../../server/src/constants';
import type { Hooks } from '../../contracts/hooks';
import { inTransaction } from '../../server/src/repositories/database';
import { changeRole } from '../../server/src/repositories/user-roles';
import { lockUser } from '../../server/src/repositories/users';
import { STEP } from '../../server/src/services/background';
import { buildPerson, buildTransaction, outbound, type Person } from '../builders/kartra';
import { getMember, mapProduct, openShop, postWebhook, type Shop } from '../helpers/kartra';
import { startSite, type Site } from '../helpers/site';
import { roleOf, usersByEmail } from '../helpers/users';

let site: Site;
let shop: Shop;

beforeAll(async () => {
  site = await startSite();
  shop = await openShop(site);
});
afterAll(() => site.stop());

const buy = async (productId: string, person: Person) =>
  postWebhook(site.address, shop.path, outbound(buildTransaction({ person, productId })));

const buyers = async (count: number, ...productIds: string[]): Promise<Person[]> => {
  const people = Array.from({ length: count }, () => buildPerson());
  await Promise.all(productIds.flatMap((id) => people.map((person) => buy(id, person))));
  await site.idle();
  return people;
};

/** Statements of that kind which are sent while this happens. */
async function statementsOf(kind: RegExp, work: () => Promise<unknown>): Promise<number> {
  let statements = 0;
  const count = ({ sql }: { readonly sql: string }) => {
    if (kind.test(sql)) statements += 1;
  };
  site.strapi.db.connection.on('query', count);
  try {
    await work();
    await site.idle();
  } finally {
    site.strapi.db.connection.off('query', count);
  }
  return statements;
}

it('a mapping gives all buyers their level, each as if alone, with few statements', async () => {
  const people = await buyers(40, '910001');
  // Some have another level already.
  const some = people.slice(0, 10);
  await mapProduct(site, '910002', shop.silver);
  await Promise.all(some.map((person) => buy('910002', person)));
  await site.idle();

  // Each member's row is written, and all of a step in one statement.
  const written = await statementsOf(/^update .kartra_members. .*level_role_id/s, () =>
    mapProduct(site, '910001', shop.gold)
  );
  // Those who bought twice may be looked at once more when their second webhook is done already.
  expect(written).toBeGreaterThanOrEqual(people.length / STEP);
  expect(written).toBeLessThanOrEqual(people.length / STEP + some.length);
  for (const person of people) {
    expect(await roleOf(site, person.email)).toBe('Gold');
    const { levels } = await getMember(site, person.email);
    expect(levels.map(({ name }) => name)).toEqual(
      some.includes(person) ? ['Gold', 'Silver'] : ['Gold']
    );
  }
});

it('one member who cannot be changed does not keep the others from it', async () => {
  const [poisoned, ...others] = await buyers(8, '910003', '910004');
  const map = await mapProduct(site, '910003', shop.bronze);
  expect(await roleOf(site, poisoned?.email ?? '')).toBe('Bronze');
  const leave = site.strapi.db.lifecycles.subscribe({
    models: [USER_UID],
    afterUpdate(event: { result?: { email?: string } }) {
      if (event.result?.email === poisoned?.email) throw new Error('The site wants none of it.');
    },
  });
  try {
    await mapProduct(site, '910004', shop.silver);
    await site.idle();
  } finally {
    leave();
  }
  expect(map.productId).toBe('910003');
  expect(await roleOf(site, poisoned?.email ?? '')).toBe('Bronze');
  for (const person of others) expect(await roleOf(site, person.email)).toBe('Silver');
  const [job] = (await site.rows('kartra_jobs')).slice(-1);
  expect(job).toMatchObject({ state: 'done', failed: 1, done: 8 });
});

it('an account whose role row is gone since it was read gets its role all the same', async () => {
  const [person] = await buyers(1, '910009');
  await mapProduct(site, '910009', shop.bronze);
  await site.idle();
  const [user] = await usersByEmail(site, person?.email ?? '');
  const id = user?.id ?? 0;
  await inTransaction(site.strapi, async (db) => {
    const read = await lockUser(site.strapi, db, id);
    await db.table('up_users_role_lnk').where({ user_id: id }).delete();
    if (read) await changeRole(site.strapi, db, read, shop.gold, 0);
  });
  expect(await roleOf(site, person?.email ?? '')).toBe('Gold');
});

describe('the site’s own code', () => {
  it('hears of each new account once, with the level in place, and of nothing else', async () => {
    const heard: { action: string; role: unknown }[] = [];
    const leave = site.strapi.db.lifecycles.subscribe({
      models: [USER_UID],
      async afterCreate({ action, result }: { action: string; result?: { id?: number } }) {
        const user = (await site.strapi.db
          .query(USER_UID)
          .findOne({ where: { id: result?.id }, populate: ['role'] })) as {
          role?: { name: string };
        };
        heard.push({ action, role: user.role?.name });
      },
      afterUpdate({ action }: { action: string }) {
        heard.push({ action, role: null });
      },
    });
    try {
      await mapProduct(site, '910005', shop.gold);
      await buyers(1, '910005');
    } finally {
      leave();
    }
    expect(heard).toEqual([{ action: 'afterCreate', role: 'Gold' }]);
  });

  it('is asked once about each account of many', async () => {
    const people = await buyers(5, '910008');
    const asked: string[] = [];
    const hooks = site.strapi.plugin('kartra').service<Hooks>('hooks');
    const leave = hooks.onAccountCreate(({ email }) => {
      asked.push(email);
      return email === people[0]?.email ? { veto: 'Not this one.' } : undefined;
    });
    try {
      await mapProduct(site, '910008', shop.gold);
      await site.idle();
    } finally {
      leave();
    }
    expect(asked.sort()).toEqual(people.map(({ email }) => email).sort());
    const roles = await Promise.all(people.map(({ email }) => roleOf(site, email)));
    expect(roles).toEqual([null, 'Gold', 'Gold', 'Gold', 'Gold']);
  });

  it('hears of a level that is given to an account', async () => {
    await mapProduct(site, '910006', shop.silver);
    const [person] = await buyers(1, '910006');
    const heard: string[] = [];
    const leave = site.strapi.db.lifecycles.subscribe({
      models: [USER_UID],
      afterUpdate({ action }: { action: string }) {
        heard.push(action);
      },
    });
    try {
      await mapProduct(site, '910007', shop.gold);
      if (person) await buy('910007', person);
      await site.idle();
    } finally {
      leave();
    }
    expect(heard).toEqual(['afterUpdate']);
  });
});

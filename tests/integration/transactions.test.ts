import { inTransaction } from '../../server/src/repositories/database';
import { startSite, type Site } from '../helpers/site';

/** A row may point to one that is missing until the end: then the database refuses COMMIT itself. MySQL knows no such key. */
const TABLE = 'commit_test';
let site: Site;

beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.stop());

const client = process.env['KARTRA_TEST_CLIENT'];
/** What a database cannot do is no test of it. */
const itWhere = (holds: boolean): ((name: string, test: () => Promise<void>) => void) =>
  holds ? it : () => undefined;
const itWithDeferredKeys = itWhere(client !== 'mysql');
const itOnServers = itWhere(client === 'postgres' || client === 'mysql');
/** Not asked by class: a driver may have been loaded for another test file before. */
const REFUSED = { message: expect.stringMatching(/foreign key/i) as string };
const idsOf = async () => (await site.rows(TABLE)).map(({ id }) => Number(id));

itWithDeferredKeys(
  'a transaction whose COMMIT fails is an error, and leaves nothing and no open transaction',
  async () => {
    const { connection } = site.strapi.db;
    await connection.raw(
      `create table ${TABLE} (id integer primary key, other integer references ${TABLE} (id) deferrable initially deferred)`
    );
    const insert = (id: number, other: number) =>
      inTransaction(site.strapi, async (db) => {
        await db.table(TABLE).insert({ id, other });
        return 'done';
      });

    await expect(insert(1, 99)).rejects.toMatchObject(REFUSED);
    expect(await idsOf()).toEqual([]);
    expect(await insert(2, 2)).toBe('done');
    // Not caught up in a transaction that was left open.
    await connection(TABLE).insert({ id: 3, other: 3 });
    await expect(insert(4, 99)).rejects.toMatchObject(REFUSED);
    expect((await idsOf()).sort()).toEqual([2, 3]);
  }
);

itWithDeferredKeys('one inside another is committed, or not, with the outer one', async () => {
  const nested = inTransaction(site.strapi, async () => {
    await inTransaction(site.strapi, (db) => db.table(TABLE).insert({ id: 5, other: 5 }));
    await inTransaction(site.strapi, (db) => db.table(TABLE).insert({ id: 6, other: 99 }));
  });
  await expect(nested).rejects.toMatchObject(REFUSED);
  expect(await idsOf()).not.toContain(5);
});

itOnServers(
  'a connection lost before COMMIT is an error, leaves nothing and is used no more',
  async () => {
    const { connection } = site.strapi.db;
    await connection.raw('create table lost_test (id integer primary key)');
    const isPostgres = client === 'postgres';
    const lost = inTransaction(site.strapi, async (db) => {
      await db.table('lost_test').insert({ id: 1 });
      const [row] = await db
        .table('lost_test')
        .select(db.raw(`${isPostgres ? 'pg_backend_pid' : 'connection_id'}() as session`));
      const session = Number((row as { session?: number } | undefined)?.session);
      // By another connection of the pool.
      await connection.raw(
        isPostgres ? `select pg_terminate_backend(${session})` : `kill ${session}`
      );
    });
    await expect(lost).rejects.toBeTruthy();
    expect(await site.rows('lost_test')).toEqual([]);
  }
);

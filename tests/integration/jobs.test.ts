/** Long work, as an administrator sees and steers it. */
import type { Job } from '../../contracts/job';
import type { Preview } from '../../contracts/preview';
import { TABLES } from '../../server/src/constants';
import { buildPerson, buildTransaction, newProduct, outbound } from '../builders/kartra';
import { ok } from '../helpers/admin-client';
import { getMember, mapProduct, openShop, postWebhook, type Shop } from '../helpers/kartra';
import { startSite, type Site } from '../helpers/site';
import { waitFor } from '../helpers/wait-for';

let site: Site;
let shop: Shop;
let memberId: number;
let connectionId: number;

beforeAll(async () => {
  site = await startSite();
  shop = await openShop(site);
  const person = buildPerson();
  const productId = newProduct();
  await mapProduct(site, productId, shop.gold);
  await postWebhook(site.address, shop.path, outbound(buildTransaction({ person, productId })));
  await site.idle();
  ({ id: memberId } = await getMember(site, person.email));
  const connection = await jobs(TABLES.connection).first<{ id: number }>('id');
  connectionId = connection.id;
});
afterAll(() => site.stop());

const jobs = (name: string = TABLES.job) => site.strapi.db.getConnection(name);
const find = async (id: number) => ok(await site.admin.get<Job>(`/kartra/jobs/${id}`));

/** As a worker left it. */
async function store(columns: Readonly<Record<string, unknown>>): Promise<number> {
  await jobs().insert({
    ...{ connection_id: connectionId, kind: 'recompute-members', state: 'queued', total: 1 },
    ...{ done: 0, failed: 0, stop_requested: false, queued_at: Date.now() },
    ...columns,
  });
  const { id } = await jobs().orderBy('id', 'desc').first<{ id: number }>('id');
  return id;
}

it('one that is asked to stop stops before its next step, and goes on when it is told to', async () => {
  const id = await store({ state: 'running', lease_token: 'x', lease_until: Date.now() + 3e6 });
  expect(ok(await site.admin.delete<Job>(`/kartra/jobs/${id}`))).toMatchObject({
    state: 'running',
    stopRequested: true,
  });
  // The worker that held it is gone: the next one finds the wish.
  await jobs().where({ id }).update({ lease_until: 0 });
  await waitFor(async () => (await find(id)).state === 'stopped');
  expect(await find(id)).toMatchObject({ done: 0, finishedAt: expect.any(String) as string });

  ok(await site.admin.post<Job>(`/kartra/jobs/${id}/resume`));
  await waitFor(async () => (await find(id)).state === 'done');
  expect(await find(id)).toMatchObject({ done: 1, failed: 0, stopRequested: false });

  // What is over neither stops nor goes on.
  ok(await site.admin.delete<Job>(`/kartra/jobs/${id}`));
  expect(ok(await site.admin.post<Job>(`/kartra/jobs/${id}/resume`))).toMatchObject({
    state: 'done',
    stopRequested: false,
  });
});

it('members who could not be changed are tried once more, as a job of their own', async () => {
  const tally = { gained: 0, lost: 0, moved: 0, unchanged: 0, held: 0 };
  const result = JSON.stringify({ ...tally, failedMemberIds: [memberId] });
  const id = await store({ state: 'done', failed: 1, result, finished_at: Date.now() });
  const again = ok(await site.admin.post<Job>(`/kartra/jobs/${id}/retry`));
  expect(again.id).not.toBe(id);
  await waitFor(async () => (await find(again.id)).state === 'done');
  expect(await find(again.id)).toMatchObject({ total: 1, done: 1, failed: 0 });

  const nobody = await site.admin.post(`/kartra/jobs/${again.id}/retry`);
  expect(nobody.status).toBe(400);
  expect(nobody.error?.details).toMatchObject({ errors: [{ code: 'job-nobody-left' }] });
});

it('a job that does not exist is not found', async () => {
  const path = '/kartra/jobs/999999';
  expect((await site.admin.get(path)).status).toBe(404);
  expect((await site.admin.delete(path)).status).toBe(404);
  expect((await site.admin.post(`${path}/resume`)).status).toBe(404);
});

it('an order of the levels says whom it would change before it is saved', async () => {
  const preview = await site.admin.post<Preview>('/kartra/access-levels/preview', {
    roleIds: [shop.silver, shop.gold],
  });
  expect(ok(preview)).toMatchObject({ gain: 0, lose: 0, unchanged: 1 });
});

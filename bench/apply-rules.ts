/**
 * How long a changed mapping takes to reach ten thousand members, and how soon webhooks are answered during that time.
 * `npm run bench:apply`; `MEMBERS=1000` for a shorter one.
 */
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';

import type { Job } from '../contracts/job';
import { TABLES, USER_UID } from '../server/src/constants';
import { hashIdentity } from '../server/src/repositories/member-identities';
import { userRoleLink } from '../server/src/repositories/roles';
import { buildTransaction, outbound } from '../tests/builders/kartra';
import { ok } from '../tests/helpers/admin-client';
import { mapProduct, openShop, postWebhook, type Shop } from '../tests/helpers/kartra';
import type { Site } from '../tests/helpers/site';
import { roleIdByType } from '../tests/helpers/users';
import { fail, median, ms, percentile, printTable } from './figures';
import { onEachSite } from './sites';

const MEMBERS = Number(process.env['MEMBERS'] ?? 10_000);
const PRODUCT = '700200';
const OTHER_PRODUCT = '700201';
const BATCH = 100;
const BETWEEN_POSTS_MS = 250;

/** Buyers of a product that gives nothing yet, each with an account; bulk SQL, as this is not what is measured. */
async function fill({ strapi }: Site): Promise<void> {
  const knex = strapi.db.connection;
  const link = userRoleLink(strapi);
  const roleId = await roleIdByType(strapi, 'authenticated');
  const users = strapi.db.metadata.get(USER_UID).tableName;
  const first = 1_000_000;
  for (let start = 0; start < MEMBERS; start += BATCH) {
    const ids = Array.from(
      { length: Math.min(BATCH, MEMBERS - start) },
      (_, index) => first + start + index
    );
    const email = (id: number) => `bench${id}@example.com`;
    const identity = (id: number, type: 'lead' | 'email', value: string) => ({
      id: type === 'lead' ? id : id + first,
      connection_id: 1,
      type,
      value,
      value_hash: hashIdentity(type, value),
      member_id: id,
      seen_at: 0,
    });
    await knex(users).insert(
      ids.map((id) => ({
        id,
        document_id: `bench${id}`,
        username: email(id),
        email: email(id),
        provider: 'local',
        confirmed: true,
        blocked: false,
      }))
    );
    await knex(link.table).insert(
      ids.map((id) => ({ [link.userColumn]: id, [link.roleColumn]: roleId }))
    );
    await knex(TABLES.member).insert(
      ids.map((id) => ({
        id,
        connection_id: 1,
        origin_key: hashIdentity('email', email(id)),
        user_id: id,
        email: email(id),
        access_state: 'active',
        held_reason: 'unmapped-product',
        held_before_checked: true,
        first_seen_at: 0,
        is_test: false,
      }))
    );
    await knex(TABLES.memberIdentity).insert(
      ids.flatMap((id) => [identity(id, 'lead', `lead${id}`), identity(id, 'email', email(id))])
    );
    await knex(TABLES.event).insert(
      ids.map((id) => ({
        connection_id: 1,
        fact_hash: `bench${id}`,
        webhook_log_id: id,
        surface: 'outbound',
        kind: 'sale',
        product_id: PRODUCT,
        product_name: 'Meal Plan',
        order_id: String(id),
        date: '2026-05-03 10:02:05',
        trial: false,
        member_id: id,
        lead_token: String(id),
        email_token: String(id + first),
        recorded_at: 0,
      }))
    );
  }
}

/** A person buys something else all the while. */
async function keepPosting(site: Site, shop: Shop, until: () => boolean): Promise<number[]> {
  const durations: number[] = [];
  while (!until()) {
    const body = outbound(buildTransaction({ productId: OTHER_PRODUCT }));
    const start = performance.now();
    const { status } = await postWebhook(site.address, shop.path, body);
    if (status !== 200) throw new Error(`A webhook was answered ${status}.`);
    durations.push(performance.now() - start);
    await pause(BETWEEN_POSTS_MS);
  }
  return durations;
}

async function lastJob(site: Site): Promise<Job> {
  const [job] = ok(await site.admin.get<Job[]>('/kartra/jobs', { page: 1, pageSize: 1 }));
  if (!job) throw new Error('There is no job.');
  return job;
}

async function measure(site: Site, shop: Shop, change: () => Promise<unknown>) {
  let isOver = false;
  const posting = keepPosting(site, shop, () => isOver);
  const start = performance.now();
  const cpu = process.cpuUsage();
  await change();
  let job = await lastJob(site);
  while (job.finishedAt === null) {
    await pause(500);
    job = await lastJob(site);
  }
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  isOver = true;
  const answers = await posting;
  if (job.state !== 'done' || job.tally?.gained !== MEMBERS) {
    throw new Error(`The job came to ${JSON.stringify(job)}.`);
  }
  return { seconds, answers, cpuMs: (user + system) / 1000 };
}

async function main(): Promise<void> {
  const rows: string[][] = [];
  await onEachSite(async (site, databaseName) => {
    const shop = await openShop(site);
    await mapProduct(site, OTHER_PRODUCT, shop.bronze);
    await fill(site);
    const mapping = { id: 0 };
    const changes = [
      ['Nothing → Silver', async () => mapProduct(site, PRODUCT, shop.silver)],
      [
        'Silver → Gold',
        async () =>
          ok(await site.admin.put(`/kartra/mappings/${mapping.id}`, { roleId: shop.gold })),
      ],
    ] as const;
    for (const [name, change] of changes) {
      const { seconds, answers, cpuMs } = await measure(site, shop, async () => {
        const saved = (await change()) as { readonly id: number };
        mapping.id = saved.id;
      });
      rows.push([
        databaseName,
        name,
        `${Math.round(seconds)} s`,
        (MEMBERS / seconds).toFixed(1),
        ms(cpuMs / MEMBERS),
        ms(median(answers)),
        ms(percentile(answers, 0.95)),
      ]);
    }
  });
  process.stdout.write(
    `${MEMBERS.toLocaleString('en')} members, with webhooks posted at the same time:\n\n`
  );
  printTable(
    ['Database', 'Change', 'Until done', 'Members/s', 'CPU a member', 'Webhook p50', 'Webhook p95'],
    rows
  );
}

main().catch(fail);

/**
 * How long one buyer waits for another: members with thousands of facts, or thousands of members under one order id,
 * and the webhook of someone else that comes just when theirs is applied. `npm run bench:neighbors`.
 */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { Worker } from 'node:worker_threads';

import { TABLES } from '../server/src/constants';
import { database } from '../server/src/repositories/database';
import { hashIdentity } from '../server/src/repositories/member-identities';
import { RULES_VERSION } from '../server/src/core/access/new-rules';
import { buildPerson, buildTransaction, outbound, type Person } from '../tests/builders/kartra';
import { kartraDate } from '../server/src/core/entitlements/calendar';
import { mapProduct, openShop } from '../tests/helpers/kartra';
import type { Site } from '../tests/helpers/site';
import { waitFor } from '../tests/helpers/wait-for';
import { fail, median, ms, printTable } from './figures';
import { onEachSite } from './sites';

const FACTS = Number(process.env['FACTS'] ?? 5000);
const MEMBERS = Number(process.env['MEMBERS'] ?? 3000);
const ROUNDS = Number(process.env['ROUNDS'] ?? 8);
const OTHER_PRODUCT = '700400';
const BATCH = 50;
/** After the webhook of the many, so that it falls into the middle of the work. */
const DELAYS_MS = [0, 10, 40, 80, 150];
const LIMIT_MS = 600_000;
const START = Date.UTC(2020, 0, 1);
const HOUR_MS = 3_600_000;

interface Known {
  readonly kind: 'sale' | 'refund';
  readonly orderId: string;
}

interface Situation {
  readonly name: string;
  readonly productId: string;
  readonly isMapped: boolean;
  readonly facts: number;
  /** All of one buyer, or each of its own. */
  readonly isOnePerson: boolean;
  fact(at: number): Known;
}

const SITUATIONS: readonly Situation[] = [
  {
    name: `${FACTS.toLocaleString('en')} sales of one member`,
    productId: '700401',
    isMapped: true,
    facts: FACTS,
    isOnePerson: true,
    fact: (at) => ({ kind: 'sale', orderId: `A${at}` }),
  },
  {
    name: `${FACTS.toLocaleString('en')} facts of one member, half of them refunds without a parent`,
    productId: '700402',
    isMapped: true,
    facts: FACTS,
    isOnePerson: true,
    fact: (at) => ({ kind: at % 2 === 0 ? 'sale' : 'refund', orderId: `B${at}` }),
  },
  {
    name: `${FACTS.toLocaleString('en')} sales of one member, all held`,
    productId: '700403',
    isMapped: false,
    facts: FACTS,
    isOnePerson: true,
    fact: (at) => ({ kind: 'sale', orderId: `C${at}` }),
  },
  {
    name: `${MEMBERS.toLocaleString('en')} members under one order id`,
    productId: '700404',
    isMapped: true,
    facts: MEMBERS,
    isOnePerson: false,
    fact: () => ({ kind: 'sale', orderId: 'none-given' }),
  },
];

/** Rows written here have ids far from those that the site gives. */
let ids = 0;

/** Members, facts and webhook logs as an earlier import would have left them; bulk SQL, as this is not what is measured. */
async function fill({ strapi }: Site, situation: Situation): Promise<Person> {
  const knex = strapi.db.connection;
  const { productId, isMapped, facts, isOnePerson } = situation;
  ids = Math.ceil((ids + 1) / 1_000_000) * 1_000_000;
  const first = ids;
  const persons = new Map<number, Person>();
  const insert = async (table: string, rows: readonly object[]): Promise<void> => {
    for (let at = 0; at < rows.length; at += BATCH) {
      await knex(table).insert(rows.slice(at, at + BATCH));
    }
  };
  const events: object[] = [];
  const logs: object[] = [];
  for (let at = 0; at < facts; at += 1) {
    const memberId = isOnePerson ? first : first + at;
    if (!persons.has(memberId)) persons.set(memberId, buildPerson());
    const { kind, orderId } = situation.fact(at);
    const hash = createHash('sha256').update(`bench ${ids}`).digest('hex');
    events.push({
      connection_id: 1,
      fact_hash: hash,
      webhook_log_id: ids,
      surface: 'outbound',
      kind,
      product_id: productId,
      product_name: 'Sourdough School',
      price_point: '1',
      order_id: orderId,
      date: kartraDate(START + at * HOUR_MS),
      trial: false,
      member_id: memberId,
      lead_token: String(memberId),
      email_token: String(memberId + 10_000_000),
      recorded_at: 0,
    });
    logs.push({
      id: ids,
      connection_id: 1,
      received_at: 0,
      state: isMapped ? 'applied' : 'held',
      reason: isMapped ? 'no-change' : 'unmapped-product',
      code: isMapped ? 'applied.granted' : 'held.unmapped-product',
      dedupe_key: `bench ${ids}`,
      member_id: memberId,
      fact_hash: hash,
      product_id: productId,
      kind,
    });
    ids += 1;
  }
  const identity = (id: number, type: 'lead' | 'email', value: string, memberId: number) => ({
    id,
    connection_id: 1,
    type,
    value,
    value_hash: hashIdentity(type, value),
    member_id: memberId,
    seen_at: 0,
  });
  await insert(
    TABLES.member,
    [...persons].map(([id, { email }]) => ({
      id,
      connection_id: 1,
      origin_key: hashIdentity('email', email),
      email,
      access_state: 'active',
      first_seen_at: 0,
      held_before_checked: true,
      is_test: false,
      rules_version: RULES_VERSION,
    }))
  );
  await insert(
    TABLES.memberIdentity,
    [...persons].flatMap(([id, { leadId, email }]) => [
      identity(id, 'lead', leadId, id),
      identity(id + 10_000_000, 'email', email, id),
    ])
  );
  await insert(TABLES.event, events);
  await insert(TABLES.webhookLog, logs);
  const person = persons.get(first);
  if (!person) throw new Error('There is no one.');
  return person;
}

interface Times {
  /** From the answer until the webhook was applied, by the e-mail of its buyer. */
  readonly applied: number;
  readonly answered: number;
}

interface Posted {
  readonly email: string;
  readonly body: string;
}

/** Posts these, each after its delay, and waits until all are decided. */
async function post(
  { strapi, address }: Site,
  path_: string,
  webhooks: readonly Posted[],
  delays: readonly number[] = []
): Promise<Times[]> {
  // Filled rows came at 0. PostgreSQL numbers what really comes from 1, below them.
  const received = () => database(strapi).table(TABLES.webhookLog).where('received_at', '>', 0);
  const [last] = await received().max({ id: 'id' });
  const lastId = Number(last?.['id'] ?? 0);
  const worker = new Worker(path.join(__dirname, 'load.mjs'), {
    workerData: {
      url: new URL(path_, address).href,
      bodies: webhooks.map(({ body }) => body),
      delays,
    },
  });
  const { answers } = await new Promise<{
    answers: { status: number; duration: number; answeredAt: number }[];
  }>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  const decided = () =>
    received()
      .where('id', '>', lastId)
      .whereNotIn('state', ['received', 'processing'])
      .select('email', 'state', 'finished_at');
  await waitFor(
    async () => (await decided()).length === webhooks.length,
    () => Promise.resolve('The webhooks were not decided.'),
    LIMIT_MS
  );
  const rows = await decided();
  return webhooks.map(({ email }, at) => {
    const answer = answers[at];
    const row = rows.find((found) => found['email'] === email);
    if (!row || answer?.status !== 200) throw new Error('A webhook was refused or lost.');
    if (row['state'] === 'failed') throw new Error('A webhook failed.');
    return {
      applied: Math.max(0, Number(row['finished_at']) - answer.answeredAt),
      answered: answer.duration,
    };
  });
}

const saleOf = (person: Person, productId: string, orderId?: string): Posted => ({
  email: person.email,
  body: JSON.stringify(
    outbound(buildTransaction({ person, productId, ...(orderId === undefined ? {} : { orderId }) }))
  ),
});

const saleOfSomeone = (): Posted => saleOf(buildPerson(), OTHER_PRODUCT);

async function main(): Promise<void> {
  const table: string[][] = [];
  await onEachSite(async (site, databaseName) => {
    const shop = await openShop(site);
    await mapProduct(site, OTHER_PRODUCT, shop.bronze);
    for (const situation of SITUATIONS) {
      const { name, productId, isMapped, isOnePerson } = situation;
      if (isMapped) await mapProduct(site, productId, shop.gold);
      const person = await fill(site, situation);
      const saleOfMany = (): Posted =>
        isOnePerson
          ? saleOf(person, productId)
          : saleOf(buildPerson(), productId, situation.fact(0).orderId);

      const idle: number[] = [];
      for (let round = 0; round < 10; round += 1) {
        const [times] = await post(site, shop.path, [saleOfSomeone()]);
        if (round > 1 && times) idle.push(times.applied);
      }
      // Everything of the member is derived for the first time.
      const [first, ...duringFirst] = await post(
        site,
        shop.path,
        [saleOfMany(), ...DELAYS_MS.map(saleOfSomeone)],
        [0, ...DELAYS_MS]
      );
      const many: number[] = [];
      const others: number[] = [];
      const answers: number[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        const delay = DELAYS_MS[round % DELAYS_MS.length] ?? 0;
        const [own, other] = await post(
          site,
          shop.path,
          [saleOfMany(), saleOfSomeone()],
          [0, delay]
        );
        if (own) many.push(own.applied);
        if (!other) continue;
        others.push(other.applied);
        answers.push(other.answered);
      }
      table.push([
        databaseName,
        name,
        ms(first?.applied ?? Number.NaN),
        ms(Math.max(...duringFirst.map(({ applied }) => applied))),
        ms(median(many)),
        ms(median(idle)),
        ms(median(others)),
        ms(Math.max(...others)),
        (median(others) / Math.max(1, median(idle))).toFixed(1),
        ms(Math.max(...answers)),
      ]);
      process.stdout.write(`${table.at(-1)?.join(' | ') ?? ''}\n`);
    }
  });
  process.stdout.write(
    '\nFrom the answer to the decision. "First": all of the member is derived for the first time.\n\n'
  );
  printTable(
    [
      'Database',
      'Situation',
      'First',
      'Others then, worst',
      'Its webhook',
      'Other, idle',
      'Other then',
      'Worst',
      'Ratio',
      'Worst answer',
    ],
    table
  );
}

main().catch(fail);

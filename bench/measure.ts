import { setTimeout as pause } from 'node:timers/promises';

import type { Transaction } from '../tests/builders/kartra';
import type { TestDatabase } from '../tests/helpers/databases';
import { BY_HAND, CREATE, NOTHING } from './baselines';
import { postEvery, postFor } from './client';
import { median, percentile } from './figures';
import type { StatementShape } from './profile';
import { bodyOfNewSale, renewalOf, saleOfNewBuyer } from './sales';
import { CONNECTIONS, onStage, perSecond, type Stage } from './stage';

const ROUNDS = 3;
const ROUND_MS = 2000;
const APPLY_MS = 4000;
const TRICKLE = { count: 200, everyMs: 50 };
const ALONE = 7;
const BURSTS = 3;
const IDLE_MS = 30_000;
const BY_HAND_MS = 5000;
const USERS = 1000;
const MANY_USERS = 50_000;

/** A handler written by hand: what it finished in a second, and how many of its requests failed. */
export interface ByHand {
  readonly perSecond: number;
  readonly failures: number;
}

/** All per second, unless said otherwise. */
export interface Figures {
  readonly nothing: number;
  readonly create: number;
  readonly answered: number;
  /** While `answered` was measured. */
  readonly appliedMeanwhile: number;
  /** Milliseconds of processor time for one request; for a webhook, applying during that time is included. */
  readonly processor: {
    readonly nothing: number;
    readonly create: number;
    readonly webhook: number;
  };
  readonly applied: number;
  readonly renewed: number;
  readonly byHand: ByHand;
  /** With many users in the role that everybody leaves. */
  readonly crowded: { readonly applied: number; readonly byHand: ByHand };
  /** Milliseconds from received to applied, at 20 a second. */
  readonly latency: { readonly p50: number; readonly p99: number };
  readonly statements: { readonly alone: number; readonly inBurst: number };
  readonly idlePerMinute: number;
  /** Bytes that a full collection left more at the end than after warming up, and the webhooks in between. */
  readonly memory: { readonly growth: number; readonly webhooks: number };
}

export async function measure(database: TestDatabase): Promise<Figures> {
  const { shop, ...figures } = await onStage(database, null, measureAll);
  const crowded = await onStage(database, shop, async (stage) => {
    await stage.host.fillRole(MANY_USERS);
    return { applied: await measureApplied(stage), byHand: await measureByHand(stage) };
  });
  return { ...figures, crowded };
}

async function measureAll(stage: Stage) {
  const { host, shop } = stage;
  // First: later the site looks for second addresses of those who bought.
  const idlePerMinute = await measureIdle(stage);
  await host.fillRole(USERS);
  await measureSides(stage, 1);
  const logsBefore = await stage.countLogs();
  const memoryBefore = await host.memory();

  const sides = await measureSides(stage, ROUNDS);
  const applied = await measureApplied(stage);
  const renewed = await measureRenewed(stage, applied);
  const latency = await measureLatency(stage);
  const statements = await measureStatements(stage, idlePerMinute);
  await host.quiet();
  const memory = {
    growth: (await host.memory()) - memoryBefore,
    webhooks: (await stage.countLogs()) - logsBefore,
  };
  // Last, because it leaves locks and a full pool behind.
  const byHand = await measureByHand(stage);
  return { shop, ...sides, applied, renewed, latency, statements, idlePerMinute, memory, byHand };
}

interface Side {
  readonly perSecond: number;
  readonly processor: number;
  readonly appliedPerSecond: number;
}

async function measureSide({ host, port, countApplied }: Stage, path: string): Promise<Side> {
  const before = await host.processorTime();
  const start = Date.now();
  const load = await postFor({ port, path }, ROUND_MS, CONNECTIONS, bodyOfNewSale);
  const end = Date.now();
  const processor = ((await host.processorTime()) - before) / load.durations.length;
  const applied = await countApplied(start, end);
  return {
    perSecond: perSecond(load),
    processor,
    appliedPerSecond: (1000 * applied) / (end - start),
  };
}

/** Side by side, one after the other in turns, so that whatever else the machine does meets all of them. */
async function measureSides(stage: Stage, rounds: number) {
  const nothing: Side[] = [];
  const create: Side[] = [];
  const webhook: Side[] = [];
  for (let round = 0; round < rounds; round += 1) {
    nothing.push(await measureSide(stage, NOTHING));
    create.push(await measureSide(stage, CREATE));
    webhook.push(await measureSide(stage, stage.shop.path));
    await stage.forgetWaiting();
  }
  const middle = (sides: readonly Side[], key: keyof Side): number =>
    median(sides.map((side) => side[key]));
  return {
    nothing: middle(nothing, 'perSecond'),
    create: middle(create, 'perSecond'),
    answered: middle(webhook, 'perSecond'),
    appliedMeanwhile: middle(webhook, 'appliedPerSecond'),
    processor: {
      nothing: middle(nothing, 'processor'),
      create: middle(create, 'processor'),
      webhook: middle(webhook, 'processor'),
    },
  };
}

const newSales = (count: number): Transaction[] => Array.from({ length: count }, saleOfNewBuyer);

const asManyAsFit = (rate: number): number =>
  Math.min(4000, Math.max(100, Math.round((rate * APPLY_MS) / 1000)));

async function measureApplied(stage: Stage): Promise<number> {
  const first = await stage.apply(newSales(100));
  return stage.apply(newSales(asManyAsFit(first)));
}

async function measureRenewed(stage: Stage, rate: number): Promise<number> {
  const sales = newSales(asManyAsFit(rate));
  await stage.apply(sales);
  return stage.apply(sales.map(renewalOf));
}

async function measureLatency(stage: Stage): Promise<Figures['latency']> {
  await stage.host.quiet();
  const from = Date.now();
  const bodies = Array.from({ length: TRICKLE.count }, bodyOfNewSale);
  await postEvery({ port: stage.port, path: stage.shop.path }, TRICKLE.everyMs, bodies);
  await stage.drained();
  const latencies = await stage.latenciesSince(from);
  return { p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99) };
}

const countOf = (shapes: readonly StatementShape[]): number =>
  shapes.reduce((sum, { count }) => sum + count, 0);

/** All statements until nothing is left to do, without those that an idle site makes in the same time. */
async function countStatements(
  stage: Stage,
  idlePerMinute: number,
  webhooks: number
): Promise<number> {
  await stage.host.quiet();
  const start = Date.now();
  await stage.host.watch({ withFunctions: false });
  await stage.apply(newSales(webhooks));
  await stage.host.quiet();
  const { statements } = await stage.host.unwatch({ withFunctions: false });
  return countOf(statements) - (idlePerMinute * (Date.now() - start)) / 60_000;
}

async function measureStatements(
  stage: Stage,
  idlePerMinute: number
): Promise<Figures['statements']> {
  const alone: number[] = [];
  const inBurst: number[] = [];
  for (let n = 0; n < ALONE; n += 1) alone.push(await countStatements(stage, idlePerMinute, 1));
  for (let n = 0; n < BURSTS; n += 1)
    inBurst.push((await countStatements(stage, idlePerMinute, CONNECTIONS)) / CONNECTIONS);
  return { alone: median(alone), inBurst: median(inBurst) };
}

async function measureIdle(stage: Stage): Promise<number> {
  await stage.host.quiet();
  await stage.host.watch({ withFunctions: false });
  await pause(IDLE_MS);
  const { statements } = await stage.host.unwatch({ withFunctions: false });
  return (countOf(statements) * 60_000) / IDLE_MS;
}

async function measureByHand(stage: Stage): Promise<ByHand> {
  const target = { port: stage.port, path: BY_HAND };
  const { statuses, durations, total } = await postFor(
    target,
    BY_HAND_MS,
    CONNECTIONS,
    bodyOfNewSale
  );
  const done = statuses.get(200) ?? 0;
  return { perSecond: (1000 * done) / total, failures: durations.length - done };
}

import { setTimeout as pause } from 'node:timers/promises';

import { TABLES } from '../server/src/constants';
import type { Transaction } from '../tests/builders/kartra';
import { openReader, type DatabaseReader } from '../tests/helpers/database-reader';
import type { TestDatabase } from '../tests/helpers/databases';
import { post, type Load } from './client';
import type { Commands } from './host';
import { start, type Remote } from './remote';
import { eachOf } from './sales';

export const CONNECTIONS = 32;
const LOOK_MS = 20;

/** One Strapi on one database, to post to, to command, and to look into from outside. */
export interface Stage {
  readonly host: Remote<Commands>;
  readonly port: number;
  readonly shop: Shop;
  /** Resolves when no webhook waits. */
  readonly drained: () => Promise<void>;
  /** Forgets the webhooks that wait, and resolves when none is being worked on. */
  forgetWaiting(): Promise<void>;
  /** Webhooks that were applied between two moments (Unix milliseconds). */
  readonly countApplied: (from: number, to: number) => Promise<number>;
  /** Posts all of these; resolves to how many were applied in a second, from the first byte to the last role. */
  apply(transactions: readonly Transaction[]): Promise<number>;
  /** Milliseconds from the arrival to the end, of each webhook that was applied since then. */
  latenciesSince(from: number): Promise<readonly number[]>;
  countLogs(): Promise<number>;
}

export interface Shop {
  readonly path: string;
  readonly roleId: number;
}

/** Starts a Strapi in production mode for as long as `work` takes; with a shop, where there is none yet. */
export async function onStage<Result>(
  database: TestDatabase,
  known: Shop | null,
  work: (stage: Stage) => Promise<Result>
): Promise<Result> {
  const environment = { NODE_ENV: 'production', LOG_LEVEL: 'error', ...database.environment };
  const { remote, end } = await start<Commands>('host.ts', environment);
  try {
    const shop = known ?? (await remote.openShop());
    const port = await remote.listen(shop.roleId);
    const reader = openReader(database);
    try {
      return await work(stageOf(remote, port, shop, reader));
    } finally {
      await reader.close();
    }
  } finally {
    await end();
  }
}

function stageOf(host: Remote<Commands>, port: number, shop: Shop, reader: DatabaseReader): Stage {
  const logs = () => reader.table(TABLES.webhookLog).where('connection_id', '>', 0);
  const waiting = () => logs().whereIn('state', ['received', 'processing']);
  const count = async (query: ReturnType<typeof logs>): Promise<number> => {
    const [counted] = await query.count({ n: '*' });
    return Number(counted?.['n'] ?? 0);
  };

  const drained = async (): Promise<void> => {
    while ((await count(waiting())) > 0) await pause(LOOK_MS);
  };

  return {
    host,
    port,
    shop,
    drained,
    async forgetWaiting() {
      await waiting().where({ state: 'received' }).update({ state: 'ignored' });
      await drained();
      await host.quiet();
    },
    countApplied: (from, to) =>
      count(logs().where({ state: 'applied' }).whereBetween('finished_at', [from, to])),
    async apply(transactions) {
      const from = Date.now();
      const target = { port, path: shop.path };
      refuseFailures(await post(target, { connections: CONNECTIONS, next: eachOf(transactions) }));
      await drained();
      const since = logs().where('received_at', '>=', from);
      const [last] = await since.max({ at: 'finished_at' });
      return (1000 * transactions.length) / (Number(last?.['at']) - from);
    },
    async latenciesSince(from) {
      const rows = await logs()
        .where('received_at', '>=', from)
        .select('received_at', 'finished_at');
      return rows.map((row) => Number(row['finished_at']) - Number(row['received_at']));
    },
    countLogs: () => count(logs()),
  };
}

/** Answers per second, all of them good. */
export function perSecond(load: Load): number {
  refuseFailures(load);
  return (1000 * load.durations.length) / load.total;
}

function refuseFailures({ statuses, durations }: Load): void {
  if (statuses.get(200) === durations.length) return;
  throw new Error(`Answered: ${JSON.stringify([...statuses])}.`);
}

import { setTimeout as pause } from 'node:timers/promises';

import type { TestDatabase } from '../tests/helpers/databases';
import { NOTHING } from './baselines';
import { postFor } from './client';
import { printTable } from './figures';
import type { DatabaseName } from './goals';
import type { Profile } from './profile';
import { bodyOfNewSale, saleOfNewBuyer } from './sales';
import { CONNECTIONS, onStage, type Stage } from './stage';

const USERS = 1000;
const IDLE_MS = 30_000;
const ANSWERING_MS = 5000;
const APPLIED = 500;
const SHOWN = 30;
const SQL_LENGTH = 150;

/** Where the processor time of the site goes, and which statements it makes: while answering, and while applying. */
export function printProfile(database: TestDatabase, name: DatabaseName): Promise<void> {
  return onStage(database, null, async (stage) => {
    const show = async (title: string, work: () => Promise<number>): Promise<void> => {
      const { profile, count } = await watch(stage, work);
      print(`${title} (${name}, ${count} requests)`, profile, count);
    };
    await show('Nothing to do for half a minute', async () => {
      await pause(IDLE_MS);
      return 1;
    });
    await stage.host.fillRole(USERS);
    const load = (path: string) =>
      postFor({ port: stage.port, path }, ANSWERING_MS, CONNECTIONS, bodyOfNewSale);
    await load(stage.shop.path);
    await stage.forgetWaiting();

    await show('A POST that does nothing', async () => (await load(NOTHING)).durations.length);
    await show(
      'Webhooks answered, others applied meanwhile',
      async () => (await load(stage.shop.path)).durations.length
    );
    await stage.forgetWaiting();
    await show('Sales applied', async () => {
      await stage.apply(Array.from({ length: APPLIED }, saleOfNewBuyer));
      return APPLIED;
    });
  });
}

async function watch(
  { host }: Stage,
  work: () => Promise<number>
): Promise<{ readonly profile: Profile; readonly count: number }> {
  await host.watch({ withFunctions: true });
  const count = await work();
  return { profile: await host.unwatch({ withFunctions: true }), count };
}

function print(title: string, { functions, statements }: Profile, webhooks: number): void {
  process.stdout.write(`\n## ${title}\n\n`);
  printTable(
    ['Processor time', 'Function'],
    functions
      .filter(({ at }) => at !== '(idle)')
      .slice(0, SHOWN)
      .map(({ share, at }) => [`${(100 * share).toFixed(1)} %`, at])
  );
  process.stdout.write('\n');
  printTable(
    ['For each', 'Times', 'Mean', 'Statement'],
    statements
      .slice(0, SHOWN)
      .map(({ sql, count, milliseconds }) => [
        (count / webhooks).toFixed(2),
        String(count),
        `${(milliseconds / count).toFixed(1)} ms`,
        `\`${sql.length > SQL_LENGTH ? `${sql.slice(0, SQL_LENGTH)}…` : sql}\``,
      ])
  );
}

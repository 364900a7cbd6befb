/**
 * What the plugin does in a second, beside a POST that does nothing, one `documents().create` and a handler written by
 * hand, all in one Strapi in production mode; 32 connections, sales of new buyers. `npm run bench`;
 * `BENCH_DATABASES=sqlite,postgresql` for some, `npm run bench -- --profile` for where the time goes.
 */
import { cpus } from 'node:os';

import { fail, printTable } from './figures';
import { cell, goalText, ROWS, type DatabaseName } from './goals';
import { measure, type Figures } from './measure';
import { printProfile } from './print-profile';
import { onEachDatabase } from './sites';

async function main(): Promise<void> {
  if (process.argv.includes('--profile')) {
    await onEachDatabase((database, name) => printProfile(database, name));
    return;
  }
  const measured = new Map<DatabaseName, Figures>();
  await onEachDatabase(async (database, name) => {
    const start = Date.now();
    measured.set(name, await measure(database));
    process.stderr.write(`${name}: ${Math.round((Date.now() - start) / 1000)} s\n`);
  });
  const names = [...measured.keys()];
  const day = new Date().toISOString().slice(0, 10);
  process.stdout.write(
    `${day}, Node ${process.versions.node}, ${cpus().length} cores (${cpus()[0]?.model.trim()}):\n\n`
  );
  printTable(
    ['Figure', 'Goal', ...names],
    ROWS.map((row) => [
      row.name,
      goalText(row, names),
      ...[...measured].map(([name, figures]) => cell(row, name, figures)),
    ])
  );
}

main().catch(fail);

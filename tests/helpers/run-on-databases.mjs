/**
 * Runs the integration tests on each kind of database: `npm run test:databases`, or with
 * DATABASES=postgres,mysql only on these. The servers are started here and stopped again.
 */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import process from 'node:process';

const require = createRequire(import.meta.url);
require('./swc-hook.cjs');
const { isServerAvailable, startDatabaseServer } = require('./database-servers.ts');

const TOTALS = /^(\d+) passed, (\d+) failed, (\d+) skipped$/m;

function runJest(environment) {
  const jest = require.resolve('jest/bin/jest');
  const own = process.argv.slice(2);
  // Last, as it would take a path behind it for one more project.
  const options = [jest, ...own, '--selectProjects', 'integration'];
  const child = spawn(process.execPath, options, {
    env: { ...process.env, ...environment },
    stdio: ['inherit', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
    process.stdout.write(chunk);
  });
  return new Promise((resolve) =>
    child.once('close', (code) => {
      const [, passed = 0, failed = 0, skipped = 0] = TOTALS.exec(output) ?? [];
      const counts = [passed, failed, skipped].map(Number);
      // A run that ended badly without counting a failure is one failure.
      if (code !== 0 && counts[1] === 0) counts[1] = 1;
      resolve(counts);
    })
  );
}

async function runOn(client) {
  if (client === 'sqlite') return runJest({});
  if (!isServerAvailable(client)) return [0, 0, 1];
  const server = await startDatabaseServer(client);
  try {
    return await runJest({ KARTRA_TEST_CLIENT: client, KARTRA_TEST_PORT: String(server.port) });
  } finally {
    await server.stop();
  }
}

const clients = (process.env.DATABASES ?? 'sqlite,postgres,mysql').split(',');
const totals = [0, 0, 0];
for (const client of clients) {
  process.stdout.write(`\n=== ${client} ===\n`);
  const counts = await runOn(client);
  counts.forEach((count, index) => (totals[index] += count));
}
const [passed, failed, skipped] = totals;
process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`);
process.exitCode = failed > 0 ? 1 : 0;

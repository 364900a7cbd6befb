import { spawn } from 'node:child_process';
import path from 'node:path';

import type { TestDatabase } from './databases';

const APP = path.resolve(__dirname, '../app');
const STRAPI = path.resolve(__dirname, '../../node_modules/@strapi/strapi/bin/strapi.js');

export interface CommandOptions {
  readonly database: TestDatabase;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Runs `strapi export` and the like for the test site, as its owner would. Resolves with all it printed; throws when it fails. */
export async function runStrapi(
  args: readonly string[],
  { database, environment }: CommandOptions
): Promise<string> {
  const hook = path.resolve(__dirname, 'swc-hook.cjs');
  const child = spawn(process.execPath, ['--require', hook, STRAPI, ...args], {
    cwd: APP,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      STRAPI_TELEMETRY_DISABLED: 'true',
      ...database.environment,
      ...environment,
    },
  });
  let output = '';
  const collect = (chunk: Buffer) => void (output += chunk.toString('utf8'));
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`strapi ${args.join(' ')} ended with ${code}:\n${output}`);
  return output;
}

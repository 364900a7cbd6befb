import { spawn } from 'node:child_process';
import path from 'node:path';

import { logInAsOwner, type AdminClient } from './admin-client';
import type { TestDatabase } from './databases';

const ROOT = path.resolve(__dirname, '../..');
const READY = /^ready on port (\d+)$/m;
const START_LIMIT_MS = 120_000;

export interface ProcessOptions {
  readonly database: TestDatabase;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly environment?: Readonly<Record<string, string>>;
  /** Where the source of another version stands. */
  readonly root?: string;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The site as a process of its own: it can be killed, and everything it prints is kept. */
export interface SiteProcess {
  readonly address: string;
  readonly pid: number;
  /** Everything written to stdout and stderr so far. */
  output(): string;
  admin(): Promise<AdminClient>;
  /** Sends the signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<Exit>;
}

export async function startSiteProcess(options: ProcessOptions): Promise<SiteProcess> {
  const serve = path.join(options.root ?? ROOT, 'tests/app/serve.cjs');
  const child = spawn(process.execPath, [serve], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      STRAPI_TELEMETRY_DISABLED: 'true',
      ...options.database.environment,
      KARTRA_CONFIG: JSON.stringify(options.config ?? {}),
      ...options.environment,
    },
  });
  let output = '';
  const exit = new Promise<Exit>((resolve) =>
    child.once('close', (code, signal) => resolve({ code, signal }))
  );

  const port = await new Promise<string>((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`The site process ${why}:\n${output}`));
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      fail('did not become ready');
    }, START_LIMIT_MS);
    const collect = (chunk: Buffer) => {
      output += chunk.toString('utf8');
      const ready = READY.exec(output);
      if (!ready?.[1]) return;
      clearTimeout(timer);
      resolve(ready[1]);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    void exit.then(({ code, signal }) => {
      clearTimeout(timer);
      fail(`ended with ${signal ?? code}`);
    });
  });

  const address = `http://127.0.0.1:${port}`;
  return {
    address,
    pid: child.pid ?? 0,
    output: () => output,
    admin: () => logInAsOwner(address),
    end(signal) {
      child.kill(signal);
      return exit;
    },
  };
}

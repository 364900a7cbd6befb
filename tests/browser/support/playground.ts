/** The demo site as `npm start` runs it: a database of its own, a free port. */
import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const ROOT = path.resolve(__dirname, '../../..');
const START_LIMIT_MS = 5 * 60_000;
const STOP_LIMIT_MS = 15_000;

export const OWNER = { email: 'owner@example.com', password: 'Kartra-browser-1' };

export interface Playground {
  readonly address: string;
  /** Everything the process printed so far. */
  readonly printed: () => string;
  /** Asks it to stop and waits until it has; fails when it takes longer than promised. */
  readonly stop: () => Promise<void>;
}

/** `environment`: what this site gets besides, like a mail server. */
export async function startPlayground(
  environment: Readonly<Record<string, string>> = {}
): Promise<Playground> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kartra-browser-'));
  const port = await findFreePort();
  const output: string[] = [];
  const site = spawn('npm', ['start'], {
    cwd: ROOT,
    env: {
      ...process.env,
      ...environment,
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: String(port),
      DATABASE_CLIENT: 'sqlite',
      DATABASE_FILENAME: path.join(folder, 'data.db'),
      DEMO_ADMIN_EMAIL: OWNER.email,
      DEMO_ADMIN_PASSWORD: OWNER.password,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [site.stdout, site.stderr]) {
    stream.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  }
  const printed = () => output.join('');
  const address = `http://127.0.0.1:${port}`;
  await waitUntilHealthy(site, address, printed);
  return {
    address,
    printed,
    stop: async () => {
      await stopProcess(site);
      await refuseLeftover(address);
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function waitUntilHealthy(site: ChildProcess, address: string, printed: () => string) {
  const deadline = Date.now() + START_LIMIT_MS;
  while (Date.now() < deadline) {
    if (site.exitCode !== null) {
      throw new Error(`The demo site ended while starting:\n${printed()}`);
    }
    const answer = await fetch(`${address}/_health`).catch(() => null);
    if (answer?.ok && printed().includes('What to do next')) {
      return;
    }
    await sleep(250);
  }
  site.kill('SIGKILL');
  throw new Error(`The demo site did not start in time:\n${printed()}`);
}

async function stopProcess(site: ChildProcess): Promise<void> {
  if (site.exitCode !== null) {
    return;
  }
  const ended = new Promise<'ended'>((resolve) => site.once('exit', () => resolve('ended')));
  site.kill('SIGTERM');
  const timer = new AbortController();
  const outcome = await Promise.race([
    ended,
    sleep(STOP_LIMIT_MS, 'late' as const, { signal: timer.signal }),
  ]);
  timer.abort();
  if (outcome === 'late') {
    site.kill('SIGKILL');
    throw new Error('The demo site did not stop within 15 seconds.');
  }
}

/** A shell between npm and the site would end alone, and leave the site running. */
async function refuseLeftover(address: string): Promise<void> {
  const answer = await fetch(`${address}/_health`).catch(() => null);
  if (answer) throw new Error('npm ended, but the demo site still runs.');
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address
          ? resolve(address.port)
          : reject(new Error('No free port.'))
      );
    });
  });
}

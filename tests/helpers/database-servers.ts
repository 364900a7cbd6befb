import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { knex } from 'knex';

/**
 * Real database servers for tests: each in a directory of its own, on a free loopback port, gone when stopped.
 * Where the programs are missing the tests that need them are skipped, and say so.
 */
export type ServerClient = 'postgres' | 'mysql';

/** What Strapi's own database configuration reads. */
export type DatabaseEnvironment = Readonly<Record<string, string>>;

export interface DatabaseServer {
  readonly client: ServerClient;
  readonly port: number;
  readonly username: string;
  /** Stops it for good and removes its files. */
  stop(): Promise<void>;
  /** As a crash or a power cut would: nothing is finished, nothing said to its clients. */
  crash(): Promise<void>;
  /** On the same files and port, after a crash. */
  start(): Promise<void>;
}

const NAMES: Readonly<Record<ServerClient, string>> = { postgres: 'PostgreSQL', mysql: 'MariaDB' };

function searchPath(): string[] {
  const installed = '/usr/lib/postgresql';
  const versions = existsSync(installed) ? readdirSync(installed).sort().reverse() : [];
  return [
    ...(process.env['PATH'] ?? '').split(path.delimiter),
    '/usr/local/bin',
    '/usr/local/sbin',
    '/usr/sbin',
    ...versions.map((version) => path.join(installed, version, 'bin')),
  ];
}

function findProgram(name: string): string | null {
  for (const directory of searchPath()) {
    const candidate = path.join(directory, name);
    if (directory && existsSync(candidate)) return candidate;
  }
  return null;
}

interface Programs {
  readonly init: string;
  readonly server: string;
}

function findPrograms(client: ServerClient): Programs | null {
  const [init, server] =
    client === 'postgres'
      ? [findProgram('initdb'), findProgram('postgres')]
      : [
          findProgram('mariadb-install-db') ?? findProgram('mysql_install_db'),
          findProgram('mariadbd'),
        ];
  return init && server ? { init, server } : null;
}

const announced = new Set<ServerClient>();

/** Whether tests on `client` can run here; says it on stderr, once, when they cannot. */
export function isServerAvailable(client: ServerClient): boolean {
  if (findPrograms(client)) return true;
  if (!announced.has(client)) {
    announced.add(client);
    process.stderr.write(`SKIPPED: ${NAMES[client]} is not installed; its tests do not run.\n`);
  }
  return false;
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address !== null && typeof address === 'object'
          ? resolve(address.port)
          : reject(new Error('No free port.'))
      );
    });
  });
}

interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** Neither server wants to run as root: then it runs as the account its package made. */
function serverAccount(client: ServerClient): Account | null {
  if (process.getuid?.() !== 0) return null;
  const name = client === 'postgres' ? 'postgres' : 'mysql';
  const id = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }));
  return { name, uid: id('-u'), gid: id('-g') };
}

function initialise(client: ServerClient, init: string, data: string, account: Account | null) {
  const identity = account ? { uid: account.uid, gid: account.gid } : {};
  if (client === 'postgres') {
    const options = ['-D', data, '-U', 'postgres', '--auth=trust', '-E', 'UTF8', '--locale=C'];
    execFileSync(init, options, { ...identity, cwd: path.dirname(data), stdio: 'pipe' });
    return;
  }
  execFileSync(
    init,
    [
      '--no-defaults',
      `--datadir=${data}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      ...(account ? [`--user=${account.name}`] : []),
    ],
    { cwd: path.dirname(data), stdio: 'pipe' }
  );
}

/** Written through to the operating system and no further: enough to outlive a killed server. */
function serverOptions(client: ServerClient, data: string, port: number): string[] {
  const directory = path.dirname(data);
  if (client === 'postgres') {
    const settings = { listen_addresses: '127.0.0.1', fsync: 'off', max_connections: '200' };
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    return ['-D', data, '-p', String(port), '-k', directory, ...flags];
  }
  return [
    '--no-defaults',
    `--datadir=${data}`,
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    `--socket=${path.join(directory, 'server.sock')}`,
    `--pid-file=${path.join(directory, 'server.pid')}`,
    '--skip-log-bin',
    '--innodb-flush-log-at-trx-commit=2',
    '--innodb-buffer-pool-size=64M',
    '--max-connections=200',
    '--character-set-server=utf8mb4',
    '--collation-server=utf8mb4_unicode_ci',
  ];
}

/** A connection to the server itself, to make and drop databases. */
export function connectToServer(server: Pick<DatabaseServer, 'client' | 'port' | 'username'>) {
  const { client, port, username: user } = server;
  return client === 'postgres'
    ? knex({ client: 'pg', connection: { host: '127.0.0.1', port, user, database: 'postgres' } })
    : knex({ client: 'mysql2', connection: { host: '127.0.0.1', port, user } });
}

async function waitUntilReady(server: DatabaseServer, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const connection = connectToServer(server);
    try {
      await connection.raw('select 1');
      return;
    } catch (error) {
      if (child.exitCode !== null || Date.now() > deadline)
        throw new Error(`${NAMES[server.client]} did not start.`, { cause: error });
      await pause(50);
    } finally {
      await connection.destroy();
    }
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise<void>((resolve) => child.once('exit', () => resolve()));
}

export async function startDatabaseServer(client: ServerClient): Promise<DatabaseServer> {
  const programs = findPrograms(client);
  if (!programs) throw new Error(`${NAMES[client]} is not installed.`);
  const account = serverAccount(client);
  const directory = mkdtempSync(path.join(tmpdir(), `kartra-${client}-`));
  const data = path.join(directory, 'data');
  mkdirSync(data);
  if (account) execFileSync('chown', ['-R', `${account.uid}:${account.gid}`, directory]);
  initialise(client, programs.init, data, account);

  const port = await freePort();
  let child: ChildProcess | null = null;
  const server: DatabaseServer = {
    client,
    port,
    username: client === 'postgres' ? 'postgres' : 'root',
    async start() {
      child = spawn(programs.server, serverOptions(client, data, port), {
        cwd: directory,
        stdio: 'ignore',
        ...(account ? { uid: account.uid, gid: account.gid } : {}),
      });
      await waitUntilReady(server, child);
    },
    async crash() {
      if (!child) return;
      // PostgreSQL's own "immediate" mode: its children end with it, and the next start recovers.
      child.kill(client === 'postgres' ? 'SIGQUIT' : 'SIGKILL');
      await ended(child);
    },
    async stop() {
      if (child) {
        child.kill(client === 'postgres' ? 'SIGINT' : 'SIGTERM');
        await ended(child);
      }
      rmSync(directory, { recursive: true, force: true });
    },
  };
  await server.start();
  return server;
}

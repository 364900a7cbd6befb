import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import {
  connectToServer,
  isServerAvailable,
  startDatabaseServer,
  type DatabaseEnvironment,
  type DatabaseServer,
  type ServerClient,
} from './database-servers';

/** A database of its own for one test file or one test, as the environment that points Strapi to it. */
export interface TestDatabase {
  readonly client: 'sqlite' | ServerClient;
  readonly environment: DatabaseEnvironment;
  drop(): Promise<void>;
}

/** Where a started site and its administrator are kept, for new SQLite databases to start from. */
export const TEMPLATE_VARIABLE = 'KARTRA_TEST_TEMPLATE';

interface SqliteOptions {
  /** Outlives a killed process; slower. */
  readonly durable?: boolean;
  /** Where its own directory is made. */
  readonly within?: string;
  /** A copy of this file to start from; null: of none, the first boot makes everything. */
  readonly copyOf?: string | null;
}

export function createSqliteDatabase(options: SqliteOptions = {}): TestDatabase {
  const directory = mkdtempSync(path.join(options.within ?? tmpdir(), 'kartra-sqlite-'));
  const filename = path.join(directory, 'data.db');
  const { copyOf = process.env[TEMPLATE_VARIABLE] } = options;
  if (copyOf) copyFileSync(copyOf, filename);
  return {
    client: 'sqlite',
    environment: {
      DATABASE_CLIENT: 'sqlite',
      DATABASE_FILENAME: filename,
      DATABASE_SQLITE_MODE: options.durable ? 'durable' : 'fast',
    },
    drop() {
      rmSync(directory, { recursive: true, force: true });
      return Promise.resolve();
    },
  };
}

type ServerAddress = Pick<DatabaseServer, 'client' | 'port' | 'username'>;

interface ServerDatabaseOptions {
  /** Where PostgreSQL keeps its files, if not with those of the server. */
  readonly tablespace?: string;
}

export async function createServerDatabase(
  server: ServerAddress,
  { tablespace }: ServerDatabaseOptions = {}
): Promise<TestDatabase> {
  const name = `kartra_${randomBytes(6).toString('hex')}`;
  const run = async (statement: string) => {
    const connection = connectToServer(server);
    try {
      await connection.raw(statement);
    } finally {
      await connection.destroy();
    }
  };
  await run(`create database ${name}${tablespace ? ` tablespace ${tablespace}` : ''}`);
  return {
    client: server.client,
    environment: {
      DATABASE_CLIENT: server.client,
      DATABASE_HOST: '127.0.0.1',
      DATABASE_PORT: String(server.port),
      DATABASE_NAME: name,
      DATABASE_USERNAME: server.username,
      DATABASE_PASSWORD: '',
    },
    drop: () => run(`drop database ${name}${server.client === 'postgres' ? ' with (force)' : ''}`),
  };
}

/** The server that the whole run was pointed to, if it was. */
function serverOfRun(): ServerAddress | null {
  const client = process.env['KARTRA_TEST_CLIENT'];
  if (client !== 'postgres' && client !== 'mysql') return null;
  return {
    client,
    port: Number(process.env['KARTRA_TEST_PORT']),
    username: client === 'postgres' ? 'postgres' : 'root',
  };
}

/** A fresh database of the kind this run is about: SQLite unless `npm run test:databases` says otherwise. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = serverOfRun();
  return server ? createServerDatabase(server) : createSqliteDatabase();
}

/** Makes databases on one server; `stop` ends the server if the test itself started it. */
export interface TestServer {
  readonly server: DatabaseServer | null;
  createDatabase(): Promise<TestDatabase>;
  stop(): Promise<void>;
}

export async function openTestServer(client: ServerClient): Promise<TestServer> {
  const running = serverOfRun();
  if (running?.client === client) {
    return {
      server: null,
      createDatabase: () => createServerDatabase(running),
      stop: () => Promise.resolve(),
    };
  }
  const server = await startDatabaseServer(client);
  return { server, createDatabase: () => createServerDatabase(server), stop: () => server.stop() };
}

/**
 * SQLite has one connection and cannot show a race: tests of races run on the real servers, all that are
 * here and wanted, or the one this run is about.
 */
export function describeOnServers(
  name: string,
  tests: (client: ServerClient) => void,
  wanted: readonly ServerClient[] = ['postgres', 'mysql']
): void {
  const running = serverOfRun();
  const clients = running ? [running.client] : wanted;
  for (const client of clients) {
    const run = running || isServerAvailable(client) ? describe : describe.skip;
    run(`${name} (${client})`, () => tests(client));
  }
}

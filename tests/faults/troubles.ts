import { mkdirSync } from 'node:fs';
import { execFileSync } from 'node:child_process';

import type { AdminClient } from '../helpers/admin-client';
import type { CleanUp } from '../helpers/clean-up';
import {
  connectToServer,
  startDatabaseServer,
  type DatabaseServer,
  type ServerClient,
} from '../helpers/database-servers';
import {
  createServerDatabase,
  createSqliteDatabase,
  type TestDatabase,
} from '../helpers/databases';
import { startSite } from '../helpers/site';
import { canMakeSmallDisk, makeSmallDisk } from '../helpers/small-disk';
import { CONFIG, setUpShop, startInstance, type FaultShop } from './shop';

export type TroubleName = 'full' | 'read-only';

interface Trouble {
  readonly begin: () => Promise<void> | void;
  readonly end: () => Promise<void> | void;
}

/** A running site, and how to keep its database from taking writes. */
export interface Patient {
  readonly address: string;
  readonly admin: AdminClient;
  readonly shop: FaultShop;
  readonly troubles: Partial<Readonly<Record<TroubleName, Trouble>>>;
}

async function openSite(
  database: TestDatabase,
  cleanUp: CleanUp
): Promise<Omit<Patient, 'troubles'>> {
  const site = await startInstance(database);
  cleanUp.add(() => site.end('SIGTERM'));
  const admin = await site.admin();
  const shop = await setUpShop(database, admin);
  cleanUp.add(() => shop.reader.close());
  return { address: site.address, admin, shop };
}

/**
 * In this process, so that the test can speak to its one connection. SQLite itself says that database or disk is
 * full, or that it may only read; neither needs anything of the machine.
 */
export async function sqliteHere(cleanUp: CleanUp): Promise<Patient> {
  const database = createSqliteDatabase();
  cleanUp.add(() => database.drop());
  const site = await startSite({ database, config: CONFIG });
  cleanUp.add(() => site.stop());
  const shop = await setUpShop(database, site.admin);
  cleanUp.add(() => shop.reader.close());
  const pragma = async (text: string): Promise<void> => {
    await site.strapi.db.connection.raw(`pragma ${text}`);
  };
  return {
    address: site.address,
    admin: site.admin,
    shop,
    troubles: {
      // It never goes below what the file has: not one page more.
      full: {
        begin: () => pragma('max_page_count = 1'),
        end: () => pragma('max_page_count = 1000000'),
      },
      'read-only': {
        begin: () => pragma('query_only = on'),
        end: () => pragma('query_only = off'),
      },
    },
  };
}

/** A process of its own, with its database on a real disk that really is full. */
export async function sqliteOnSmallDisk(cleanUp: CleanUp): Promise<Patient> {
  const disk = makeSmallDisk(24);
  cleanUp.add(() => disk.remove());
  const database = createSqliteDatabase({ durable: true, within: disk.directory });
  const open = await openSite(database, cleanUp);
  return { ...open, troubles: { full: { begin: () => disk.fill(), end: () => disk.clear() } } };
}

/** Only the tables are on the small disk, not the server's own files, so that it stays up. */
export async function postgres(cleanUp: CleanUp): Promise<Patient> {
  const disk = canMakeSmallDisk() ? makeSmallDisk(64) : null;
  cleanUp.add(() => disk?.remove());
  const server = await startServer('postgres', cleanUp);
  if (disk) {
    const tables = `${disk.directory}/tables`;
    mkdirSync(tables);
    execFileSync('chown', ['-R', 'postgres', tables]);
    await runOn(server, [`create tablespace small location '${tables}'`]);
  }
  const database = await createServerDatabase(server, disk ? { tablespace: 'small' } : {});
  const name = database.environment['DATABASE_NAME'] ?? '';
  const switchTo = (value: 'on' | 'off') =>
    runOn(server, [
      `alter database ${name} set default_transaction_read_only = ${value}`,
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`,
    ]);
  const open = await openSite(database, cleanUp);
  return {
    ...open,
    troubles: {
      ...(disk && { full: { begin: () => disk.fill(), end: () => disk.clear() } }),
      'read-only': { begin: () => switchTo('on'), end: () => switchTo('off') },
    },
  };
}

export async function mariadb(cleanUp: CleanUp): Promise<Patient> {
  const server = await startServer('mysql', cleanUp);
  const database = await createServerDatabase(server);
  const name = database.environment['DATABASE_NAME'] ?? '';
  const switchTo = async (value: 'on' | 'off') => {
    await runOn(server, [`set global tx_read_only = ${value}`]);
    const connections = await connectionsTo(server, name);
    await runOn(
      server,
      connections.map((id) => `kill ${id}`)
    );
  };
  const open = await openSite(database, cleanUp);
  return {
    ...open,
    troubles: { 'read-only': { begin: () => switchTo('on'), end: () => switchTo('off') } },
  };
}

async function startServer(client: ServerClient, cleanUp: CleanUp): Promise<DatabaseServer> {
  const server = await startDatabaseServer(client);
  cleanUp.add(() => server.stop());
  return server;
}

async function runOn(server: DatabaseServer, statements: readonly string[]): Promise<void> {
  const connection = connectToServer(server);
  try {
    for (const statement of statements) await connection.raw(statement);
  } finally {
    await connection.destroy();
  }
}

async function connectionsTo(server: DatabaseServer, name: string): Promise<number[]> {
  const connection = connectToServer(server);
  try {
    const rows = await connection('information_schema.processlist').where({ db: name });
    return rows.map(({ ID, id }: { ID?: number; id?: number }) => Number(ID ?? id));
  } finally {
    await connection.destroy();
  }
}

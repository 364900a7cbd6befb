import {
  createServerDatabase,
  createSqliteDatabase,
  type TestDatabase,
} from '../tests/helpers/databases';
import {
  isServerAvailable,
  startDatabaseServer,
  type ServerClient,
} from '../tests/helpers/database-servers';
import { startSite, type Site } from '../tests/helpers/site';
import type { DatabaseName } from './goals';

const SQLITE = 'SQLite';
const SERVERS: Readonly<Record<Exclude<DatabaseName, 'SQLite'>, ServerClient>> = {
  PostgreSQL: 'postgres',
  MariaDB: 'mysql',
};
const ALL: readonly DatabaseName[] = [SQLITE, 'PostgreSQL', 'MariaDB'];

/** The databases to measure on, like `BENCH_DATABASES=sqlite,postgresql`; all of them where nothing is said. */
const isWanted = (name: DatabaseName): boolean =>
  process.env['BENCH_DATABASES']?.toLowerCase().split(',').includes(name.toLowerCase()) ?? true;

/** Runs the measurement on a fresh SQLite file, and on each database server whose programs are installed. */
export async function onEachDatabase<Name extends DatabaseName = DatabaseName>(
  measure: (database: TestDatabase, name: Name) => Promise<void>,
  names: readonly Name[] = ALL as readonly Name[]
): Promise<void> {
  for (const name of names.filter(isWanted)) {
    if (name === SQLITE) {
      await during(createSqliteDatabase({ durable: true }), (database) => measure(database, name));
      continue;
    }
    const client = SERVERS[name as Exclude<Name, 'SQLite'>];
    if (!isServerAvailable(client)) continue;
    const server = await startDatabaseServer(client);
    try {
      await during(await createServerDatabase(server), (database) => measure(database, name));
    } finally {
      await server.stop();
    }
  }
}

/** The same with a Strapi in this process. */
export function onEachSite<Name extends DatabaseName = DatabaseName>(
  measure: (site: Site, name: Name) => Promise<void>,
  names?: readonly Name[]
): Promise<void> {
  return onEachDatabase(async (database, name) => {
    const site = await startSite({ database });
    try {
      await measure(site, name);
    } finally {
      await site.stop();
    }
  }, names);
}

async function during(
  database: TestDatabase,
  work: (database: TestDatabase) => Promise<void>
): Promise<void> {
  try {
    await work(database);
  } finally {
    await database.drop();
  }
}

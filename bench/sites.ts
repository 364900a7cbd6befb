import {
  createServerDatabase,
  createSqliteDatabase,
  type TestDatabase,
} from '../tests/helpers/databases';
import { isServerAvailable, startDatabaseServer } from '../tests/helpers/database-servers';
import { startSite, type Site } from '../tests/helpers/site';

export type Measured = 'SQLite' | 'PostgreSQL';

const WANTED = process.env['DATABASES']?.split(',') ?? ['sqlite', 'postgres'];

/**
 * Runs the measurement in a real Strapi on SQLite, and on PostgreSQL where its programs are installed; or only on those
 * that `DATABASES` names.
 */
export async function onEachDatabase(
  measure: (site: Site, database: Measured) => Promise<void>
): Promise<void> {
  if (WANTED.includes('sqlite')) {
    const sqlite = createSqliteDatabase({ durable: true });
    await onDatabase(sqlite, (site) => measure(site, 'SQLite'));
  }
  if (!WANTED.includes('postgres') || !isServerAvailable('postgres')) return;
  const server = await startDatabaseServer('postgres');
  try {
    const postgres = await createServerDatabase(server);
    await onDatabase(postgres, (site) => measure(site, 'PostgreSQL'));
  } finally {
    await server.stop();
  }
}

async function onDatabase(
  database: TestDatabase,
  measure: (site: Site) => Promise<void>
): Promise<void> {
  const site = await startSite({ database });
  try {
    await measure(site);
  } finally {
    await site.stop();
    await database.drop();
  }
}

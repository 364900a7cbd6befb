import type { AdminClient } from '../helpers/admin-client';
import type { ServerClient } from '../helpers/database-servers';
import type { TestDatabase } from '../helpers/databases';
import { openReader, type DatabaseReader } from '../helpers/database-reader';
import { mapProduct, openShop } from '../helpers/kartra';
import { startSiteProcess, type SiteProcess } from '../helpers/site-process';

export const PRODUCT = '870001';
export const CHEAP_PRODUCT = '870002';

/** Leases, sweeps and waits short enough for a test to live through several of each. */
export const CONFIG = { leaseMs: 1_000, sweepMs: 200, backoffMs: 100, backoffMaxMs: 1_000 };

/** Short versions run with every `npm test`, long ones with `npm run test:faults`. */
export const isLong = process.env['KARTRA_FAULTS'] === 'long';

/** The promise is ten seconds; beside other tests on a busy machine only that it recovers can be told. */
export const RECOVERY_LIMIT_MS = isLong ? 10_000 : 60_000;

/** Where a fault is no matter of one database, the short version tries it on one. */
export const SERVERS: readonly ServerClient[] = isLong ? ['postgres', 'mysql'] : ['postgres'];

export interface FaultShop {
  readonly path: string;
  readonly gold: number;
  readonly silver: number;
  readonly fallback: number;
  readonly reader: DatabaseReader;
}

export const startInstance = (
  database: TestDatabase,
  environment: Readonly<Record<string, string>> = {}
): Promise<SiteProcess> => startSiteProcess({ database, config: CONFIG, environment });

/** Sets the integration up over the first instance. */
export async function setUpShop(database: TestDatabase, admin: AdminClient): Promise<FaultShop> {
  const { path, gold, silver } = await openShop({ admin });
  await mapProduct({ admin }, PRODUCT, gold);
  await mapProduct({ admin }, CHEAP_PRODUCT, silver);
  const reader = openReader(database);
  const roles = await reader.rows('up_roles');
  const fallback = Number(roles.find(({ type }) => type === 'authenticated')?.['id']);
  return { path, gold, silver, fallback, reader };
}

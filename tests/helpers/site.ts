import { createStrapi, type Core } from '@strapi/strapi';
import path from 'node:path';
import request from 'supertest';

import { logInAsOwner, type AdminClient } from './admin-client';
import { createTestDatabase, type TestDatabase } from './databases';
import { adoptEnvironment } from './environment';
import { clockOf } from '../../server/src/services/background';
import { waitFor } from './wait-for';

const APPS = path.resolve(__dirname, '..');

export interface SiteOptions {
  /** Folder of the Strapi project; else the smallest one there is. */
  readonly app?: 'app' | 'content-app';
  /** One that outlives this site; else a fresh one, dropped when the site stops. */
  readonly database?: TestDatabase;
  /** Configuration of the plugin, as a host project would write it in config/plugins. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Off: the plugin stands in the project but is disabled. */
  readonly isPluginEnabled?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
  /** So far ahead its clock goes from the first moment: as if the site had been away for so long. */
  readonly aheadMs?: number;
}

/** A row as it stands in the database: columns in snake_case, values as the driver gives them. */
export type StoredRow = Readonly<Record<string, unknown>>;

export interface Site {
  readonly strapi: Core.Strapi;
  readonly address: string;
  readonly http: ReturnType<typeof request>;
  readonly database: TestDatabase;
  /** The admin API as the site's owner sees it. */
  readonly admin: AdminClient;
  rows(table: string): Promise<StoredRow[]>;
  /** Resolves when no webhook waits to be processed and no job is under way. */
  idle(): Promise<void>;
  /** Resolves when this holds, which something in the background brings about. */
  idleUntil(holds: () => Promise<boolean>): Promise<void>;
  /** The plugin's clock is moved ahead, and what is due by it begins: for this site the time has passed. */
  pass(ms: number): void;
  stop(): Promise<void>;
}

async function listen(strapi: Core.Strapi): Promise<string> {
  strapi.server.mount();
  const { httpServer } = strapi.server;
  await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', () => resolve()));
  const bound = httpServer.address();
  if (bound === null || typeof bound === 'string') throw new Error('The site has no port.');
  return `http://127.0.0.1:${bound.port}`;
}

async function unfinished(rows: Site['rows']): Promise<StoredRow[]> {
  const logs = await rows('kartra_webhook_logs');
  const jobs = await rows('kartra_jobs');
  return [
    ...logs.filter(({ state }) => state === 'received' || state === 'processing'),
    ...jobs.filter(({ finished_at: finishedAt }) => finishedAt === null),
  ];
}

/** A real Strapi with the plugin's source, in this process, on a database of its own, over real HTTP. */
export async function startSite(options: SiteOptions = {}): Promise<Site> {
  const database = options.database ?? (await createTestDatabase());
  const restoreEnvironment = adoptEnvironment({
    ...database.environment,
    KARTRA_ENABLED: String(options.isPluginEnabled ?? true),
    KARTRA_CONFIG: JSON.stringify(options.config ?? {}),
    STRAPI_TELEMETRY_DISABLED: 'true',
    ...options.environment,
  });
  const folder = path.join(APPS, options.app ?? 'app');
  const strapi = createStrapi({
    appDir: folder,
    distDir: folder,
    autoReload: false,
    serveAdminPanel: false,
  });
  clockOf(strapi).advance(options.aheadMs ?? 0);
  const end = async () => {
    await strapi.destroy();
    restoreEnvironment();
    if (!options.database) await database.drop();
  };
  try {
    await strapi.load();
  } catch (error) {
    // What it registered so far would be in the way of the next one.
    await end();
    throw error;
  }
  const address = await listen(strapi);

  const rows: Site['rows'] = (table) =>
    strapi.db.getConnection(table).select<StoredRow[]>('*').orderBy('id');
  return {
    strapi,
    address,
    http: request(address),
    database,
    admin: await logInAsOwner(address),
    rows,
    idle: () =>
      waitFor(
        async () => (await unfinished(rows)).length === 0,
        async () => `Still not idle: ${JSON.stringify((await unfinished(rows)).slice(0, 3))}`
      ),
    idleUntil: (holds) => waitFor(holds),
    pass: (ms) => clockOf(strapi).advance(ms),
    stop: end,
  };
}

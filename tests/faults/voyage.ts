import type { Connection } from '../../contracts/connection';
import { ok } from '../helpers/admin-client';
import type { CleanUp } from '../helpers/clean-up';
import { openReader, type DatabaseReader } from '../helpers/database-reader';
import type { TestDatabase } from '../helpers/databases';
import { startSiteProcess, type SiteProcess } from '../helpers/site-process';
import { openSqlite } from '../helpers/sqlite-file';
import type { StoredRow } from '../helpers/site';
import { CONFIG, PRODUCT } from './shop';
import { mixOf, runAll, type Traffic } from './traffic';

/** What tells of something that happened; a row of these never goes. */
const TABLES = [
  'kartra_webhook_logs',
  'kartra_events',
  'kartra_members',
  'kartra_member_identities',
  'kartra_mappings',
  'kartra_access_levels',
  'kartra_overrides',
  'kartra_activities',
  'kartra_outbox_messages',
];

type Snapshot = ReadonlyMap<string, readonly number[]>;

/** One SQLite database on which one version after the other runs. */
export interface Voyage {
  readonly reader: DatabaseReader;
  /** Boots the version whose source stands there; this one, if none is named. */
  start(root?: string): Promise<SiteProcess>;
  end(): Promise<void>;
  post(traffic: Traffic, sales: number, refunds: number): Promise<void>;
  snapshot(): Promise<Snapshot>;
  /** What went since then. */
  gone(since: Snapshot): Promise<string[]>;
  indexes(): Promise<string[]>;
  /** Takes the index away and writes a row twice, as a dump restored without its indexes lets in. */
  plantDuplicate(table: string, index: string): Promise<void>;
}

export function startVoyage(database: TestDatabase, cleanUp: CleanUp): Voyage {
  const file = openSqlite(database.environment['DATABASE_FILENAME'] ?? '');
  cleanUp.add(() => file.destroy());
  const reader = openReader(database);
  cleanUp.add(() => reader.close());
  let site: SiteProcess | null = null;
  const end = async () => {
    await site?.end('SIGTERM');
    site = null;
  };
  cleanUp.add(end);

  const idsIn = async (table: string) => (await reader.rows(table)).map(({ id }) => Number(id));
  return {
    reader,
    end,
    async start(root) {
      site = await startSiteProcess({ database, config: CONFIG, ...(root ? { root } : {}) });
      return site;
    },
    async post(traffic, sales, refunds) {
      if (!site) throw new Error('No version is running.');
      const { address } = site;
      const admin = await site.admin();
      const { webhookUrl } = ok(await admin.get<Connection>('/kartra/connection'));
      const path = new URL(webhookUrl ?? '').pathname;
      await runAll(
        mixOf(traffic, PRODUCT, { sales, refunds }).map(
          (transaction) => () => traffic.post(address, path, transaction)
        ),
        4
      );
    },
    async snapshot() {
      const ids = new Map<string, number[]>();
      for (const table of TABLES) ids.set(table, await idsIn(table));
      return ids;
    },
    async gone(since) {
      const found: string[] = [];
      for (const [table, before] of since) {
        const now = new Set(await idsIn(table));
        found.push(...before.filter((id) => !now.has(id)).map((id) => `${table} ${id}`));
      }
      return found;
    },
    async indexes() {
      const rows = await file('sqlite_master').where({ type: 'index' }).select<StoredRow[]>('name');
      return rows.map(({ name }) => String(name));
    },
    async plantDuplicate(table, index) {
      await file.raw(`drop index ${index}`);
      const [row] = await file<StoredRow>(table).orderBy('id').limit(1);
      await file(table).insert({ ...row, id: undefined, document_id: null });
    },
  };
}

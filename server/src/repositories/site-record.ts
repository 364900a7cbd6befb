import type { Core } from '@strapi/strapi';
import { z } from 'zod';
import { SITE_TABLE } from '../constants';
import type { SiteRecord } from '../core/rules/site-identity';
import type { Database } from './database';

const schema = z.object({
  siteId: z.string(),
  saltMark: z.string(),
  address: z.string().nullable(),
  secrets: z.array(z.string()).readonly(),
  isTest: z.boolean(),
});

/** The one row there is. */
const ID = 1;

/**
 * A table that Strapi doesn't know: `export` and `transfer` leave it out, `import` doesn't empty it, and a boot with the
 * plugin off doesn't drop it.
 */
export async function makeSiteTable(strapi: Core.Strapi): Promise<void> {
  const has = () => strapi.db.getSchemaConnection().hasTable(SITE_TABLE);
  if (await has()) return;
  try {
    await strapi.db.getSchemaConnection().createTable(SITE_TABLE, (table) => {
      table.integer('id').primary();
      table.text('record').notNullable();
    });
  } catch (error) {
    // Another instance that boots at this moment was first.
    if (!(await has())) throw error;
  }
}

export async function findSiteRecord(db: Database): Promise<SiteRecord | null> {
  const row = await db.table(SITE_TABLE).where({ id: ID }).first();
  return row ? schema.parse(JSON.parse(String(row['record']))) : null;
}

export async function saveSiteRecord(db: Database, record: SiteRecord): Promise<void> {
  const columns = { record: JSON.stringify(record) };
  await db.insertIgnore(SITE_TABLE, { id: ID, ...columns });
  await db.table(SITE_TABLE).where({ id: ID }).update(columns);
}

import type { Core } from '@strapi/strapi';
import { TABLES } from '../constants';
import { contentTypes } from '../content-types';
import { database, type RawRow } from './database';

/** A row that tells of something that happened is never thrown away: a later one is kept under a key of its own. */
const KEPT: Readonly<Record<string, string>> = {
  [TABLES.webhookLog]: 'dedupe_key',
  [TABLES.event]: 'fact_hash',
  [TABLES.member]: 'origin_key',
};

interface UniqueKey {
  readonly table: string;
  readonly name: string;
  readonly columns: readonly string[];
}

const uniqueKeys = (): UniqueKey[] =>
  Object.values(contentTypes).flatMap(({ schema: { collectionName, indexes } }) =>
    indexes
      .filter(({ type }) => type === 'unique')
      .map(({ name, columns }) => ({ table: collectionName, name, columns }))
  );

/**
 * Puts back unique indexes that are missing, as after a restored dump or an older version, before Strapi compares its
 * schema, which ends the boot on the first duplicate. Duplicates that were written in the meantime are merged first. Returns which.
 */
export async function restoreUniqueKeys(strapi: Core.Strapi): Promise<string[]> {
  const restored: string[] = [];
  for (const key of uniqueKeys()) {
    if (!(await strapi.db.getSchemaConnection().hasTable(key.table))) continue;
    if (await stands(strapi, key)) continue;
    // A table from before this key: Strapi adds both.
    if (!(await hasColumns(strapi, key))) continue;
    await partDuplicates(strapi, key);
    try {
      await strapi.db
        .getSchemaConnection()
        .alterTable(key.table, (table) => table.unique([...key.columns], { indexName: key.name }));
    } catch (error) {
      // Another instance that boots at this moment was first.
      if (!(await stands(strapi, key))) throw error;
    }
    restored.push(key.name);
  }
  return restored;
}

async function stands(strapi: Core.Strapi, { table, name }: UniqueKey): Promise<boolean> {
  const indexes = await strapi.db.dialect.schemaInspector.getIndexes(table);
  return indexes.some((index) => index.name === name);
}

async function hasColumns(strapi: Core.Strapi, { table, columns }: UniqueKey): Promise<boolean> {
  for (const column of columns)
    if (!(await strapi.db.getSchemaConnection().hasColumn(table, column))) return false;
  return true;
}

/** The first row keeps the key; what only repeats it goes. */
async function partDuplicates(strapi: Core.Strapi, { table, columns }: UniqueKey): Promise<void> {
  const rows = () => database(strapi).table(table);
  const groups: RawRow[] = await rows()
    .select([...columns])
    .groupBy([...columns])
    .havingRaw('count(*) > 1');
  const kept = KEPT[table];
  for (const group of groups) {
    const same = Object.fromEntries(columns.map((column) => [column, group[column]]));
    const found: RawRow[] = await rows().where(same).orderBy('id').select('id');
    for (const { id } of found.slice(1)) {
      if (kept === undefined) await rows().where({ id }).delete();
      else
        await rows()
          .where({ id })
          .update({ [kept]: `again:${String(id)}` });
    }
  }
}

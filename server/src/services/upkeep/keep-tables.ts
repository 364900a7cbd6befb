import type { Core } from '@strapi/strapi';
import { TABLES } from '../../constants';

const KEY = 'persisted_tables';

/**
 * Strapi drops the tables of a plugin that is switched off for one boot, unless it finds them on this list of its
 * own. Others may have put theirs there: the list is added to, never replaced.
 */
export async function keepTables(strapi: Core.Strapi): Promise<void> {
  const store = strapi.store({ type: 'core' });
  const stored: unknown = await store.get({ key: KEY });
  const listed = Array.isArray(stored) ? stored.map(String) : [];
  const missing = Object.values(TABLES).filter((table) => !listed.includes(table));
  if (missing.length > 0) await store.set({ key: KEY, value: [...listed, ...missing] });
}

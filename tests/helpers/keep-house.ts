import type { Site } from './site';

/** Housekeeping reads the problems when it comes to its last step, and once more behind that. */
const LAST_STEP = 'kartra_problems';

/** The time comes for housekeeping, and it has done all it does. */
export async function keepHouse(site: Site, everyMs: number): Promise<void> {
  let reads = 0;
  const count = ({ sql }: { readonly sql: string }): void => {
    if (sql.includes(LAST_STEP)) reads += 1;
  };
  site.strapi.db.connection.on('query', count);
  try {
    site.pass(everyMs);
    await site.idleUntil(() => Promise.resolve(reads > 1));
  } finally {
    site.strapi.db.connection.off('query', count);
  }
}

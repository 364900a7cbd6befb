import type { Database } from './database';

/** Rows changed by one statement: each costs two bound parameters for each column. */
const AT_ONCE = 50;

/** Changes many rows, each in its own way, with few statements. Columns that a row does not name stay as they are. */
export async function updateEach(
  db: Database,
  table: string,
  changes: ReadonlyMap<number, Readonly<Record<string, unknown>>>
): Promise<void> {
  const all = [...changes].filter(([, columns]) => Object.keys(columns).length > 0);
  for (let start = 0; start < all.length; start += AT_ONCE) {
    const group = all.slice(start, start + AT_ONCE);
    const [only] = group;
    if (only && group.length === 1) {
      await db.table(table).where({ id: only[0] }).update(only[1]);
      continue;
    }
    await db
      .table(table)
      .whereIn(
        'id',
        group.map(([id]) => id)
      )
      .update(eachColumn(db, new Map(group)));
  }
}

/** Columns for one update of all these rows. */
export function eachColumn(
  db: Database,
  changes: ReadonlyMap<number, Readonly<Record<string, unknown>>>
): Record<string, unknown> {
  const byColumn = new Map<string, Map<number, unknown>>();
  for (const [id, columns] of changes) {
    for (const [column, value] of Object.entries(columns)) {
      byColumn.set(column, (byColumn.get(column) ?? new Map<number, unknown>()).set(id, value));
    }
  }
  return Object.fromEntries(
    [...byColumn].map(([column, byId]) => {
      const [value, ...others] = new Set(byId.values());
      const isSame = byId.size === changes.size && others.length === 0;
      return [column, isSame ? value : db.choose(column, byId)];
    })
  );
}

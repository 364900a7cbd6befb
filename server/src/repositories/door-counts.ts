import { TABLES } from '../constants';
import { addUses, type KeyUses } from '../core/rules/webhook-keys';
import {
  connectionCodec,
  lockConnection,
  usesSchema,
  wrongKeysSchema,
  type StoredConnection,
  type WrongKeys,
} from './connections';
import type { Database } from './database';

/** What was counted at the door and is to be added to what is stored. */
export interface DoorCounts {
  readonly uses: KeyUses;
  readonly wrongKeys: WrongKeys;
}

const KEPT_DAYS = 14;

export const mergeDoorCounts = (a: DoorCounts, b: DoorCounts): DoorCounts => ({
  uses: addUses(a.uses, b.uses),
  wrongKeys: addWrong(a.wrongKeys, b.wrongKeys),
});

function addWrong(a: WrongKeys, b: WrongKeys): WrongKeys {
  const days = new Map<number, WrongKeys[number]>();
  for (const { day, count, lastAt } of [...a, ...b]) {
    const known = days.get(day);
    days.set(day, {
      day,
      count: (known?.count ?? 0) + count,
      lastAt: Math.max(known?.lastAt ?? 0, lastAt),
    });
  }
  return [...days.values()].sort((one, other) => one.day - other.day).slice(-KEPT_DAYS);
}

export const withDoorCounts = (
  connection: StoredConnection,
  { uses, wrongKeys }: DoorCounts
): StoredConnection => ({
  ...connection,
  keyUses: addUses(connection.keyUses, uses),
  wrongKeys: addWrong(connection.wrongKeys, wrongKeys),
});

/** The caller runs in a transaction: read and write belong together. No change of version, as no administrator chose it. */
export async function addDoorCounts(db: Database, id: number, counts: DoorCounts): Promise<void> {
  await lockConnection(db, id);
  const raw = await db.table(TABLES.connection).where({ id }).first();
  if (!raw) return;
  const row = connectionCodec.fromColumns(raw);
  const stored = {
    uses: usesSchema.parse(JSON.parse(row.keyUses ?? '{}')),
    wrongKeys: wrongKeysSchema.parse(JSON.parse(row.wrongKeys ?? '[]')),
  };
  const { uses, wrongKeys } = mergeDoorCounts(stored, counts);
  await db
    .table(TABLES.connection)
    .where({ id })
    .update(
      connectionCodec.toColumns({
        keyUses: JSON.stringify(uses),
        wrongKeys: JSON.stringify(wrongKeys),
      })
    );
}

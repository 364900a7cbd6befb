import type { Core } from '@strapi/strapi';
import { DEFAULT_CONNECTION_KEY, ROLE_UID, TABLES } from '../constants';
import type { UserWorld } from '../core/access/held-now';
import { OVERRIDE_EFFECTS } from '../core/access/overrides';
import type { Database, RawRow } from './database';
import { entitlementCodec } from './entitlements';
import { readRoleIds } from './level-sets';
import { memberCodec } from './members';
import { overrideCodec } from './overrides';

/** What says which levels a user holds, apart from the user's own row. */
export type HeldWorld = Pick<UserWorld, 'levels' | 'members' | 'entitlements' | 'overrides'>;

/** What is read of each table; in the answer the columns carry its name. */
const PARTS = {
  level: ['rank'],
  role: ['id', 'name', 'type'],
  member: ['id', 'rules_version'],
  bought: ['id', 'member_id', 'role_id', 'levels', 'state', 'reason', 'ends_at'],
  given: ['id', 'member_id', 'effect', 'source', 'role_id', 'user_id', 'until'],
} as const;
type Part = keyof typeof PARTS;

const COLUMNS = Object.fromEntries(
  Object.entries(PARTS).flatMap(([part, columns]) =>
    columns.map((column) => [`${part}__${column}`, `${part}.${column}`])
  )
);

/**
 * One query, because it is asked with every request for what members read: the few levels of the site, each joined with
 * what the user bought and was given. Every join goes by an indexed number.
 */
export async function readHeldWorld(
  strapi: Core.Strapi,
  db: Database,
  userId: number
): Promise<HeldWorld> {
  const roles = strapi.db.metadata.get(ROLE_UID).tableName;
  const raws = await db
    .table(TABLES.connection)
    .join({ level: TABLES.accessLevel }, 'level.connection_id', `${TABLES.connection}.id`)
    .join({ role: roles }, 'role.id', 'level.role_id')
    .leftJoin({ member: TABLES.member }, (on) => on.onVal('member.user_id', userId))
    .leftJoin({ bought: TABLES.entitlement }, 'bought.member_id', 'member.id')
    .leftJoin({ given: TABLES.override }, (on) =>
      on
        .on((any) => any.on('given.member_id', 'member.id').orOnVal('given.user_id', userId))
        .onNull('given.removed_at')
        .onIn('given.effect', [...OVERRIDE_EFFECTS])
    )
    .where(`${TABLES.connection}.key`, DEFAULT_CONNECTION_KEY)
    .select(COLUMNS);
  return toWorld(raws);
}

/** Each row of one table once, in the order of the ids, although the joins repeat it. */
function rowsOf<Row>(
  raws: readonly RawRow[],
  part: Part,
  read: (row: RawRow, all: RawRow) => Row
): Row[] {
  const rows = new Map<number, Row>();
  for (const raw of raws) {
    const row = Object.fromEntries(
      PARTS[part].map((column) => [column, raw[`${part}__${column}`]])
    );
    if (row['id'] === null || rows.has(Number(row['id']))) continue;
    rows.set(Number(row['id']), read(row, raw));
  }
  return [...rows].sort(([a], [b]) => a - b).map(([, row]) => row);
}

function toWorld(raws: readonly RawRow[]): HeldWorld {
  const members = rowsOf(raws, 'member', (row) => memberCodec.fromColumns(row));
  return {
    members,
    levels: rowsOf(raws, 'role', ({ id, name, type }, all) => ({
      roleId: Number(id),
      name: typeof name === 'string' ? name : '',
      type: typeof type === 'string' ? type : '',
      rank: Number(all['level__rank']),
    })),
    entitlements: rowsOf(raws, 'bought', (row) => {
      const { memberId, roleId, levels, state, reason, endsAt } = entitlementCodec.fromColumns(row);
      const roleIds = readRoleIds(roleId, levels);
      return { memberId, roleIds, state, reason, endsAt, outlook: null };
    }),
    // What an account held before Kartra counts only for those who bought something.
    overrides:
      members.length === 0 ? [] : rowsOf(raws, 'given', (row) => overrideCodec.fromColumns(row)),
  };
}

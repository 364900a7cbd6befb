import { TABLES } from '../constants';
import type { Database, Query } from './database';
import { likeRoleId } from './level-sets';
import { hashIdentity } from './member-identities';
import { whereState, type MemberStateFilter } from './member-states';
import { memberCodec, type MemberRow } from './members';

export interface MemberFilter {
  /** Normalised. */
  readonly email?: string | undefined;
  /** Parts of a name or address; all of them are found. */
  readonly search?: string | undefined;
  readonly roleId?: number | undefined;
  /** `roleId` is the fallback, so members without a level match. */
  readonly includesWithoutLevel?: boolean | undefined;
  /** What matters most; `waiting` is held or staff, `drifted` is a role changed by hand. */
  readonly state?: MemberStateFilter | undefined;
  /** Epoch ms at which overrides count. */
  readonly now: number;
  readonly userId?: number | undefined;
  readonly ids?: readonly number[] | undefined;
}

const escapeLike = (text: string): string => text.replace(/[\\%_]/g, (char) => `\\${char}`);

function select(db: Database, connectionId: number, filter: MemberFilter): Query {
  const query = db.table(TABLES.member).where({ connection_id: connectionId });
  // Rows that lost a race for their identities are no members.
  void query.whereExists(
    db
      .table(TABLES.memberIdentity)
      .whereRaw(`${TABLES.memberIdentity}.member_id = ${TABLES.member}.id`)
  );
  if (filter.userId !== undefined) void query.where({ user_id: filter.userId });
  if (filter.ids !== undefined) void query.whereIn('id', [...filter.ids]);
  if (filter.roleId !== undefined) {
    const { roleId } = filter;
    void query.where((any) => {
      void any.where({ level_role_id: roleId }).orWhere('levels', 'like', likeRoleId(roleId));
      if (filter.includesWithoutLevel) void any.orWhereNull('level_role_id');
    });
  }
  if (filter.state !== undefined) whereState(db, query, filter.state, filter.now);
  if (filter.email !== undefined) {
    const hash = hashIdentity('email', filter.email);
    void query.whereIn(
      'id',
      db.table(TABLES.memberIdentity).where({ type: 'email', value_hash: hash }).select('member_id')
    );
  }
  for (const word of filter.search?.split(/\s+/).filter(Boolean) ?? []) {
    const like = `%${escapeLike(word.toLowerCase())}%`;
    void query.where((any) => {
      for (const column of ['email', 'first_name', 'last_name']) {
        void any.orWhereRaw(
          `lower(${column}) like ? escape '\\${db.client === 'mysql' ? '\\' : ''}'`,
          [like]
        );
      }
    });
  }
  return query;
}

/** Latest change first. */
export async function listMembers(
  db: Database,
  connectionId: number,
  filter: MemberFilter,
  page: { readonly offset: number; readonly limit: number }
): Promise<{ rows: MemberRow[]; total: number }> {
  const [counted] = await select(db, connectionId, filter).count({ total: '*' });
  const raws = await select(db, connectionId, filter)
    .orderBy([
      { column: 'changed_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .offset(page.offset)
    .limit(page.limit);
  return {
    rows: raws.map((raw) => memberCodec.fromColumns(raw)),
    total: Number(counted?.['total'] ?? 0),
  };
}

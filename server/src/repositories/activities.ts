import { TABLES } from '../constants';
import { messageValues } from '../../../contracts/common';
import { activity as schema } from '../content-types/activity';
import { sayActivity } from '../core/inbox/activity';
import { ACTIVITY_CODES, readCode, type ActivityCode } from '../core/inbox/codes';
import { OTHER, type Other } from '../core/wording/other';
import type { MessageValues } from '../core/wording/sentence';
import { json, oneOf } from './columns';
import type { Database } from './database';
import { rowCodec } from './rows';

interface ActivityRow {
  id: number;
  connectionId: number;
  happenedAt: number;
  code: ActivityCode | Other;
  text: string | null;
  values: MessageValues;
  actor: string | null;
  memberId: number | null;
  webhookLogId: number | null;
  jobId: number | null;
}

export type StoredActivity = Readonly<ActivityRow>;

/** Its English text is made of code and values. */
export type NewActivity = Pick<StoredActivity, 'connectionId' | 'happenedAt' | 'values'> & {
  readonly code: ActivityCode;
} & Partial<Pick<StoredActivity, 'actor' | 'memberId' | 'webhookLogId' | 'jobId'>>;

const codec = rowCodec<ActivityRow>(schema, {
  code: oneOf(ACTIVITY_CODES, OTHER),
  values: json(messageValues, {}),
});

const fromColumns = (raw: Record<string, unknown>): ActivityRow => {
  const row = codec.fromColumns(raw);
  return row.code === OTHER ? { ...row, ...readCode([], String(raw['code']), row.values) } : row;
};

const columnsOf = (activity: NewActivity) =>
  codec.toColumns({ ...activity, text: sayActivity(activity.code, activity.values) });

/** Lines about members whose rows are written by the caller, with `changedAt`. */
export async function insertActivities(
  db: Database,
  activities: readonly NewActivity[]
): Promise<void> {
  if (activities.length > 0) await db.insertAll(TABLES.activity, activities.map(columnsOf));
}

/** A line about a member is the member's last change. */
export async function insertActivity(db: Database, activity: NewActivity): Promise<void> {
  await db.insert(TABLES.activity, columnsOf(activity));
  if (activity.memberId == null) return;
  await db
    .table(TABLES.member)
    .where({ id: activity.memberId })
    .update({ changed_at: activity.happenedAt });
}

/**
 * Of each member, the name of the role before the first change since then that neither a webhook nor a person nor a date
 * made: such a change brings a member up to date with facts whose own webhook is not finished yet. Members without one
 * are left out.
 */
export async function findRolesBeforeCatchingUp(
  db: Database,
  asked: readonly { readonly memberId: number; readonly since: number }[]
): Promise<ReadonlyMap<number, { readonly name: string | null }>> {
  const since = new Map(asked.map((one) => [one.memberId, one.since]));
  if (since.size === 0) return new Map();
  const raws: Record<string, unknown>[] = await db
    .table(TABLES.activity)
    .whereIn('member_id', [...since.keys()])
    .where({ code: 'access.changed' })
    .whereNull('webhook_log_id')
    .whereNull('actor')
    .where('happened_at', '>=', Math.min(...since.values()))
    .orderBy('id', 'asc');
  const first = new Map<number, { readonly name: string | null }>();
  for (const { memberId, happenedAt, values } of raws.map((raw) => fromColumns(raw))) {
    if (memberId === null || first.has(memberId) || values['by'] === 'date') continue;
    if (happenedAt < (since.get(memberId) ?? 0)) continue;
    const { before = null } = values;
    first.set(memberId, { name: typeof before === 'string' ? before : null });
  }
  return first;
}

/** The actor of the member's last line with this code; null: there is none, or it was deleted with age. */
export async function findLastActor(
  db: Database,
  memberId: number,
  code: ActivityCode
): Promise<string | null> {
  const raw: Record<string, unknown> | undefined = await db
    .table(TABLES.activity)
    .where({ member_id: memberId, code })
    .orderBy('id', 'desc')
    .first();
  return raw ? fromColumns(raw).actor : null;
}

/** Whether this person's line of these words is there since then. */
export async function hasActivity(
  db: Database,
  asked: Pick<NewActivity, 'connectionId' | 'code' | 'values'> & {
    readonly actor: string;
    readonly since: number;
  }
): Promise<boolean> {
  const { connectionId, code, actor, values, since } = asked;
  const found = await db
    .table(TABLES.activity)
    .where({ connection_id: connectionId, code, actor, values: JSON.stringify(values) })
    .where('happened_at', '>=', since)
    .first();
  return found !== undefined;
}

/** Newest first. */
export async function findActivities(
  db: Database,
  filter: {
    readonly connectionId: number;
    readonly memberId?: number;
    /** Older than this line. */
    readonly beforeId?: number;
    readonly from?: number;
    readonly to?: number;
    /** Changes of the connection only. */
    readonly about?: 'settings';
  },
  page: { readonly offset: number; readonly limit: number }
): Promise<{ rows: StoredActivity[]; total: number }> {
  const select = () => {
    const query = db.table(TABLES.activity).where({ connection_id: filter.connectionId });
    if (filter.memberId !== undefined) void query.where({ member_id: filter.memberId });
    if (filter.beforeId !== undefined) void query.where('id', '<', filter.beforeId);
    if (filter.from !== undefined) void query.where('happened_at', '>=', filter.from);
    if (filter.to !== undefined) void query.where('happened_at', '<=', filter.to);
    if (filter.about) void query.where('code', 'like', 'connection.%');
    return query;
  };
  const [counted] = await select().count({ total: '*' });
  const raws: Record<string, unknown>[] = await select()
    .orderBy('id', 'desc')
    .offset(page.offset)
    .limit(page.limit);
  return {
    rows: raws.map((raw) => fromColumns(raw)),
    total: Number(counted?.['total'] ?? 0),
  };
}

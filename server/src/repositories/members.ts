import { z } from 'zod';
import { TABLES } from '../constants';
import { member as schema } from '../content-types/member';
import { LEVEL_REASONS, type LevelReason } from '../core/access/decide';
import { HINDRANCE_NAMES, type HeldReason } from '../core/access/hindrance';
import { ACCESS_STATES, type AccessState } from '../core/access/member-state';
import { RULES_EFFECTS, RULES_VERSION, type RulesEffect } from '../core/access/new-rules';
import { OTHER } from '../core/wording/other';
import { json, oneOf } from './columns';
import type { Database, Query } from './database';
import { levelSet } from './level-sets';
import { rowCodec } from './rows';
import { updateEach } from './update-each';

const rulesLevels = z.object({ before: z.array(z.int()), after: z.array(z.int()) });

const linkedFrom = z.object({
  userId: z.int().nullable(),
  userGoneAt: z.number().nullable(),
  lastGivenRoleId: z.int().nullable(),
  /** Epoch ms. */
  at: z.number(),
  by: z.string(),
});

/** The member's state before an administrator linked them to their current account. */
export type LinkedFrom = Readonly<z.output<typeof linkedFrom>>;

export interface MemberRow {
  id: number;
  connectionId: number;
  /** What the member was first known by; unique, so that two instances make one member. */
  originKey: string;
  userId: number | null;
  /** Since when the user is known to be deleted; null while there is one, or never was. */
  userGoneAt: number | null;
  /** The member's state before an administrator linked them to this account; null: not linked by hand. */
  linkedFrom: LinkedFrom | null;
  lastGivenRoleId: number | null;
  /** Role of the user when the member was last decided about; null: never. */
  standingRoleId: number | null;
  /** Role that was given by hand instead, and when it was noticed. */
  driftRoleId: number | null;
  driftSince: number | null;
  /** Highest level that purchases and overrides give; null: the fallback. */
  levelRoleId: number | null;
  /** All of them (`repositories/level-sets`); null in a row that an earlier version wrote. */
  levels: readonly number[] | null;
  /** What gives that level. */
  levelReason: LevelReason | null;
  firstName: string | null;
  lastName: string | null;
  /** By which two people have the same name. */
  nameKey: string | null;
  /** When to look for other accounts of the same person; null: nothing new is known of them. */
  lookForOthersAt: number | null;
  email: string | null;
  /** Best state of the purchases. */
  accessState: AccessState | null;
  /** Why what is due cannot be given; null when nothing waits. */
  heldReason: HeldReason | null;
  heldBeforeChecked: boolean;
  /** The account was there before, and no one proved that it is the buyer's. */
  isAccountUnproved: boolean;
  firstSeenAt: number;
  /** Raised by each transaction that holds the member: unchanged as long as nothing was decided about them. */
  updatedAtMs: number | null;
  /** When the last line of the timeline was written, else when first seen; null: an older version made the row. */
  changedAt: number | null;
  /** By which version of the rules the access was derived; null: by an earlier one, which knew no number. */
  rulesVersion: number | null;
  /** What the new rules would change, while the answer about them is awaited; null: nothing, or not known yet. */
  rulesEffect: RulesEffect | null;
  /** The levels without and with the new rules. */
  rulesLevels: z.output<typeof rulesLevels> | null;
  isTest: boolean;
  erasedAt: number | null;
}

const codec = rowCodec<MemberRow>(schema, {
  linkedFrom: json(linkedFrom.nullable(), null),
  levels: levelSet,
  heldReason: oneOf(HINDRANCE_NAMES, null, OTHER),
  accessState: oneOf(ACCESS_STATES, null),
  levelReason: oneOf(LEVEL_REASONS, null),
  rulesEffect: oneOf(RULES_EFFECTS, null),
  rulesLevels: json(rulesLevels.nullable(), null),
});
export const memberCodec = codec;

/** Ids of members that only test events made; they count nowhere. */
export const testMembers = (db: Database): Query =>
  db.table(TABLES.member).where({ is_test: true }).select('id');

/** Ids of those whose access the rules of an earlier version gave; they keep it until an administrator answers. */
export const membersByEarlierRules = (db: Database): Query =>
  whereByEarlierRules(db.table(TABLES.member)).select('id');

export const whereByEarlierRules = (query: Query): Query =>
  query.where((any) => any.whereNull('rules_version').orWhere('rules_version', '<', RULES_VERSION));

export type NewMember = Pick<
  MemberRow,
  'connectionId' | 'originKey' | 'firstSeenAt' | 'isTest' | 'lookForOthersAt'
> &
  Pick<MemberRow, 'firstName' | 'lastName' | 'nameKey' | 'email'>;

/** The first one makes the row; all come to the same one. Ids by what the members were first known by. */
export async function createMembersOnce(
  db: Database,
  members: readonly NewMember[]
): Promise<ReadonlyMap<string, number>> {
  const [first] = members;
  if (!first) return new Map();
  const byOrigin = new Map(members.map((member) => [member.originKey, member] as const).reverse());
  await db.insertIgnore(
    TABLES.member,
    [...byOrigin.values()].map((member) =>
      codec.toColumns({
        ...member,
        changedAt: member.firstSeenAt,
        accessState: 'none',
        rulesVersion: RULES_VERSION,
      })
    )
  );
  const raws = await db
    .table(TABLES.member)
    .where({ connection_id: first.connectionId })
    .whereIn('origin_key', [...byOrigin.keys()])
    .select('id', 'origin_key');
  return new Map(raws.map((raw) => [String(raw['origin_key']), Number(raw['id'])]));
}

/**
 * Holds these members until the transaction ends, in ascending order, which keeps two transactions from waiting for each
 * other. The write makes SQLite and MySQL see what was committed before, and raising a number by one shows whether
 * anyone else held the member since it was read.
 */
export async function lockMembers(db: Database, ids: readonly number[]): Promise<MemberRow[]> {
  if (ids.length === 0) return [];
  const these = () => db.table(TABLES.member).whereIn('id', [...ids]);
  // An update of several rows takes them in whatever order.
  if (db.client !== 'sqlite' && ids.length > 1) {
    await these().orderBy('id').forUpdate().select('id');
  }
  const raise = these().update({ updated_at_ms: db.raw('coalesce(updated_at_ms, 0) + 1') });
  if (db.client === 'mysql') {
    await raise;
    return findMembers(db, ids);
  }
  const raws = (await raise.returning('*')) as unknown as Record<string, unknown>[];
  return raws.map((raw) => codec.fromColumns(raw)).sort((a, b) => a.id - b.id);
}

/** Whether no one else held these members since they were read; the caller holds them now. */
export const wereLeftAlone = (read: readonly MemberRow[], held: readonly MemberRow[]): boolean =>
  read.length === held.length &&
  held.every(({ id, updatedAtMs }) =>
    read.some((row) => row.id === id && (row.updatedAtMs ?? 0) + 1 === updatedAtMs)
  );

export async function findMembers(db: Database, ids: readonly number[]): Promise<MemberRow[]> {
  const raws: Record<string, unknown>[] = await db
    .table(TABLES.member)
    .whereIn('id', [...ids])
    .orderBy('id');
  return raws.map((raw) => codec.fromColumns(raw));
}

/** Ascending, behind `afterId`. */
export async function findMemberIds(
  db: Database,
  connectionId: number,
  page: { readonly afterId: number; readonly limit: number }
): Promise<number[]> {
  const raws = await db
    .table(TABLES.member)
    .where({ connection_id: connectionId })
    .where('id', '>', page.afterId)
    .orderBy('id')
    .limit(page.limit)
    .select('id');
  return raws.map((raw) => Number(raw['id']));
}

/** All whose purchases count for these users, oldest first: one, unless more were linked by hand. */
export async function findMembersByUser(
  db: Database,
  ...userIds: readonly number[]
): Promise<MemberRow[]> {
  if (userIds.length === 0) return [];
  const raws: Record<string, unknown>[] = await db
    .table(TABLES.member)
    .whereIn('user_id', [...userIds])
    .orderBy('id');
  return raws.map((raw) => codec.fromColumns(raw));
}

/** Those who share their user with any of these. */
export async function findSharers(db: Database, memberIds: readonly number[]): Promise<number[]> {
  const users = db
    .table(TABLES.member)
    .whereIn('id', [...memberIds])
    .whereNotNull('user_id')
    .select('user_id');
  const raws = await db.table(TABLES.member).whereIn('user_id', users).select('id');
  return raws.map((raw) => Number(raw['id']));
}

export async function updateMember(
  db: Database,
  id: number,
  changes: Partial<Omit<MemberRow, 'id' | 'connectionId'>>
): Promise<void> {
  await db.table(TABLES.member).where({ id }).update(codec.toColumns(changes));
}

/** The same for many, each with changes of its own. */
export const updateMembers = (
  db: Database,
  changes: ReadonlyMap<number, Partial<Omit<MemberRow, 'id' | 'connectionId'>>>
): Promise<void> =>
  updateEach(
    db,
    TABLES.member,
    new Map([...changes].map(([id, change]) => [id, codec.toColumns(change)]))
  );

/** Rows that an older version made learn when they last changed. False: none is left. */
export async function fillChangedAt(
  db: Database,
  connectionId: number,
  limit: number
): Promise<boolean> {
  const unknown = () =>
    db.table(TABLES.member).where({ connection_id: connectionId }).whereNull('changed_at');
  const raws = await unknown().limit(limit).select('id');
  if (raws.length === 0) return false;
  const ids = raws.map((raw) => Number(raw['id']));
  const lastLine = `select max(happened_at) from ${TABLES.activity} where member_id = ${TABLES.member}.id`;
  await unknown()
    .whereIn('id', ids)
    .update({ changed_at: db.raw(`coalesce((${lastLine}), first_seen_at)`) });
  return raws.length === limit;
}

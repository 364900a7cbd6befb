import type { Core } from '@strapi/strapi';
import { randomBytes } from 'node:crypto';
import { USER_UID } from '../constants';
import { normaliseEmail, type NormalizedEmail } from '../core/members/email';
import type { Database, RawRow } from './database';
import { userRoleLink } from './roles';
import { findInAnyCase } from './user-emails';

/** A user of the site, as far as access is concerned. */
export interface SiteUser {
  readonly id: number;
  readonly username: string;
  readonly email: string | null;
  readonly provider: string | null;
  readonly confirmed: boolean;
  readonly blocked: boolean;
  /** Null: no role row, every request is refused. */
  readonly roleId: number | null;
  /** More than one role row, which Strapi's own update can leave behind: every request takes any of them. */
  readonly hasSeveralRoles: boolean;
}

const tableOf = (strapi: Core.Strapi): string => strapi.db.metadata.get(USER_UID).tableName;

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const isTrue = (value: unknown): boolean => value === true || value === 1 || value === '1';

async function withRoles(strapi: Core.Strapi, db: Database, raws: RawRow[]): Promise<SiteUser[]> {
  if (raws.length === 0) return [];
  const link = userRoleLink(strapi);
  const rows = await db
    .table(link.table)
    .whereIn(
      link.userColumn,
      raws.map((raw) => Number(raw['id']))
    )
    .orderBy('id');
  return raws.map((raw) => {
    const [role, ...others] = rows.filter(
      (row) => Number(row[link.userColumn]) === Number(raw['id'])
    );
    const roleId = role?.[link.roleColumn];
    return {
      id: Number(raw['id']),
      username: text(raw['username']) ?? '',
      email: text(raw['email']),
      provider: text(raw['provider']),
      confirmed: isTrue(raw['confirmed']),
      blocked: isTrue(raw['blocked']),
      roleId: roleId === undefined || roleId === null ? null : Number(roleId),
      hasSeveralRoles: others.length > 0,
    };
  });
}

const COLUMNS = ['id', 'username', 'email', 'provider', 'confirmed', 'blocked'] as const;

export async function findUsers(
  strapi: Core.Strapi,
  db: Database,
  ids: readonly number[]
): Promise<SiteUser[]> {
  if (ids.length === 0) return [];
  const raws = await db
    .table(tableOf(strapi))
    .whereIn('id', [...ids])
    .select(...COLUMNS);
  return withRoles(strapi, db, raws);
}

/** Holds the user until the transaction ends, and reads it as it is now. SQLite has one connection and no row locks. */
export async function lockUser(
  strapi: Core.Strapi,
  db: Database,
  id: number
): Promise<SiteUser | null> {
  const query = db.table(tableOf(strapi)).where({ id });
  if (db.client !== 'sqlite') void query.forUpdate();
  const raws = await query.select(...COLUMNS);
  const [user] = await withRoles(strapi, db, raws);
  return user ?? null;
}

/**
 * The user with this address. Stored addresses may be in mixed case, one person may have a row for each log-in
 * provider (the local one first), and databases find too much (accents, letters of other scripts that are lowered
 * to ours): compared again here.
 */
export async function findUserByEmail(
  strapi: Core.Strapi,
  db: Database,
  email: NormalizedEmail
): Promise<SiteUser | null> {
  const table = () => db.table(tableOf(strapi)).select(...COLUMNS);
  const found = await withRoles(strapi, db, await findInAnyCase(db, table, email));
  const users = found.filter((user) => {
    const checked = normaliseEmail(user.email);
    return checked.ok && checked.email === email;
  });
  const isLocal = (user: SiteUser) => (user.provider === 'local' ? 0 : 1);
  return users.sort((a, b) => isLocal(a) - isLocal(b) || a.id - b.id)[0] ?? null;
}

/** The hash of the password; null for an account that has none yet. */
export async function findPassword(
  strapi: Core.Strapi,
  db: Database,
  id: number
): Promise<string | null> {
  const [raw] = await db.table(tableOf(strapi)).where({ id }).select('password');
  return text(raw?.['password']) || null;
}

/** The code with which users-permissions lets a user choose a password, as its own "forgot password" stores it. */
export async function setResetToken(strapi: Core.Strapi, id: number, code: string): Promise<void> {
  await strapi.db.query(USER_UID).update({ where: { id }, data: { resetPasswordToken: code } });
}

/**
 * Creates a user who has bought: confirmed (Kartra took the money at this address), without a password, with its
 * role row in the same transaction. Without the role the creation costs the same in every role.
 * Goes through Strapi's own query, so that the site's lifecycles run; in a trial, which is undone, they do not.
 */
export async function createUser(
  strapi: Core.Strapi,
  db: Database,
  user: {
    readonly email: NormalizedEmail;
    readonly roleId: number;
    /** The site's own. */
    readonly fields: Readonly<Record<string, unknown>>;
  }
): Promise<SiteUser> {
  const data = {
    username: await freeUsername(strapi, db, user.email),
    email: user.email,
    provider: 'local',
    confirmed: true,
    blocked: false,
    password: null,
  };
  // A trial is undone, and so are fields that nothing here reads.
  const id = db.isTrial
    ? await db.insert(tableOf(strapi), data)
    : Number(
        (
          (await strapi.db.query(USER_UID).create({ data: { ...user.fields, ...data } })) as {
            id: number | string;
          }
        ).id
      );
  await writeRoleLink(strapi, db, id, user.roleId);
  const [stored] = await findUsers(strapi, db, [id]);
  if (!stored) throw new Error('The new user cannot be read back.');
  return stored;
}

/** One that only a test made. Its role row goes first, or Strapi renumbers everyone else in the role. */
export async function deleteUser(strapi: Core.Strapi, db: Database, id: number): Promise<void> {
  const link = userRoleLink(strapi);
  await db
    .table(link.table)
    .where({ [link.userColumn]: id })
    .delete();
  await strapi.db.query(USER_UID).delete({ where: { id } });
}

async function freeUsername(
  strapi: Core.Strapi,
  db: Database,
  email: NormalizedEmail
): Promise<string> {
  const isTaken = async (username: string) =>
    (await db.table(tableOf(strapi)).where({ username }).select('id').limit(1)).length > 0;
  if (!(await isTaken(email))) return email;
  return `${email}-${randomBytes(4).toString('hex')}`;
}

/**
 * Gives the user exactly this one role; the caller holds the user (`lockUser`). Written straight into the link
 * table, because Strapi's own call renumbers everyone in the old role: it deadlocks, and takes longer the more
 * users there are. Then the lifecycle call, which finds nothing left to move; a trial goes without it.
 */
export async function changeRole(
  strapi: Core.Strapi,
  db: Database,
  userId: number,
  roleId: number
): Promise<void> {
  await writeRoleLink(strapi, db, userId, roleId);
  if (db.isTrial) return;
  await strapi.db.query(USER_UID).update({ where: { id: userId }, data: { role: roleId } });
}

async function writeRoleLink(
  strapi: Core.Strapi,
  db: Database,
  userId: number,
  roleId: number
): Promise<void> {
  const link = userRoleLink(strapi);
  const mine = { [link.userColumn]: userId };
  const [kept, ...extra] = await db.table(link.table).where(mine).orderBy('id').select('id');
  if (!kept) {
    await db.table(link.table).insert({ ...mine, [link.roleColumn]: roleId });
    return;
  }
  if (extra.length > 0) {
    await db
      .table(link.table)
      .whereIn(
        'id',
        extra.map((row) => Number(row['id']))
      )
      .delete();
  }
  await db
    .table(link.table)
    .where({ id: Number(kept['id']) })
    .update({ [link.roleColumn]: roleId });
}

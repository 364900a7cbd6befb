import type { Core } from '@strapi/strapi';
import { randomBytes } from 'node:crypto';
import { USER_UID } from '../constants';
import { normaliseEmail, type NormalizedEmail } from '../core/members/email';
import type { Database, RawRow } from './database';
import { userRoleLink } from './roles';
import { findInAnyCase } from './user-emails';
import { hasUserListeners } from './user-listeners';

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

export const tableOfUsers = (strapi: Core.Strapi): string =>
  strapi.db.metadata.get(USER_UID).tableName;

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
    .table(tableOfUsers(strapi))
    .whereIn('id', [...ids])
    .select(...COLUMNS);
  return withRoles(strapi, db, raws);
}

/** Holds the users until the transaction ends, and reads them as they are now. SQLite has one connection and no row locks. */
export async function lockUsers(
  strapi: Core.Strapi,
  db: Database,
  ids: readonly number[]
): Promise<SiteUser[]> {
  if (ids.length === 0) return [];
  // In one order, so that two transactions do not wait for each other.
  const query = db
    .table(tableOfUsers(strapi))
    .whereIn('id', [...new Set(ids)])
    .orderBy('id');
  if (db.client !== 'sqlite') void query.forUpdate();
  return withRoles(strapi, db, await query.select(...COLUMNS));
}

export const lockUser = async (
  strapi: Core.Strapi,
  db: Database,
  id: number
): Promise<SiteUser | null> => (await lockUsers(strapi, db, [id]))[0] ?? null;

/**
 * The user with each address; an address that no user has is left out. Stored addresses may be in mixed case, one person
 * may have a row for each log-in provider (the local one first), and databases find too much (accents, letters of other
 * scripts that are lowered to ours): compared again here.
 */
export async function findUsersByEmail(
  strapi: Core.Strapi,
  db: Database,
  emails: readonly NormalizedEmail[]
): Promise<ReadonlyMap<NormalizedEmail, SiteUser>> {
  const table = () => db.table(tableOfUsers(strapi)).select(...COLUMNS);
  const found = await withRoles(strapi, db, await findInAnyCase(db, table, emails));
  const isLocal = (user: SiteUser) => (user.provider === 'local' ? 0 : 1);
  const first = found.sort((a, b) => isLocal(b) - isLocal(a) || b.id - a.id);
  const asWritten = new Map(first.map((user) => [user.email, user]));
  const inAnyCase = new Map(
    first.flatMap((user) => {
      const checked = normaliseEmail(user.email);
      return checked.ok ? [[checked.email, user]] : [];
    })
  );
  return new Map(
    emails.flatMap((email) => {
      const user = asWritten.get(email) ?? inAnyCase.get(email);
      return user ? [[email, user]] : [];
    })
  );
}

export const findUserByEmail = async (
  strapi: Core.Strapi,
  db: Database,
  email: NormalizedEmail
): Promise<SiteUser | null> => (await findUsersByEmail(strapi, db, [email])).get(email) ?? null;

/** The hash of the password; null for an account that has none yet. */
export async function findPassword(
  strapi: Core.Strapi,
  db: Database,
  id: number
): Promise<string | null> {
  const [raw] = await db.table(tableOfUsers(strapi)).where({ id }).select('password');
  return text(raw?.['password']) || null;
}

/** A user to be made. */
export interface NewSiteUser {
  /** A placeholder until it has an id. */
  readonly id: number;
  readonly email: NormalizedEmail;
  readonly roleId: number;
  /** The site's own. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * Creates users who have bought: confirmed (Kartra took the money at this address), without a password, each with its
 * role row in the same transaction. Goes through Strapi's own query, so that the site's lifecycles run, with the role,
 * where it has any; without the role the creation costs the same in every role. In a trial, which is undone, no
 * lifecycle runs. Returns their ids.
 */
export async function createUsers(
  strapi: Core.Strapi,
  db: Database,
  users: readonly NewSiteUser[]
): Promise<ReadonlyMap<number, number>> {
  const created = new Map<number, number>();
  if (users.length === 0) return created;
  const taken = await findTakenNames(
    strapi,
    db,
    users.map(({ email }) => email)
  );
  const isHeard = hasUserListeners(strapi) && !db.isTrial;
  for (const { id, email, roleId, fields } of users) {
    const data = {
      username: taken.has(email) ? `${email}-${randomBytes(4).toString('hex')}` : email,
      email,
      provider: 'local',
      confirmed: true,
      blocked: false,
      password: null,
    };
    // A trial is undone, and so are fields that nothing here reads.
    const own = isHeard ? { ...fields, ...data, role: roleId } : { ...fields, ...data };
    created.set(
      id,
      db.isTrial
        ? await db.insert(tableOfUsers(strapi), data)
        : Number(((await strapi.db.query(USER_UID).create({ data: own })) as { id: unknown }).id)
    );
  }
  const link = userRoleLink(strapi);
  if (!isHeard) {
    await db.insertAll(
      link.table,
      users.map(({ id, roleId }) => ({
        [link.userColumn]: created.get(id),
        [link.roleColumn]: roleId,
      }))
    );
  }
  return created;
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

async function findTakenNames(
  strapi: Core.Strapi,
  db: Database,
  names: readonly string[]
): Promise<ReadonlySet<string>> {
  const raws = await db
    .table(tableOfUsers(strapi))
    .whereIn('username', [...names])
    .select('username');
  // MySQL finds names in any case, and with any accents.
  const found = new Set(raws.map((raw) => String(raw['username']).toLowerCase()));
  return db.client === 'mysql' && found.size > 0 ? new Set([...names, ...found]) : found;
}

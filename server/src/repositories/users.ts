import { createId } from '@paralleldrive/cuid2';
import type { Core } from '@strapi/strapi';
import { USER_UID } from '../constants';
import { isAddressOf, type NormalizedEmail } from '../core/members/email';
import type { Database, RawRow } from './database';
import { userRoleLink } from './roles';
import { watchingSite } from './site-code';
import { alikeOf, findInAnyCase } from './user-emails';
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
 * Of each address the accounts that Strapi's log-in and "forgot password" could take for the one with it, oldest first:
 * by e-mail or username, in any case and as the database compares. An address without any is left out.
 */
export async function findUsersAlike(
  strapi: Core.Strapi,
  db: Database,
  emails: readonly NormalizedEmail[]
): Promise<ReadonlyMap<NormalizedEmail, readonly SiteUser[]>> {
  const table = () => db.table(tableOfUsers(strapi)).select(...COLUMNS);
  const raws = [
    ...(await findInAnyCase(db, table, 'email', emails)),
    ...(await findInAnyCase(db, table, 'username', emails)),
  ];
  const users = await withRoles(strapi, db, eachOnce(raws));
  return alikeOf(db, table, users, emails);
}

/**
 * Of each address the accounts whose own it is, oldest first, however they write it: one person may have one for each
 * log-in provider. Databases find too much (accents, letters of other scripts that are lowered to ours).
 */
export async function findUsersByEmail(
  strapi: Core.Strapi,
  db: Database,
  emails: readonly NormalizedEmail[]
): Promise<ReadonlyMap<NormalizedEmail, readonly SiteUser[]>> {
  const table = () => db.table(tableOfUsers(strapi)).select(...COLUMNS);
  const raws = await findInAnyCase(db, table, 'email', emails);
  const users = await withRoles(strapi, db, eachOnce(raws));
  return new Map(
    emails.flatMap((email) => {
      const own = users.filter((user) => isAddressOf(user, email));
      return own.length === 0 ? [] : [[email, own] as const];
    })
  );
}

const eachOnce = (raws: readonly RawRow[]): RawRow[] =>
  [...new Map(raws.map((raw) => [Number(raw['id']), raw])).values()].sort(
    (a, b) => Number(a['id']) - Number(b['id'])
  );

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
 * role row in the same transaction. The address is the username too: the caller has made sure that no other account
 * answers to it (`findUsersAlike`). Where the site has lifecycles for users, or fields of its own for one of these, they
 * go one by one through Strapi's own query, with the role; else all go in one statement. In a trial, which is undone, no
 * lifecycle runs. Returns their ids.
 */
export async function createUsers(
  strapi: Core.Strapi,
  db: Database,
  users: readonly NewSiteUser[]
): Promise<ReadonlyMap<number, number>> {
  if (users.length === 0) return new Map();
  if (db.isTrial) return createOnTrial(strapi, db, users);
  const isSites = ({ fields }: NewSiteUser) => Object.keys(fields).length > 0;
  if (!hasUserListeners(strapi) && !users.some(isSites)) return createInBulk(strapi, db, users);
  const created = new Map<number, number>();
  for (const user of users) {
    const data = { ...user.fields, ...dataOf(user), role: user.roleId };
    const row: unknown = await watchingSite(strapi, 'a lifecycle of users, on a new account', () =>
      strapi.db.query(USER_UID).create({ data })
    );
    created.set(user.id, Number((row as { id: unknown }).id));
  }
  return created;
}

/** Fields of the site's own are left out, as nothing here reads them. */
async function createOnTrial(
  strapi: Core.Strapi,
  db: Database,
  users: readonly NewSiteUser[]
): Promise<ReadonlyMap<number, number>> {
  const created = new Map<number, number>();
  for (const user of users) {
    created.set(user.id, await db.insert(tableOfUsers(strapi), dataOf(user)));
  }
  await linkRoles(strapi, db, users, created);
  return created;
}

/** MySQL tells only the first of the new ids: they are read back by a key of their own. */
async function createInBulk(
  strapi: Core.Strapi,
  db: Database,
  users: readonly NewSiteUser[]
): Promise<ReadonlyMap<number, number>> {
  const byKey = new Map(users.map((user) => [createId(), user]));
  const data = [...byKey].map(([documentId, user]) => ({ ...dataOf(user), documentId }));
  await strapi.db.query(USER_UID).createMany({ data });
  const raws = await db
    .table(tableOfUsers(strapi))
    .whereIn('document_id', [...byKey.keys()])
    .select('id', 'document_id');
  const created = new Map(
    raws.flatMap((raw) => {
      const user = byKey.get(String(raw['document_id']));
      return user ? [[user.id, Number(raw['id'])] as const] : [];
    })
  );
  await linkRoles(strapi, db, users, created);
  return created;
}

async function linkRoles(
  strapi: Core.Strapi,
  db: Database,
  users: readonly NewSiteUser[],
  created: ReadonlyMap<number, number>
): Promise<void> {
  const link = userRoleLink(strapi);
  await db.insertAll(
    link.table,
    users.map(({ id, roleId }) => ({
      [link.userColumn]: created.get(id),
      [link.roleColumn]: roleId,
    }))
  );
}

const dataOf = ({ email }: NewSiteUser) => ({
  username: email,
  email,
  provider: 'local',
  confirmed: true,
  blocked: false,
  password: null,
});

/** Through Strapi's own query: the site's lifecycles hear of it. */
export async function renameUser(strapi: Core.Strapi, id: number, username: string): Promise<void> {
  await watchingSite(strapi, 'a lifecycle of users, on another username', () =>
    strapi.db.query(USER_UID).update({ where: { id }, data: { username } })
  );
}

/** One that only a test made. Its role row goes first, or Strapi renumbers everyone else in the role. */
export async function deleteUser(strapi: Core.Strapi, db: Database, id: number): Promise<void> {
  const link = userRoleLink(strapi);
  await db
    .table(link.table)
    .where({ [link.userColumn]: id })
    .delete();
  await watchingSite(strapi, 'a lifecycle of users, on a deletion', () =>
    strapi.db.query(USER_UID).delete({ where: { id } })
  );
}

/** When the account was made, epoch ms; null: Strapi does not say. */
export async function findRegistered(
  strapi: Core.Strapi,
  db: Database,
  id: number
): Promise<number | null> {
  const [raw] = await db.table(tableOfUsers(strapi)).where({ id }).select('created_at');
  const at = raw?.['created_at'];
  if (at === null || at === undefined) return null;
  const time = at instanceof Date ? at.getTime() : Number(at);
  return Number.isFinite(time) ? time : null;
}

interface UserService {
  edit(id: number, values: Readonly<Record<string, unknown>>): Promise<unknown>;
}

/**
 * The account is its owner's from now on: their password, where they have one here, and nothing with which someone else
 * could still get in by mail. Through users-permissions, which hashes the password; the site's lifecycles hear of it.
 */
export async function takeOver(
  strapi: Core.Strapi,
  id: number,
  password: string | null
): Promise<void> {
  await watchingSite(strapi, 'a lifecycle of users, on a new password', () =>
    strapi
      .plugin('users-permissions')
      .service<UserService>('user')
      .edit(id, {
        confirmed: true,
        resetPasswordToken: null,
        confirmationToken: null,
        ...(password === null ? {} : { password }),
      })
  );
}

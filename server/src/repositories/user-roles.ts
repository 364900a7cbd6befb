import type { Core } from '@strapi/strapi';
import { USER_UID } from '../constants';
import type { Database } from './database';
import { userRoleLink } from './roles';
import { watchingSite } from './site-code';
import { hasUserListeners } from './user-listeners';
import { tableOfUsers, type SiteUser } from './users';

/** A user as it is, and the only role that it is to have. */
export interface RoleToGive {
  readonly user: Pick<SiteUser, 'id' | 'roleId' | 'hasSeveralRoles'>;
  readonly roleId: number;
}

/**
 * Gives each user exactly one role; the caller holds the users (`lockUsers`). Written straight into the link table,
 * because Strapi's own call renumbers everyone in the old role: it deadlocks, and takes longer the more users there
 * are. Where the site listens, its lifecycle call follows, which finds nothing left to move; a trial goes without it.
 */
export async function changeRoles(
  strapi: Core.Strapi,
  db: Database,
  changes: readonly RoleToGive[],
  /** Epoch ms. */
  at: number
): Promise<void> {
  if (changes.length === 0) return;
  for (const { user, roleId } of changes) {
    if (user.roleId === null || user.hasSeveralRoles) {
      await writeRoleLink(strapi, db, user.id, roleId);
    }
  }
  const link = userRoleLink(strapi);
  for (const [roleId, ids] of byRole(changes)) {
    const written: number = await db
      .table(link.table)
      .whereIn(link.userColumn, ids)
      .update({ [link.roleColumn]: roleId });
    if (written === ids.length) continue;
    // Strapi asks for no lock, and changed a role row since it was read: each user is looked at again.
    for (const id of ids) await writeRoleLink(strapi, db, id, roleId);
  }
  if (db.isTrial) return;
  if (!hasUserListeners(strapi)) {
    await db
      .table(tableOfUsers(strapi))
      .whereIn(
        'id',
        changes.map(({ user }) => user.id)
      )
      .update({ updated_at: new Date(at) });
    return;
  }
  for (const { user, roleId } of changes) {
    await watchingSite(strapi, 'a lifecycle of users, on another role', () =>
      strapi.db.query(USER_UID).update({ where: { id: user.id }, data: { role: roleId } })
    );
  }
}

export const changeRole = (
  strapi: Core.Strapi,
  db: Database,
  user: RoleToGive['user'],
  roleId: number,
  at: number
): Promise<void> => changeRoles(strapi, db, [{ user, roleId }], at);

/** Users with one role row, by the role that they are to have. */
function byRole(changes: readonly RoleToGive[]): ReadonlyMap<number, number[]> {
  const users = new Map<number, number[]>();
  for (const { user, roleId } of changes) {
    if (user.roleId === null || user.hasSeveralRoles) continue;
    users.set(roleId, [...(users.get(roleId) ?? []), user.id]);
  }
  return users;
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

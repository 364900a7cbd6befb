import type { Core } from '@strapi/strapi';
import { USER_UID } from '../constants';
import type { Database } from './database';
import { tableOfUsers } from './users';

/** The code that users-permissions would take for a new password now, in clear as it keeps it. */
export async function findResetToken(
  strapi: Core.Strapi,
  db: Database,
  id: number
): Promise<string | null> {
  const [raw] = await db.table(tableOfUsers(strapi)).where({ id }).select('reset_password_token');
  const code: unknown = raw?.['reset_password_token'];
  return typeof code === 'string' && code !== '' ? code : null;
}

/** Takes exactly this code away; a newer one stays. */
export async function clearResetToken(
  strapi: Core.Strapi,
  db: Database,
  id: number,
  code: string
): Promise<void> {
  await db
    .table(tableOfUsers(strapi))
    .where({ id, reset_password_token: code })
    .update({ reset_password_token: null });
}

/** Users with a code that has been there since before this moment, epoch ms; in the order of their ids. */
export async function findOldResetTokens(
  strapi: Core.Strapi,
  db: Database,
  asked: { readonly before: number; readonly afterId: number; readonly limit: number }
): Promise<{ readonly id: number; readonly code: string }[]> {
  const raws = await db
    .table(tableOfUsers(strapi))
    .whereNotNull('reset_password_token')
    .where('updated_at', '<', new Date(asked.before))
    .where('id', '>', asked.afterId)
    .orderBy('id')
    .limit(asked.limit)
    .select('id', 'reset_password_token');
  return raws.map((raw) => ({ id: Number(raw['id']), code: String(raw['reset_password_token']) }));
}

/** The code with which users-permissions lets a user choose a password, as its own "forgot password" stores it. */
export async function setResetToken(strapi: Core.Strapi, id: number, code: string): Promise<void> {
  await strapi.db.query(USER_UID).update({ where: { id }, data: { resetPasswordToken: code } });
}

import type { Core } from '@strapi/strapi';
import { refusalOfRole, type RoleRefusal, type SiteRoles } from '../../core/rules/roles';
import type { Database } from '../../repositories/database';
import { database } from '../../repositories/database';
import { findActionsOfRole, findRoles } from '../../repositories/roles';

/** Null when the role may be given. */
export async function roleRefusal(
  strapi: Core.Strapi,
  roleId: number,
  db: Database = database(strapi)
): Promise<RoleRefusal | null> {
  const role = (await findRoles(strapi, db)).find(({ id }) => id === roleId) ?? null;
  return refusalOfRole(role, role ? await findActionsOfRole(strapi, db, roleId) : []);
}

export async function readSiteRoles(strapi: Core.Strapi, db: Database): Promise<SiteRoles> {
  const all = await findRoles(strapi, db);
  const advanced: unknown = await strapi
    .store({ type: 'plugin', name: 'users-permissions' })
    .get({ key: 'advanced' });
  const settings = (advanced ?? {}) as { default_role?: string; email_confirmation?: boolean };
  const idOf = (type: string | undefined) => all.find((role) => role.type === type)?.id ?? null;
  return {
    all,
    defaultRoleId: idOf(settings.default_role ?? 'authenticated'),
    publicRoleId: idOf('public'),
    requiresConfirmation: settings.email_confirmation === true,
  };
}

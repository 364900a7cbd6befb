import type { Core } from '@strapi/strapi';
import { refusalOfRole, type Role, type RoleRefusal, type SiteRoles } from '../../core/rules/roles';
import type { Database } from '../../repositories/database';
import { database } from '../../repositories/database';
import { findActionsOfRoles, findRoles } from '../../repositories/roles';

/** Null when the role may be given. */
export async function roleRefusal(
  strapi: Core.Strapi,
  roleId: number,
  db: Database = database(strapi)
): Promise<RoleRefusal | null> {
  return refusalAmong(strapi, db, await findRoles(strapi, db), roleId);
}

/** The same, where the roles of the site are known. */
export async function refusalAmong(
  strapi: Core.Strapi,
  db: Database,
  roles: readonly Role[],
  roleId: number
): Promise<RoleRefusal | null> {
  const role = roles.find(({ id }) => id === roleId) ?? null;
  const actions = role ? (await findActionsOfRoles(strapi, db, [roleId])).get(roleId) : [];
  return refusalOfRole(role, actions ?? []);
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

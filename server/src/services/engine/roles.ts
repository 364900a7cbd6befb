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
  const settings = await readAdvanced(strapi);
  const idOf = (type: string | undefined) => all.find((role) => role.type === type)?.id ?? null;
  return {
    all,
    defaultRoleId: idOf(settings.default_role ?? 'authenticated'),
    publicRoleId: idOf('public'),
    requiresConfirmation: settings.email_confirmation === true,
  };
}

interface Advanced {
  readonly default_role?: string;
  readonly email_confirmation?: boolean;
  readonly allow_register?: boolean;
}

/** What is set under Users & Permissions > Advanced settings. */
async function readAdvanced(strapi: Core.Strapi): Promise<Advanced> {
  const advanced: unknown = await strapi
    .store({ type: 'plugin', name: 'users-permissions' })
    .get({ key: 'advanced' });
  return advanced ?? {};
}

/** Who can have an account without having bought anything. */
export async function readRegistration(
  strapi: Core.Strapi
): Promise<{ readonly isRegistrationOpen: boolean; readonly requiresConfirmation: boolean }> {
  const { allow_register, email_confirmation } = await readAdvanced(strapi);
  return {
    isRegistrationOpen: allow_register !== false,
    requiresConfirmation: email_confirmation === true,
  };
}

import type { Core } from '@strapi/strapi';
import type { Database } from '../../repositories/database';
import { database } from '../../repositories/database';
import { findActionsOfRole, findRoles, type Role } from '../../repositories/roles';

/** Why a role can be neither access level nor fallback. */
export type RoleRefusal = 'missing' | 'public' | 'manages-users';

/** Whoever may do one of these could give out roles or take accounts: never something to be bought. */
const POWERFUL = [
  /^plugin::users-permissions\.user\.(create|update|destroy)$/,
  /^plugin::users-permissions\.role\.(createRole|updateRole|deleteRole)$/,
  /^plugin::users-permissions\.permissions\.(?!getPermissions$)/,
  /^plugin::kartra\./,
];

/** Null when the role may be given. */
export async function roleRefusal(
  strapi: Core.Strapi,
  roleId: number,
  db: Database = database(strapi)
): Promise<RoleRefusal | null> {
  const role = (await findRoles(strapi, db)).find(({ id }) => id === roleId);
  if (!role) return 'missing';
  if (role.type === 'public') return 'public';
  const actions = await findActionsOfRole(strapi, db, roleId);
  return actions.some((action) => POWERFUL.some((pattern) => pattern.test(action)))
    ? 'manages-users'
    : null;
}

/** Roles of the site that the rules know by their part in it. */
export interface SiteRoles {
  readonly all: readonly Role[];
  readonly defaultRoleId: number | null;
  readonly publicRoleId: number | null;
  /** The site asks new users to confirm their e-mail address. */
  readonly requiresConfirmation: boolean;
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

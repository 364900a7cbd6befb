export interface Role {
  readonly id: number;
  readonly name: string;
  readonly type: string;
}

/** Roles of the site that the rules know by their part in it. */
export interface SiteRoles {
  readonly all: readonly Role[];
  readonly defaultRoleId: number | null;
  readonly publicRoleId: number | null;
  /** The site asks new users to confirm their e-mail address. */
  readonly requiresConfirmation: boolean;
}

/** The roles of everyone who was given none. */
export interface Site {
  /** Chosen by the administrator; null: the site's default role. */
  readonly fallbackRoleId: number | null;
  readonly defaultRoleId: number | null;
  readonly publicRoleId: number | null;
}

/** In which a new account begins, and to which a user without a level falls back; null: there is none. */
export const startRole = ({
  fallbackRoleId,
  defaultRoleId,
}: Pick<Site, 'fallbackRoleId' | 'defaultRoleId'>): number | null =>
  fallbackRoleId ?? defaultRoleId;

/** A role that someone may be in without having been given anything. */
export const isStartRole = (
  { fallbackRoleId, defaultRoleId, publicRoleId }: Site,
  roleId: number | null
): boolean => roleId === null || [fallbackRoleId, defaultRoleId, publicRoleId].includes(roleId);

/** Why a role can be neither access level nor fallback. */
export type RoleRefusal = 'missing' | 'public' | 'manages-users';

/** A user who may do one of these could give out roles or take over accounts: never something to be bought. */
const POWERFUL = [
  /^plugin::users-permissions\.user\.(create|update|destroy)$/,
  /^plugin::users-permissions\.role\.(createRole|updateRole|deleteRole)$/,
  /^plugin::users-permissions\.permissions\.(?!getPermissions$)/,
  /^plugin::kartra\./,
];

/** Null when the role may be given; `actions` are those that it may take. */
export function refusalOfRole(
  role: Pick<Role, 'type'> | null,
  actions: readonly string[]
): RoleRefusal | null {
  if (!role) return 'missing';
  if (role.type === 'public') return 'public';
  return actions.some((action) => POWERFUL.some((pattern) => pattern.test(action)))
    ? 'manages-users'
    : null;
}

/** Why a role that was decided cannot be given. Only levels are sold: the site's own default is given as it is. */
export function refusalToGive(
  refusal: RoleRefusal | null,
  isLevel: boolean
): 'role-missing' | 'role-refused' | null {
  if (refusal === 'missing') return 'role-missing';
  return refusal !== null && isLevel ? 'role-refused' : null;
}

/** A purchase is paid for, and every role that its mapping gives was deleted. */
export const areAllGone = (roleIds: readonly number[], { all }: Pick<SiteRoles, 'all'>): boolean =>
  roleIds.length > 0 && !all.some(({ id }) => roleIds.includes(id));

import { PERMISSION_NAMES, actionOf, type Permission } from '../../contracts/lists';

export const permission = (name: Permission) => ({ action: actionOf(name), subject: null });

export const ALL_PERMISSIONS = PERMISSION_NAMES.map(permission);

/** The key under which `useRBAC` answers for an action: `canSeeIntegration` for `see-integration`. */
export const allowedKey = (name: Permission): string =>
  `can${name.charAt(0).toUpperCase()}${name.slice(1)}`;

/**
 * What a role of the panel may be allowed, by the last part of the action's id. Last parts are unique: the panel's
 * permission hook names an action by nothing else.
 */
export const PERMISSIONS = {
  seeIntegration: 'see-integration',
  readLogs: 'read-logs',
  seePersonalData: 'see-personal-data',
  manageMappings: 'manage-mappings',
  replay: 'replay',
  manageMembers: 'manage-members',
  changeSettings: 'change-settings',
  manageSecrets: 'manage-secrets',
} as const;

export type Permission = keyof typeof PERMISSIONS;

export const PERMISSION_NAMES = Object.keys(PERMISSIONS) as readonly Permission[];

/** As Strapi's roles store it, like `plugin::kartra.read-logs`. */
export const actionOf = (permission: Permission): string =>
  `plugin::kartra.${PERMISSIONS[permission]}`;

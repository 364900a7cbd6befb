/** The actions the server registers; `useRBAC` names each by its last part (`see-integration` → `canSeeIntegration`). */
const ACTION_NAMES = {
  seeIntegration: 'see-integration',
  readLogs: 'read-logs',
  seePersonalData: 'see-personal-data',
  manageMappings: 'manage-mappings',
  replay: 'replay',
  manageMembers: 'manage-members',
  changeSettings: 'change-settings',
  manageSecrets: 'manage-secrets',
} as const;

export type ActionName = keyof typeof ACTION_NAMES;

export const ACTIONS: readonly ActionName[] = [
  'seeIntegration',
  'readLogs',
  'seePersonalData',
  'manageMappings',
  'replay',
  'manageMembers',
  'changeSettings',
  'manageSecrets',
];

export function permission(name: ActionName) {
  return { action: `plugin::kartra.${ACTION_NAMES[name]}`, subject: null };
}

export const ALL_PERMISSIONS = ACTIONS.map(permission);

/** The key under which `useRBAC` answers for an action. */
export function allowedKey(name: ActionName): string {
  return `can${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

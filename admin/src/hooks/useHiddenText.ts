import { useTexts } from './useTexts';

import type { Permission } from '../../../contracts/lists';
import type { TextKey } from '../utils/texts';

export const PERMISSION_TEXTS: Record<Permission, TextKey> = {
  seeIntegration: 'permission.see-integration',
  readLogs: 'permission.read-logs',
  seePersonalData: 'permission.see-personal-data',
  manageMappings: 'permission.manage-mappings',
  replay: 'permission.replay',
  manageMembers: 'permission.manage-members',
  changeSettings: 'permission.change-settings',
  manageSecrets: 'permission.manage-secrets',
};

/** Replaces a value for users who may not see it. */
export function useHiddenText(): (action: Permission) => string {
  const { t } = useTexts();
  return (action) => t('common.hidden', { permission: t(PERMISSION_TEXTS[action]) });
}

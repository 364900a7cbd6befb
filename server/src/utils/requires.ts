import type { Permission } from '../core/viewer/permissions';
import { ACTIONS } from '../constants';

/** Every admin route states the one permission it needs; without the policy any administrator could call it. */
export function requires(permission: Permission) {
  return {
    policies: [{ name: 'admin::hasPermissions', config: { actions: [ACTIONS[permission]] } }],
  };
}

import { ACTIONS, type ActionName } from '../constants';

/** Every admin route states the one permission it needs; without the policy any administrator could call it. */
export function requires(action: ActionName) {
  return {
    policies: [{ name: 'admin::hasPermissions', config: { actions: [ACTIONS[action]] } }],
  };
}

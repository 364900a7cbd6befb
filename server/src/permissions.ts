import { PERMISSIONS, PERMISSION_NAMES, type Permission } from './core/viewer/permissions';
import { PLUGIN_ID } from './constants';

const NAMES: Readonly<Record<Permission, string>> = {
  seeIntegration: 'See the integration',
  readLogs: 'Read webhook logs',
  seePersonalData: 'See personal data',
  manageMappings: 'Manage mappings and offers',
  replay: 'Replay and settle webhooks',
  manageMembers: 'Manage members',
  changeSettings: 'Change settings',
  manageSecrets: 'See and rotate the webhook URL, set IPN secrets',
};

/** Permissions shown under Settings › Roles › Plugins › Kartra. */
export const permissions = PERMISSION_NAMES.map((name) => ({
  section: 'plugins',
  displayName: NAMES[name],
  uid: PERMISSIONS[name],
  pluginName: PLUGIN_ID,
}));

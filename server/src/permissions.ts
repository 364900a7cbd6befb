import { ACTIONS, PLUGIN_ID, type ActionName } from './constants';

const NAMES: Readonly<Record<ActionName, string>> = {
  seeIntegration: 'See the integration',
  readLogs: 'Read webhook logs',
  seePersonalData: 'See personal data',
  manageMappings: 'Manage mappings and offers',
  replay: 'Replay and settle webhooks',
  manageMembers: 'Manage members',
  changeSettings: 'Change settings',
  manageSecrets: 'See and rotate the webhook URL, set IPN secrets',
};

/** What stands under Settings > Roles > Plugins > Kartra. */
export const permissions = (Object.keys(NAMES) as ActionName[]).map((name) => ({
  section: 'plugins',
  displayName: NAMES[name],
  uid: ACTIONS[name].slice(`plugin::${PLUGIN_ID}.`.length),
  pluginName: PLUGIN_ID,
}));

import { Rocket } from '@strapi/icons';

import { BASE_PATH, PLUGIN_ID } from './pluginId';
import { ALL_PERMISSIONS } from './permissions';
import { loadTranslations } from './translations';

interface MenuLink {
  to: string;
  icon: typeof Rocket;
  intlLabel: { id: string; defaultMessage: string };
  permissions: typeof ALL_PERMISSIONS;
  Component: () => Promise<{ default: React.ComponentType }>;
}

interface PanelApp {
  addMenuLink(link: MenuLink): void;
  registerPlugin(plugin: { id: string; name: string }): void;
}

export default {
  register(app: PanelApp) {
    app.addMenuLink({
      to: BASE_PATH.slice(1),
      icon: Rocket,
      intlLabel: { id: `${PLUGIN_ID}.app-station.title`, defaultMessage: 'App Station' },
      permissions: ALL_PERMISSIONS,
      Component: () => import('./pages/App'),
    });
    app.registerPlugin({ id: PLUGIN_ID, name: 'Kartra' });
  },

  registerTrads: loadTranslations,
};

import type { StrapiApp } from '@strapi/strapi/admin';
import { Rocket } from '@strapi/icons';

import { UserPanel } from './pages/UserPanel';
import { BASE_PATH, PLUGIN_ID } from './pluginId';
import { ALL_PERMISSIONS, permission } from './permissions';
import { loadTranslations } from './translations';

const text = (key: string, defaultMessage: string) => ({
  id: `${PLUGIN_ID}.${key}`,
  defaultMessage,
});

interface ContentManagerApis {
  addEditViewSidePanel?: (panels: readonly (typeof UserPanel)[]) => void;
}

export default {
  register(app: StrapiApp) {
    app.addMenuLink({
      to: BASE_PATH.slice(1),
      icon: Rocket,
      intlLabel: text('app-station.title', 'App Station'),
      permissions: ALL_PERMISSIONS,
      Component: () => import('./pages/App'),
    });
    // Strapi has home-page widgets since 5.13.
    if ('widgets' in app) {
      app.widgets.register({
        id: 'kartra-health',
        pluginId: PLUGIN_ID,
        icon: Rocket,
        title: text('widget.title', 'Kartra'),
        link: { label: text('common.open', 'Open'), href: `${BASE_PATH}/setup` },
        permissions: [permission('seeIntegration')],
        component: async () => (await import('./pages/HomeWidget')).HomeWidget,
      });
    }
    app.registerPlugin({ id: PLUGIN_ID, name: 'Kartra' });
  },

  bootstrap(app: Pick<StrapiApp, 'getPlugin'>) {
    const apis: ContentManagerApis | undefined = app.getPlugin('content-manager')?.apis;
    apis?.addEditViewSidePanel?.([UserPanel]);
  },

  registerTrads: loadTranslations,
};

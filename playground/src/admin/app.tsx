import type { StrapiApp } from '@strapi/strapi/admin';

/** The panel in the languages of the plugin; nothing in it asks the internet for news. */
export default {
  config: {
    locales: ['de', 'es'],
    notifications: { releases: false },
    tutorials: false,
  },
  bootstrap(_app: StrapiApp) {},
};

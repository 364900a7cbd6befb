import type { Core } from '@strapi/strapi';

import { prepareDemo } from './demo';

interface Access {
  protect(uid: string, rule: { readonly anyOf: readonly string[] }): void;
}

export default {
  register({ strapi }: { strapi: Core.Strapi }) {
    // Without the plugin there is nothing to ask, and the site doesn't start: better than recipes for everyone.
    strapi
      .plugin('kartra')
      .service<Access>('access')
      .protect('api::recipe.recipe', { anyOf: ['gold', 'silver'] });
  },

  async bootstrap({ strapi }: { strapi: Core.Strapi }) {
    await prepareDemo(strapi);
  },
};

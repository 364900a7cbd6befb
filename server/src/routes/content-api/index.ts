import type { Core } from '@strapi/strapi';
import claims from './claims';
import me from './me';

/** For members and buyers. */
export default (context: { strapi: Core.Strapi }) => ({
  type: 'content-api',
  routes: [...me(context), ...claims(context)],
});

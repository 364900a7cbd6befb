import type { Core } from '@strapi/strapi';
import type { Context, Next } from 'koa';

/**
 * Open to every signed-in user, with no box to tick under Users & Permissions: the handler is a function, so Strapi
 * makes no permission for it, and its strategy then asks for a user and nothing more.
 */
export default ({ strapi }: { strapi: Core.Strapi }) => [
  {
    method: 'GET',
    path: '/me',
    handler: (ctx: Context, next: Next): unknown =>
      strapi.controller('plugin::kartra.me')['find']?.(ctx, next),
    config: {},
  },
];

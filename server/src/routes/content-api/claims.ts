import type { Core } from '@strapi/strapi';
import type { Context, Next } from 'koa';

/**
 * Open to everyone, because a buyer has no password yet: the code from a mail and limits stand in for a sign-in. Each
 * handler is a function, so that Strapi makes no permission for it.
 */
export default ({ strapi }: { strapi: Core.Strapi }) => [
  {
    method: 'POST',
    path: '/claim',
    handler: (ctx: Context, next: Next): unknown =>
      strapi.controller('plugin::kartra.claims')['ask']?.(ctx, next),
    config: { auth: false },
  },
  {
    method: 'POST',
    path: '/claim/look',
    handler: (ctx: Context, next: Next): unknown =>
      strapi.controller('plugin::kartra.claims')['look']?.(ctx, next),
    config: { auth: false },
  },
  {
    method: 'POST',
    path: '/claim/use',
    handler: (ctx: Context, next: Next): unknown =>
      strapi.controller('plugin::kartra.claims')['use']?.(ctx, next),
    config: { auth: false },
  },
];

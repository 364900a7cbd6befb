import type { Context } from 'koa';

/** The body of a request; Strapi's body parser has read it. */
export const bodyOf = (ctx: Context): unknown => (ctx.request as { body?: unknown }).body ?? {};

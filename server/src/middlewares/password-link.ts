import type { Core } from '@strapi/strapi';
import type { Context, Next } from 'koa';
import { controllers } from '../controllers';

/** Recognizes the link of a welcome mail in front of Strapi's logger, which prints addresses. */
export function addPasswordLinkMiddleware(strapi: Core.Strapi): void {
  const prefix = strapi.config.get<string>('api.rest.prefix', '/api');
  const base = `/${prefix}/kartra/password-link/`.replace(/\/+/g, '/');
  const links = controllers['password-link']({ strapi });
  strapi.server.use(async (ctx: Context, next: Next) => {
    const code = ctx.path.startsWith(base) ? ctx.path.slice(base.length) : '';
    await (code === '' ? next() : links.answer(ctx, code));
  });
}

import type { Core } from '@strapi/strapi';
import type { Context, Next } from 'koa';
import { controllers } from '../controllers';

/** Recognizes the link by which an account is taken over in front of Strapi's logger, which prints addresses. */
export function addClaimLinkMiddleware(strapi: Core.Strapi): void {
  const prefix = strapi.config.get<string>('api.rest.prefix', '/api');
  const base = `/${prefix}/kartra/claim-link/`.replace(/\/+/g, '/');
  const links = controllers['claim-link']({ strapi });
  strapi.server.use(async (ctx: Context, next: Next) => {
    const code = ctx.path.startsWith(base) ? ctx.path.slice(base.length) : '';
    await (code === '' ? next() : links.answer(ctx, code));
  });
}

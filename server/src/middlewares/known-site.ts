import type { Core } from '@strapi/strapi';
import type { Context, Next } from 'koa';
import { siteOf } from '../services/site';
import { conflict } from '../utils/errors';

/** Before each change by the admin API: in a copy of another site nothing is changed until someone has said what it is. */
export default (_config: unknown, { strapi }: { strapi: Core.Strapi }) =>
  async (_ctx: Context, next: Next): Promise<void> => {
    const site = siteOf(strapi);
    const { state } = await site.look();
    if (state === 'copy') throw conflict('site-copy', site.facts());
    await next();
  };

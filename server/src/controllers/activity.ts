import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { viewerOf } from '../utils/viewer-of';
import { getService } from '../get-service';
import { paginationOf } from '../utils/pagination';
import { validate } from '../utils/validate';
import { activityQuery } from './validation/activity';

export default ({ strapi }: { strapi: Core.Strapi }) => ({
  async find(ctx: Context) {
    const { page, pageSize, ...filter } = validate(activityQuery, ctx.query);
    const { rows, total } = await getService(strapi, 'activity').list(
      filter,
      { page, pageSize },
      viewerOf(ctx)
    );
    ctx.body = { data: rows, meta: { pagination: paginationOf({ page, pageSize, total }) } };
  },
});

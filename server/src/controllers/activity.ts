import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { z } from 'zod';
import { getService } from '../utils/get-service';
import { paginationOf } from '../utils/pagination';
import { validate } from '../utils/validate';
import { moment, pageQuery } from './validation/common';

const activityQuery = z.object({
  ...pageQuery,
  memberId: z.coerce.number().int().positive().optional(),
  from: moment.optional(),
  to: moment.optional(),
});

export default ({ strapi }: { strapi: Core.Strapi }) => ({
  async find(ctx: Context) {
    const { page, pageSize, ...filter } = validate(activityQuery, ctx.query);
    const { rows, total } = await getService(strapi, 'activity').list(filter, { page, pageSize });
    ctx.body = { data: rows, meta: { pagination: paginationOf({ page, pageSize, total }) } };
  },
});

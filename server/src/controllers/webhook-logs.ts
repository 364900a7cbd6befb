import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import type { Context } from 'koa';
import { isAllowed } from '../utils/admin-context';
import { getService } from '../utils/get-service';
import { paginationOf } from '../utils/pagination';
import { validate } from '../utils/validate';
import { idParams } from './validation/common';
import { webhookLogQuery } from './validation/webhook-logs';

export default ({ strapi }: { strapi: Core.Strapi }) => ({
  async find(ctx: Context) {
    const { page, pageSize, ...filter } = validate(webhookLogQuery, ctx.query);
    const seesPersonalData = isAllowed(ctx, 'seePersonalData');
    if (filter.email !== undefined && !seesPersonalData) {
      throw new errors.ForbiddenError('Searching by e-mail needs “See personal data”.');
    }
    const { rows, total, isCapped } = await getService(strapi, 'webhook-logs').list(
      filter,
      { page, pageSize },
      seesPersonalData
    );
    ctx.body = {
      data: rows,
      meta: { pagination: { ...paginationOf({ page, pageSize, total }), totalIsCapped: isCapped } },
    };
  },

  async findOne(ctx: Context) {
    const { id } = validate(idParams, ctx['params']);
    const seesPersonalData = isAllowed(ctx, 'seePersonalData');
    ctx.body = {
      data: await getService(strapi, 'webhook-logs').one(id, seesPersonalData),
      meta: {},
    };
  },
});

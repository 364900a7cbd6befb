import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { readConnectionRules } from '../services/connection-rules';
import { notFound } from '../utils/errors';
import { getService } from '../utils/get-service';
import { paginationOf } from '../utils/pagination';
import { validate } from '../utils/validate';
import { showJob } from '../utils/show-job';
import { idParams } from './validation/common';
import { jobQuery } from './validation/jobs';

export default ({ strapi }: { strapi: Core.Strapi }) => ({
  async find(ctx: Context) {
    const { page, pageSize } = validate(jobQuery, ctx.query);
    const { id } = await readConnectionRules(strapi);
    const asked = { offset: (page - 1) * pageSize, limit: pageSize };
    const { rows, total } = await getService(strapi, 'jobs').list(id, asked);
    ctx.body = {
      data: rows.map(showJob),
      meta: { pagination: paginationOf({ page, pageSize, total }) },
    };
  },

  async findOne(ctx: Context) {
    const { id } = validate(idParams, ctx['params']);
    const job = await getService(strapi, 'jobs').find(id);
    if (!job) throw notFound('There is no such job.');
    ctx.body = { data: showJob(job), meta: {} };
  },

  /** Asks it to stop after the step it is in; what is done stays done. */
  async stop(ctx: Context) {
    const { id } = validate(idParams, ctx['params']);
    await getService(strapi, 'jobs').stop(id);
    const job = await getService(strapi, 'jobs').find(id);
    if (!job) throw notFound('There is no such job.');
    ctx.body = { data: showJob(job), meta: {} };
  },
});

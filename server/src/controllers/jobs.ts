import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { showJobs } from '../services/background';
import { notFound } from '../utils/errors';
import { viewerOf } from '../utils/viewer-of';
import { getService } from '../get-service';
import { paginationOf } from '../utils/pagination';
import { refuse, validate } from '../utils/validate';
import { idParams } from './validation/common';
import { jobQuery } from './validation/jobs';
import { retryJob, readConnectionRules } from '../services/engine';

export default ({ strapi }: { strapi: Core.Strapi }) => {
  const answer = async (ctx: Context, id: number): Promise<void> => {
    const job = await getService(strapi, 'jobs').find(id);
    if (!job) throw notFound('There is no such job.');
    const [data] = await showJobs(strapi, [job]);
    ctx.body = { data, meta: {} };
  };
  const idOf = (ctx: Context) => validate(idParams, ctx['params']).id;

  return {
    async find(ctx: Context) {
      const { page, pageSize } = validate(jobQuery, ctx.query);
      const { id } = await readConnectionRules(strapi);
      const asked = { offset: (page - 1) * pageSize, limit: pageSize };
      const { rows, total } = await getService(strapi, 'jobs').list(id, asked);
      ctx.body = {
        data: await showJobs(strapi, rows),
        meta: { pagination: paginationOf({ page, pageSize, total }) },
      };
    },

    async findOne(ctx: Context) {
      await answer(ctx, idOf(ctx));
    },

    /** Asks it to stop after the step it is in; what is done stays done. */
    async stop(ctx: Context) {
      await getService(strapi, 'jobs').stop(idOf(ctx));
      await answer(ctx, idOf(ctx));
    },

    /** Goes on where it was stopped; does nothing to one that was not. */
    async resume(ctx: Context) {
      await getService(strapi, 'jobs').resume(idOf(ctx));
      await answer(ctx, idOf(ctx));
    },

    /** The members that could not be changed, once more. */
    async retry(ctx: Context) {
      const job = await retryJob(strapi, idOf(ctx), viewerOf(ctx));
      if (!job) throw refuse(['id'], 'job-nobody-left');
      await answer(ctx, job.id);
    },
  };
};

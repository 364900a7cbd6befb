import type { Core } from '@strapi/strapi';
import { api } from '../../../contracts/api';
import { getService } from '../get-service';
import { showJob, showJobs } from '../services/background';
import { readConnectionRules, retryJob } from '../services/engine';
import { notFound } from '../utils/errors';
import { handle } from '../utils/handle';
import { paginationOf } from '../utils/pagination';
import { refuse } from '../utils/validate';
import { viewerOf } from '../utils/viewer-of';

export default ({ strapi }: { strapi: Core.Strapi }) => {
  const answer = async (id: number) => {
    const job = await getService(strapi, 'jobs').find(id);
    if (!job) throw notFound('There is no such job.');
    return { data: await showJob(strapi, job), meta: {} };
  };

  return {
    find: handle(api['jobs.find'], async (_ctx, { query }) => {
      const { page, pageSize } = query;
      const { id } = await readConnectionRules(strapi);
      const asked = { offset: (page - 1) * pageSize, limit: pageSize };
      const { rows, total } = await getService(strapi, 'jobs').list(id, asked);
      return {
        data: await showJobs(strapi, rows),
        meta: { pagination: paginationOf({ page, pageSize, total }) },
      };
    }),

    findOne: handle(api['jobs.findOne'], (_ctx, { params }) => answer(params.id)),

    stop: handle(api['jobs.stop'], async (_ctx, { params }) => {
      await getService(strapi, 'jobs').stop(params.id);
      return answer(params.id);
    }),

    resume: handle(api['jobs.resume'], async (_ctx, { params }) => {
      await getService(strapi, 'jobs').resume(params.id);
      return answer(params.id);
    }),

    retry: handle(api['jobs.retry'], async (ctx, { params }) => {
      const job = await retryJob(strapi, params.id, viewerOf(ctx));
      if (!job) throw refuse(['id'], 'job-nobody-left');
      return answer(job.id);
    }),
  };
};

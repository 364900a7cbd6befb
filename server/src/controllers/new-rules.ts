import type { Core } from '@strapi/strapi';
import { api } from '../../../contracts/api';
import { getService } from '../get-service';
import { showJob } from '../services/background';
import { handle } from '../utils/handle';
import { paginationOf } from '../utils/pagination';
import { viewerOf } from '../utils/viewer-of';

export default ({ strapi }: { strapi: Core.Strapi }) => ({
  find: handle(api['new-rules.find'], async (ctx, { query }) => {
    const { rows, total } = await getService(strapi, 'new-rules').list(query, viewerOf(ctx));
    return { data: rows, meta: { pagination: paginationOf({ ...query, total }) } };
  }),

  apply: handle(api['new-rules.apply'], async (ctx) => {
    const job = await getService(strapi, 'new-rules').apply(viewerOf(ctx));
    return { data: await showJob(strapi, job), meta: {} };
  }),

  decline: handle(api['new-rules.decline'], async (ctx) => {
    const members = await getService(strapi, 'new-rules').decline(viewerOf(ctx));
    return { data: { members }, meta: {} };
  }),
});

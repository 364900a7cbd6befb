import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { api } from '../../../contracts/api';
import { may, type Viewer } from '../core/viewer/viewer';
import { getService } from '../get-service';
import { showJob } from '../services/background';
import { handle } from '../utils/handle';
import { paginationOf } from '../utils/pagination';
import { viewerOf } from '../utils/viewer-of';

export default ({ strapi }: { strapi: Core.Strapi }) => ({
  find: handle(api['webhook-logs.find'], async (ctx, { query }) => {
    const { page, pageSize, sort, ...filter } = query;
    const viewer = viewerOf(ctx);
    checkFilter(filter, viewer);
    const { rows, total, isCapped } = await getService(strapi, 'webhook-logs').list(
      filter,
      { page, pageSize, oldestFirst: sort === 'receivedAt:asc' },
      viewer
    );
    const pagination = { ...paginationOf({ page, pageSize, total }), totalIsCapped: isCapped };
    return { data: rows, meta: { pagination } };
  }),

  findOne: handle(api['webhook-logs.findOne'], async (ctx, { params }) => ({
    data: await getService(strapi, 'webhook-logs').one(params.id, viewerOf(ctx)),
    meta: {},
  })),

  replay: handle(api['webhook-logs.replay'], async (ctx, { params, body }) => {
    const asked = { dryRun: body.dryRun, viewer: viewerOf(ctx) };
    return { data: await getService(strapi, 'replay').one(params.id, asked), meta: {} };
  }),

  replayMany: handle(api['webhook-logs.replayMany'], async (ctx, { body }) => {
    const { filter, dryRun } = body;
    const viewer = viewerOf(ctx);
    checkFilter(filter, viewer);
    const replay = getService(strapi, 'replay');
    if (dryRun) return { data: await replay.preview(filter, viewer), meta: {} };
    return { data: await showJob(strapi, await replay.many(filter, viewer)), meta: {} };
  }),

  settle: handle(api['webhook-logs.settle'], async (ctx, { params, body }) => ({
    data: await getService(strapi, 'settlements').settle(params.id, body, viewerOf(ctx)),
    meta: { dryRun: body.dryRun },
  })),

  accept: handle(api['webhook-logs.accept'], async (ctx, { params, body }) => {
    const viewer = viewerOf(ctx);
    await getService(strapi, 'settlements').accept(params.id, body.reason ?? null, viewer);
    return { data: await getService(strapi, 'webhook-logs').one(params.id, viewer), meta: {} };
  }),
});

function checkFilter({ email }: { readonly email?: string | undefined }, viewer: Viewer): void {
  if (email !== undefined && !may(viewer, 'seePersonalData')) {
    throw new errors.ForbiddenError('Searching by e-mail needs “See personal data”.');
  }
}

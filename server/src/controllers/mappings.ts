import type { Core } from '@strapi/strapi';
import { api } from '../../../contracts/api';
import { readGrace } from '../core/rules/grace';
import { getService } from '../get-service';
import { handle } from '../utils/handle';
import { pageOf } from '../utils/pagination';
import { viewerOf } from '../utils/viewer-of';

export default ({ strapi }: { strapi: Core.Strapi }) => {
  const mappings = () => getService(strapi, 'mappings');

  return {
    find: handle(api['mappings.find'], async (_ctx, { query }) =>
      pageOf(await mappings().list(), query)
    ),

    paidPeriod: handle(api['mappings.paidPeriod'], async (_ctx, { query }) => ({
      data: await getService(strapi, 'paid-periods').of(query),
      meta: {},
    })),

    create: handle(api['mappings.create'], async (ctx, { body }) => ({
      data: await mappings().create({ ...body, ...readGrace(body) }, viewerOf(ctx)),
      meta: {},
    })),

    update: handle(api['mappings.update'], async (ctx, { params, body }) => ({
      data: await mappings().change(params.id, { ...body, ...readGrace(body) }, viewerOf(ctx)),
      meta: {},
    })),

    delete: handle(api['mappings.delete'], async (ctx, { params }) => ({
      data: await mappings().remove(params.id, viewerOf(ctx)),
      meta: {},
    })),
  };
};

import type { Core } from '@strapi/strapi';
import { api } from '../../../contracts/api';
import { getService } from '../get-service';
import { handle } from '../utils/handle';
import { pageOf } from '../utils/pagination';
import { viewerOf } from '../utils/viewer-of';

export default ({ strapi }: { strapi: Core.Strapi }) => ({
  find: handle(api['access-levels.find'], async (_ctx, { query }) =>
    pageOf(await getService(strapi, 'access-levels').list(), query)
  ),

  roles: handle(api['access-levels.roles'], async () => ({
    data: await getService(strapi, 'access-levels').roles(),
    meta: {},
  })),

  create: handle(api['access-levels.create'], async (ctx, { body }) => ({
    data: await getService(strapi, 'access-levels').create(body.name, viewerOf(ctx)),
    meta: {},
  })),

  order: handle(api['access-levels.order'], async (ctx, { body }) => ({
    data: await getService(strapi, 'access-levels').order(body.roleIds, viewerOf(ctx)),
    meta: {},
  })),
});

import type { Core } from '@strapi/strapi';
import { api } from '../../../contracts/api';
import { getService } from '../get-service';
import { handle } from '../utils/handle';
import { pageOf } from '../utils/pagination';
import { viewerOf } from '../utils/viewer-of';

export default ({ strapi }: { strapi: Core.Strapi }) => {
  const offers = () => getService(strapi, 'offers');

  return {
    find: handle(api['offers.find'], async (_ctx, { query }) =>
      pageOf(await offers().list(), query)
    ),

    waitingBuyers: handle(api['offers.waitingBuyers'], async (ctx) => ({
      data: await offers().waitingBuyers(viewerOf(ctx)),
      meta: {},
    })),

    saveMappings: handle(api['offers.saveMappings'], async (ctx, { body }) => ({
      data: await offers().saveMappings(body, viewerOf(ctx)),
      meta: {},
    })),

    update: handle(api['offers.update'], async (ctx, { params, body }) => ({
      data: await offers().ignore(params.id, body.ignored, viewerOf(ctx)),
      meta: {},
    })),
  };
};

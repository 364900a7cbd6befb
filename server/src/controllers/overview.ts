import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { api } from '../../../contracts/api';
import { getService } from '../get-service';
import { handle } from '../utils/handle';
import { viewerOf } from '../utils/viewer-of';

export default ({ strapi }: { strapi: Core.Strapi }) => {
  const show = async (ctx: Context) => {
    await getService(strapi, 'site-origin').note(viewerOf(ctx));
    return { data: await getService(strapi, 'overview').get(), meta: {} };
  };

  return {
    find: handle(api['overview.find'], show),

    putNoticeAway: handle(api['overview.putNoticeAway'], async (ctx, { params }) => {
      await getService(strapi, 'connection').putAway(params.name, viewerOf(ctx));
      return show(ctx);
    }),
  };
};

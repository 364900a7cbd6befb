import type { Core } from '@strapi/strapi';
import { api } from '../../../contracts/api';
import { getService } from '../get-service';
import { handle } from '../utils/handle';
import { asking } from './asking';

/** The keys of the webhook URL. */
export default ({ strapi }: { strapi: Core.Strapi }) => {
  const keys = () => getService(strapi, 'webhook-keys');

  return {
    /** A new main URL. The old one works beside it for a while; with `overlapHours: 0` it ends at once. */
    rotate: handle(api['webhook-keys.rotate'], async (ctx, { body }) => ({
      data: await keys().rotate(body, asking(ctx)),
      meta: {},
    })),

    /** One more URL beside the others, with a name of its own. */
    create: handle(api['webhook-keys.create'], async (ctx, { body }) => ({
      data: await keys().add(body, asking(ctx)),
      meta: {},
    })),

    /** Another name for a URL. */
    update: handle(api['webhook-keys.update'], async (ctx, { params, body }) => ({
      data: await keys().rename(params.id, body, asking(ctx)),
      meta: {},
    })),

    /** Ends a URL that is not the main one. 409 with its last use when that was in the last 24 hours and no `overlapHours` is given. */
    end: handle(api['webhook-keys.end'], async (ctx, { params, body }) => ({
      data: await keys().end(params.id, body, asking(ctx)),
      meta: {},
    })),

    /** A URL with its key. The activity has a line for each person, URL and day. */
    reveal: handle(api['webhook-keys.reveal'], async (ctx, { params }) => ({
      data: await keys().reveal(params.id, asking(ctx)),
      meta: {},
    })),
  };
};

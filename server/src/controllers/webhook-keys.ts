import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { getService } from '../get-service';
import { bodyOf } from '../utils/body-of';
import { validate } from '../utils/validate';
import { idParams, nothing } from './validation/common';
import { endWebhookKeyBody, rotateConnectionBody, webhookKeyBody } from './validation/connection';
import { asking } from './asking';

/** The keys of the webhook URL. */
export default ({ strapi }: { strapi: Core.Strapi }) => {
  const keys = () => getService(strapi, 'webhook-keys');

  return {
    /** A new main URL. The old one works beside it for a while; with `overlapHours: 0` it ends at once. */
    async rotate(ctx: Context) {
      const body = validate(rotateConnectionBody, bodyOf(ctx));
      ctx.body = { data: await keys().rotate(body, asking(ctx)), meta: {} };
    },

    /** One more URL beside the others, with a name of its own. */
    async create(ctx: Context) {
      const body = validate(webhookKeyBody, bodyOf(ctx));
      const data = await keys().add(body, asking(ctx));
      ctx.status = 201;
      ctx.body = { data, meta: {} };
    },

    /** Another name for a URL. */
    async update(ctx: Context) {
      const { id } = validate(idParams, ctx['params']);
      const body = validate(webhookKeyBody, bodyOf(ctx));
      ctx.body = { data: await keys().rename(id, body, asking(ctx)), meta: {} };
    },

    /** Ends a URL that is not the main one. 409 with its last use when that was in the last 24 hours and no `overlapHours` is given. */
    async end(ctx: Context) {
      const { id } = validate(idParams, ctx['params']);
      const body = validate(endWebhookKeyBody, bodyOf(ctx));
      ctx.body = { data: await keys().end(id, body, asking(ctx)), meta: {} };
    },

    /** A URL with its key. The activity has a line for each person, URL and day. */
    async reveal(ctx: Context) {
      const { id } = validate(idParams, ctx['params']);
      validate(nothing, bodyOf(ctx));
      ctx.body = { data: await keys().reveal(id, asking(ctx)), meta: {} };
    },
  };
};

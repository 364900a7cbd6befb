import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import type { Context } from 'koa';
import { bodyOf } from '../utils/body-of';
import { viewerOf } from '../utils/viewer-of';
import { may, type Viewer } from '../core/viewer/viewer';
import { getService } from '../get-service';
import { validate } from '../utils/validate';
import {
  disableConnectionBody,
  previewWelcomeBody,
  retentionQuery,
  rotateConnectionBody,
  updateConnectionBody,
} from './validation/connection';
import { nothing } from './validation/common';

export default ({ strapi }: { strapi: Core.Strapi }) => {
  const connection = () => getService(strapi, 'connection');

  return {
    async find(ctx: Context) {
      ctx.body = { data: await connection().get(asking(ctx)), meta: {} };
    },

    async enable(ctx: Context) {
      validate(nothing, bodyOf(ctx));
      ctx.body = { data: await connection().enable(asking(ctx)), meta: {} };
    },

    async disable(ctx: Context) {
      const { mode } = validate(disableConnectionBody, bodyOf(ctx));
      ctx.body = { data: await connection().disable(mode, asking(ctx)), meta: {} };
    },

    async rotate(ctx: Context) {
      const body = validate(rotateConnectionBody, bodyOf(ctx));
      ctx.body = { data: await connection().rotate(body, asking(ctx)), meta: {} };
    },

    async update(ctx: Context) {
      const body = validate(updateConnectionBody, bodyOf(ctx));
      const viewer = asking(ctx);
      if (body.ipnSecrets && !may(viewer, 'manageSecrets')) {
        throw new errors.ForbiddenError('Your role may not set IPN secrets.');
      }
      ctx.body = { data: await connection().update(body, viewer), meta: {} };
    },

    async previewWelcome(ctx: Context) {
      const body = validate(previewWelcomeBody, bodyOf(ctx));
      ctx.body = { data: await getService(strapi, 'welcome-mail').preview(body), meta: {} };
    },

    async previewRetention(ctx: Context) {
      const query = validate(retentionQuery, ctx.query);
      ctx.body = { data: await getService(strapi, 'housekeeping').countOld(query), meta: {} };
    },

    async findAlertRecipients(ctx: Context) {
      ctx.body = { data: await getService(strapi, 'alerts').recipients(), meta: {} };
    },
  };
};

/** Who asks. Nothing of an answer that may hold the webhook URL stays in a cache or goes on as a referrer. */
function asking(ctx: Context): Viewer {
  ctx.set('Cache-Control', 'no-store');
  ctx.set('Referrer-Policy', 'no-referrer');
  return viewerOf(ctx);
}

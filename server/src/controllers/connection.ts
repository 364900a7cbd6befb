import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import type { Context } from 'koa';
import { bodyOf } from '../utils/body-of';
import { may } from '../core/viewer/viewer';
import { asking } from './asking';
import { getService } from '../get-service';
import { validate } from '../utils/validate';
import {
  connectionQuery,
  disableConnectionBody,
  previewWelcomeBody,
  retentionQuery,
  updateConnectionBody,
} from './validation/connection';
import { nothing } from './validation/common';

export default ({ strapi }: { strapi: Core.Strapi }) => {
  const connection = () => getService(strapi, 'connection');

  return {
    async find(ctx: Context) {
      const { webhookUrl } = validate(connectionQuery, ctx.query);
      const viewer = asking(ctx);
      const data =
        webhookUrl === 'false'
          ? await connection().get(viewer)
          : await connection().getWithUrl(viewer);
      ctx.body = { data, meta: {} };
    },

    async enable(ctx: Context) {
      validate(nothing, bodyOf(ctx));
      ctx.body = { data: await connection().enable(asking(ctx)), meta: {} };
    },

    async disable(ctx: Context) {
      const { mode } = validate(disableConnectionBody, bodyOf(ctx));
      ctx.body = { data: await connection().disable(mode, asking(ctx)), meta: {} };
    },

    async update(ctx: Context) {
      const body = validate(updateConnectionBody, bodyOf(ctx));
      const viewer = asking(ctx);
      const isAboutSecrets = body.ipnSecrets !== undefined || body.ipnOnly !== undefined;
      if (isAboutSecrets && !may(viewer, 'manageSecrets')) {
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

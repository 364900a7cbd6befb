import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import type { Context } from 'koa';
import { bodyOf, isAllowed } from '../utils/admin-context';
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
import { viewerOf } from './viewer';

export default ({ strapi }: { strapi: Core.Strapi }) => {
  const connection = () => getService(strapi, 'connection');

  return {
    async find(ctx: Context) {
      ctx.body = { data: await connection().get(viewerOf(ctx)), meta: {} };
    },

    async enable(ctx: Context) {
      validate(nothing, bodyOf(ctx));
      ctx.body = { data: await connection().enable(viewerOf(ctx)), meta: {} };
    },

    async disable(ctx: Context) {
      const { mode } = validate(disableConnectionBody, bodyOf(ctx));
      ctx.body = { data: await connection().disable(mode, viewerOf(ctx)), meta: {} };
    },

    async rotate(ctx: Context) {
      const body = validate(rotateConnectionBody, bodyOf(ctx));
      ctx.body = { data: await connection().rotate(body, viewerOf(ctx)), meta: {} };
    },

    async update(ctx: Context) {
      const body = validate(updateConnectionBody, bodyOf(ctx));
      if (body.ipnSecrets && !isAllowed(ctx, 'manageSecrets')) {
        throw new errors.ForbiddenError('Your role may not set IPN secrets.');
      }
      ctx.body = { data: await connection().update(body, viewerOf(ctx)), meta: {} };
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

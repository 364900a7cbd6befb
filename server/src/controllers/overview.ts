import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { viewerOf } from '../utils/viewer-of';
import { getService } from '../get-service';
import { bodyOf } from '../utils/body-of';
import { validate } from '../utils/validate';
import { nothing } from './validation/common';
import { noticeParams } from './validation/overview';

export default ({ strapi }: { strapi: Core.Strapi }) => ({
  async find(ctx: Context) {
    ctx.body = { data: await getService(strapi, 'overview').get(), meta: {} };
  },

  /** Somebody has seen to what a notice says; it comes again only for something newer. */
  async putNoticeAway(ctx: Context) {
    const { name } = validate(noticeParams, ctx['params']);
    validate(nothing, bodyOf(ctx));
    await getService(strapi, 'connection').putAway(name, viewerOf(ctx));
    ctx.body = { data: await getService(strapi, 'overview').get(), meta: {} };
  },
});

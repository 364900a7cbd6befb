import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { bodyOf } from '../utils/body-of';
import { viewerOf } from '../utils/viewer-of';
import { getService } from '../get-service';
import { pageOf } from '../utils/pagination';
import { validate } from '../utils/validate';
import { optionalPageQuery } from './validation/common';
import { createAccessLevelBody, orderAccessLevelsBody } from './validation/access-levels';

export default ({ strapi }: { strapi: Core.Strapi }) => ({
  async find(ctx: Context) {
    const asked = validate(optionalPageQuery, ctx.query);
    ctx.body = pageOf(await getService(strapi, 'access-levels').list(), asked);
  },

  async roles(ctx: Context) {
    ctx.body = { data: await getService(strapi, 'access-levels').roles(), meta: {} };
  },

  async create(ctx: Context) {
    const { name } = validate(createAccessLevelBody, bodyOf(ctx));
    const data = await getService(strapi, 'access-levels').create(name, viewerOf(ctx));
    ctx.status = 201;
    ctx.body = { data, meta: {} };
  },

  async order(ctx: Context) {
    const { roleIds } = validate(orderAccessLevelsBody, bodyOf(ctx));
    const data = await getService(strapi, 'access-levels').order(roleIds, viewerOf(ctx));
    ctx.body = { data, meta: {} };
  },
});

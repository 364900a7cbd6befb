import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { bodyOf } from '../utils/body-of';
import { viewerOf } from '../utils/viewer-of';
import { getService } from '../get-service';
import { pageOf } from '../utils/pagination';
import { validate } from '../utils/validate';
import { idParams, optionalPageQuery } from './validation/common';
import {
  changeMappingBody,
  paidPeriodQuery,
  saveMappingBody,
  readGrace,
} from './validation/mappings';

export default ({ strapi }: { strapi: Core.Strapi }) => ({
  async find(ctx: Context) {
    const asked = validate(optionalPageQuery, ctx.query);
    ctx.body = pageOf(await getService(strapi, 'mappings').list(), asked);
  },

  /** How long one payment of a product lasts, as far as payments show it: to be suggested, not to be relied on. */
  async paidPeriod(ctx: Context) {
    const { productId, pricePoint } = validate(paidPeriodQuery, ctx.query);
    const data = await getService(strapi, 'paid-periods').of({ productId, pricePoint });
    ctx.body = { data, meta: {} };
  },

  async create(ctx: Context) {
    const body = validate(saveMappingBody, bodyOf(ctx));
    const change = { ...body, ...readGrace(body) };
    ctx.status = 201;
    ctx.body = {
      data: await getService(strapi, 'mappings').create(change, viewerOf(ctx)),
      meta: {},
    };
  },

  async update(ctx: Context) {
    const { id } = validate(idParams, ctx['params']);
    const body = validate(changeMappingBody, bodyOf(ctx));
    const change = { ...body, ...readGrace(body) };
    const data = await getService(strapi, 'mappings').change(id, change, viewerOf(ctx));
    ctx.body = { data, meta: {} };
  },

  async delete(ctx: Context) {
    const { id } = validate(idParams, ctx['params']);
    ctx.body = { data: await getService(strapi, 'mappings').remove(id, viewerOf(ctx)), meta: {} };
  },
});

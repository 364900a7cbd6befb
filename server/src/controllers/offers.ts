import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { bodyOf } from '../utils/body-of';
import { viewerOf } from '../utils/viewer-of';
import { getService } from '../get-service';
import { pageOf } from '../utils/pagination';
import { validate } from '../utils/validate';
import { idParams, optionalPageQuery } from './validation/common';
import { ignoreOfferBody, saveOfferMappingsBody } from './validation/offers';

export default ({ strapi }: { strapi: Core.Strapi }) => ({
  async find(ctx: Context) {
    const asked = validate(optionalPageQuery, ctx.query);
    ctx.body = pageOf(await getService(strapi, 'offers').list(), asked);
  },

  async waitingBuyers(ctx: Context) {
    const data = await getService(strapi, 'offers').waitingBuyers(viewerOf(ctx));
    ctx.body = { data, meta: {} };
  },

  async saveMappings(ctx: Context) {
    const body = validate(saveOfferMappingsBody, bodyOf(ctx));
    const data = await getService(strapi, 'offers').saveMappings(body, viewerOf(ctx));
    ctx.body = { data, meta: {} };
  },

  async update(ctx: Context) {
    const { id } = validate(idParams, ctx['params']);
    const { ignored } = validate(ignoreOfferBody, bodyOf(ctx));
    const data = await getService(strapi, 'offers').ignore(id, ignored, viewerOf(ctx));
    ctx.body = { data, meta: {} };
  },
});

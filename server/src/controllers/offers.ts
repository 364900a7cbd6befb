import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { actorOf, bodyOf, isAllowed } from '../utils/admin-context';
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
    const seesPersonalData = isAllowed(ctx, 'seePersonalData');
    ctx.body = {
      data: await getService(strapi, 'offers').waitingBuyers(seesPersonalData),
      meta: {},
    };
  },

  async saveMappings(ctx: Context) {
    const body = validate(saveOfferMappingsBody, bodyOf(ctx));
    const data = await getService(strapi, 'offers').saveMappings(body, actorOf(ctx));
    ctx.body = { data, meta: {} };
  },

  async update(ctx: Context) {
    const { id } = validate(idParams, ctx['params']);
    const { ignored } = validate(ignoreOfferBody, bodyOf(ctx));
    const data = await getService(strapi, 'offers').ignore(id, ignored, actorOf(ctx));
    ctx.body = { data, meta: {} };
  },
});

import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { z } from 'zod';
import type { SaveOfferMappingsBody } from '../../../contracts/offer';
import { actorOf, bodyOf } from '../utils/admin-context';
import { getService } from '../utils/get-service';
import { validate } from '../utils/validate';
import { idParams, roleId } from './validation/common';

const saveOfferMappingsBody = z.strictObject({
  mappings: z
    .array(z.strictObject({ offerId: z.int().positive(), roleId }))
    .min(1)
    .max(500),
}) satisfies z.ZodType<SaveOfferMappingsBody>;

const ignoreOfferBody = z.strictObject({ ignored: z.boolean() });

export default ({ strapi }: { strapi: Core.Strapi }) => ({
  async find(ctx: Context) {
    ctx.body = { data: await getService(strapi, 'offers').list(), meta: {} };
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

import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import type { RuleChange } from '../services/catalogue';
import { bodyOf } from '../utils/body-of';
import { viewerOf } from '../utils/viewer-of';
import { getService } from '../get-service';
import { validate } from '../utils/validate';
import { orderAccessLevelsBody } from './validation/access-levels';
import { saveOfferMappingsBody } from './validation/offers';
import { readGrace } from './validation/mappings';
import { previewFallbackBody, previewPartQuery, readPreviewedMapping } from './validation/previews';

/** What a change would do to members; asked for before it is saved, and nothing is written. */
export default ({ strapi }: { strapi: Core.Strapi }) => {
  const answer = async (ctx: Context, { productIds, change }: RuleChange) => {
    const { afterId, limit } = validate(previewPartQuery, ctx.query);
    const part = afterId === undefined ? null : { afterId, limit };
    const asked = { productIds, viewer: viewerOf(ctx), part };
    const { preview, meta } = await getService(strapi, 'preview').of(change, asked);
    ctx.body = { data: preview, meta };
  };
  const changes = () => getService(strapi, 'rule-changes');

  return {
    async mapping(ctx: Context) {
      const proposal = readPreviewedMapping(bodyOf(ctx));
      const grace = 'remove' in proposal ? {} : readGrace(proposal);
      await answer(ctx, await changes().mapping({ ...proposal, ...grace }));
    },

    async offers(ctx: Context) {
      await answer(ctx, await changes().offers(validate(saveOfferMappingsBody, bodyOf(ctx))));
    },

    async levels(ctx: Context) {
      await answer(
        ctx,
        await changes().order(validate(orderAccessLevelsBody, bodyOf(ctx)).roleIds)
      );
    },

    async fallback(ctx: Context) {
      const { fallbackRoleId } = validate(previewFallbackBody, bodyOf(ctx));
      await answer(ctx, await changes().fallback(fallbackRoleId));
    },
  };
};

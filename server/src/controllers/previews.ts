import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import type { z } from 'zod';
import { api } from '../../../contracts/api';
import type { previewPartQuery } from '../../../contracts/preview';
import { readGrace } from '../core/rules/grace';
import { getService } from '../get-service';
import type { RuleChange } from '../services/catalogue';
import { handle } from '../utils/handle';
import { viewerOf } from '../utils/viewer-of';

type Part = z.output<typeof previewPartQuery>;

/** What a change would do to members; asked for before it is saved, and nothing is written. */
export default ({ strapi }: { strapi: Core.Strapi }) => {
  const changes = () => getService(strapi, 'rule-changes');
  const answer = async (ctx: Context, { afterId, limit }: Part, ruleChange: RuleChange) => {
    const { productIds, change } = ruleChange;
    const part = afterId === undefined ? null : { afterId, limit };
    const asked = { productIds, viewer: viewerOf(ctx), part };
    const { preview, meta } = await getService(strapi, 'preview').of(change, asked);
    return { data: preview, meta };
  };

  return {
    mapping: handle(api['previews.mapping'], async (ctx, { query, body }) => {
      const grace = 'remove' in body ? {} : readGrace(body);
      return answer(ctx, query, await changes().mapping({ ...body, ...grace }));
    }),

    offers: handle(api['previews.offers'], async (ctx, { query, body }) =>
      answer(ctx, query, await changes().offers(body))
    ),

    levels: handle(api['previews.levels'], async (ctx, { query, body }) =>
      answer(ctx, query, await changes().order(body.roleIds))
    ),

    fallback: handle(api['previews.fallback'], async (ctx, { query, body }) =>
      answer(ctx, query, await changes().fallback(body.fallbackRoleId))
    ),
  };
};

import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { showJobs } from '../services/background';
import { bodyOf } from '../utils/body-of';
import { viewerOf } from '../utils/viewer-of';
import { getService } from '../get-service';
import { paginationOf } from '../utils/pagination';
import { validate } from '../utils/validate';
import { nothing } from './validation/common';
import { waitingMemberQuery } from './validation/new-rules';

export default ({ strapi }: { strapi: Core.Strapi }) => ({
  /** Members whom the rules of this version would change, as long as nobody has answered. */
  async find(ctx: Context) {
    const page = validate(waitingMemberQuery, ctx.query);
    const { rows, total } = await getService(strapi, 'new-rules').list(page, viewerOf(ctx));
    ctx.body = { data: rows, meta: { pagination: paginationOf({ ...page, total }) } };
  },

  /** The new rules are applied to all who wait, as a job. */
  async apply(ctx: Context) {
    validate(nothing, bodyOf(ctx));
    const job = await getService(strapi, 'new-rules').apply(viewerOf(ctx));
    const [data] = await showJobs(strapi, [job]);
    ctx.body = { data, meta: {} };
  },

  /** All who wait keep what they have. */
  async decline(ctx: Context) {
    validate(nothing, bodyOf(ctx));
    const members = await getService(strapi, 'new-rules').decline(viewerOf(ctx));
    ctx.body = { data: { members }, meta: {} };
  },
});

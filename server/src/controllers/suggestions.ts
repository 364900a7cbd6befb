import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { bodyOf } from '../utils/body-of';
import { viewerOf } from '../utils/viewer-of';
import { getService } from '../get-service';
import { paginationOf } from '../utils/pagination';
import { validate } from '../utils/validate';
import { idParams, nothing } from './validation/common';
import { suggestionQuery } from './validation/suggestions';

export default ({ strapi }: { strapi: Core.Strapi }) => ({
  /** Buyers who may have another account, as long as nobody has said whether it is theirs. */
  async find(ctx: Context) {
    const page = validate(suggestionQuery, ctx.query);
    const { rows, total } = await getService(strapi, 'second-addresses').list(page, viewerOf(ctx));
    ctx.body = { data: rows, meta: { pagination: paginationOf({ ...page, total }) } };
  },

  /** Other accounts that may be this member's, as of now. */
  async findOfMember(ctx: Context) {
    const { id } = validate(idParams, ctx['params']);
    const data = await getService(strapi, 'second-addresses').of(id, viewerOf(ctx));
    ctx.body = { data, meta: {} };
  },

  /** They are two people. */
  async dismiss(ctx: Context) {
    const { id } = validate(idParams, ctx['params']);
    validate(nothing, bodyOf(ctx));
    await getService(strapi, 'second-addresses').dismiss(id, viewerOf(ctx));
    ctx.body = { data: { id }, meta: {} };
  },
});

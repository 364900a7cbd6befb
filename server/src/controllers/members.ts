import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import type { Context } from 'koa';
import { showJobs } from '../services/background';
import { bodyOf } from '../utils/body-of';
import { viewerOf } from '../utils/viewer-of';
import { may } from '../core/viewer/viewer';
import { getService } from '../get-service';
import { paginationOf } from '../utils/pagination';
import { validate } from '../utils/validate';
import { idParams, nothing } from './validation/common';
import {
  createOverrideBody,
  keepDriftBody,
  linkMemberBody,
  memberQuery,
  overrideParams,
  recomputeMemberBody,
  settleRenewalsBody,
  takeBackQuery,
} from './validation/members';

export default ({ strapi }: { strapi: Core.Strapi }) => {
  const members = () => getService(strapi, 'members');

  return {
    async find(ctx: Context) {
      const { page, pageSize, ...filter } = validate(memberQuery, ctx.query);
      const viewer = viewerOf(ctx);
      const isSearch = filter.email !== undefined || filter.search !== undefined;
      if (isSearch && !may(viewer, 'seePersonalData')) {
        throw new errors.ForbiddenError('Searching for people needs “See personal data”.');
      }
      const { rows, total } = await members().list(filter, { page, pageSize }, viewer);
      ctx.body = { data: rows, meta: { pagination: paginationOf({ page, pageSize, total }) } };
    },

    async findOne(ctx: Context) {
      const { id } = validate(idParams, ctx['params']);
      ctx.body = { data: await members().one(id, viewerOf(ctx)), meta: {} };
    },

    async createOverride(ctx: Context) {
      const { id } = validate(idParams, ctx['params']);
      const { dryRun, ...override } = validate(createOverrideBody, bodyOf(ctx));
      const asked = { viewer: viewerOf(ctx), dryRun };
      const data = await getService(strapi, 'overrides').give(id, override, asked);
      ctx.status = dryRun ? 200 : 201;
      ctx.body = { data, meta: { dryRun } };
    },

    async deleteOverride(ctx: Context) {
      const { id, overrideId } = validate(overrideParams, ctx['params']);
      const { dryRun } = validate(takeBackQuery, ctx.query);
      const asked = { viewer: viewerOf(ctx), dryRun };
      const data = await getService(strapi, 'overrides').takeBack(id, overrideId, asked);
      ctx.body = { data, meta: { dryRun } };
    },

    /** Several purchases are one subscription, or a person says that they are not. */
    async settleRenewals(ctx: Context) {
      const { id } = validate(idParams, ctx['params']);
      const { dryRun, ...body } = validate(settleRenewalsBody, bodyOf(ctx));
      const asked = { viewer: viewerOf(ctx), dryRun };
      const data = await getService(strapi, 'renewals').settle(id, body, asked);
      ctx.body = { data, meta: { dryRun } };
    },

    async recompute(ctx: Context) {
      const { id } = validate(idParams, ctx['params']);
      const { dryRun } = validate(recomputeMemberBody, bodyOf(ctx));
      const asked = { viewer: viewerOf(ctx), dryRun };
      const { before, after } = await getService(strapi, 'member-care').recomputeAndShow(id, asked);
      ctx.body = { data: after, meta: { dryRun, before } };
    },

    /** Everybody: dry, who would change; else as a job. */
    async recomputeAll(ctx: Context) {
      const { dryRun } = validate(recomputeMemberBody, bodyOf(ctx));
      const viewer = viewerOf(ctx);
      const data = dryRun
        ? (
            await getService(strapi, 'preview').of((rules) => rules, {
              productIds: null,
              viewer,
              part: null,
            })
          ).preview
        : (
            await showJobs(strapi, [
              await getService(strapi, 'member-care').recomputeEverybody(viewer),
            ])
          )[0];
      ctx.body = { data, meta: {} };
    },

    async keepDrift(ctx: Context) {
      const { id } = validate(idParams, ctx['params']);
      const body = validate(keepDriftBody, bodyOf(ctx));
      const viewer = viewerOf(ctx);
      await getService(strapi, 'drift').keep(id, body, viewer);
      ctx.body = { data: await members().one(id, viewer), meta: {} };
    },

    async link(ctx: Context) {
      const { id } = validate(idParams, ctx['params']);
      const body = validate(linkMemberBody, bodyOf(ctx));
      const viewer = viewerOf(ctx);
      const links = getService(strapi, 'account-links');
      await ('userId' in body
        ? links.link(id, body.userId, viewer)
        : links.createAgain(id, viewer));
      ctx.body = { data: await members().one(id, viewer), meta: {} };
    },

    async unlink(ctx: Context) {
      const { id } = validate(idParams, ctx['params']);
      validate(nothing, bodyOf(ctx));
      const viewer = viewerOf(ctx);
      await getService(strapi, 'account-links').undo(id, viewer);
      ctx.body = { data: await members().one(id, viewer), meta: {} };
    },

    async resendWelcome(ctx: Context) {
      const { id } = validate(idParams, ctx['params']);
      validate(nothing, bodyOf(ctx));
      const viewer = viewerOf(ctx);
      await getService(strapi, 'welcome-mail').resend(id, viewer);
      ctx.body = { data: await members().one(id, viewer), meta: {} };
    },

    async erase(ctx: Context) {
      const { id } = validate(idParams, ctx['params']);
      validate(nothing, bodyOf(ctx));
      const viewer = viewerOf(ctx);
      await getService(strapi, 'member-care').erase(id, viewer);
      ctx.body = { data: await members().one(id, viewer), meta: {} };
    },
  };
};

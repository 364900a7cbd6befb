import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import type { Context } from 'koa';
import { showJobs } from '../services/background';
import { actorOf, bodyOf, isAllowed } from '../utils/admin-context';
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
      const seesPersonalData = isAllowed(ctx, 'seePersonalData');
      if ((filter.email !== undefined || filter.search !== undefined) && !seesPersonalData) {
        throw new errors.ForbiddenError('Searching for people needs “See personal data”.');
      }
      const { rows, total } = await members().list(filter, { page, pageSize }, seesPersonalData);
      ctx.body = { data: rows, meta: { pagination: paginationOf({ page, pageSize, total }) } };
    },

    async findOne(ctx: Context) {
      const { id } = validate(idParams, ctx['params']);
      ctx.body = { data: await members().one(id, isAllowed(ctx, 'seePersonalData')), meta: {} };
    },

    async createOverride(ctx: Context) {
      const { id } = validate(idParams, ctx['params']);
      const { dryRun, ...override } = validate(createOverrideBody, bodyOf(ctx));
      const seesPersonalData = isAllowed(ctx, 'seePersonalData');
      const asked = { actor: actorOf(ctx), dryRun, seesPersonalData };
      const data = await getService(strapi, 'overrides').give(id, override, asked);
      ctx.status = dryRun ? 200 : 201;
      ctx.body = { data, meta: { dryRun } };
    },

    async deleteOverride(ctx: Context) {
      const { id, overrideId } = validate(overrideParams, ctx['params']);
      const { dryRun } = validate(takeBackQuery, ctx.query);
      const seesPersonalData = isAllowed(ctx, 'seePersonalData');
      const asked = { actor: actorOf(ctx), dryRun, seesPersonalData };
      const data = await getService(strapi, 'overrides').takeBack(id, overrideId, asked);
      ctx.body = { data, meta: { dryRun } };
    },

    /** Several purchases are one subscription, or a person says that they are not. */
    async settleRenewals(ctx: Context) {
      const { id } = validate(idParams, ctx['params']);
      const { dryRun, ...body } = validate(settleRenewalsBody, bodyOf(ctx));
      const seesPersonalData = isAllowed(ctx, 'seePersonalData');
      const asked = { actor: actorOf(ctx), dryRun, seesPersonalData };
      const data = await getService(strapi, 'renewals').settle(id, body, asked);
      ctx.body = { data, meta: { dryRun } };
    },

    async recompute(ctx: Context) {
      const { id } = validate(idParams, ctx['params']);
      const { dryRun } = validate(recomputeMemberBody, bodyOf(ctx));
      const seesPersonalData = isAllowed(ctx, 'seePersonalData');
      const asked = { actor: actorOf(ctx), dryRun, seesPersonalData };
      const { before, after } = await getService(strapi, 'member-care').recomputeAndShow(id, asked);
      ctx.body = { data: after, meta: { dryRun, before } };
    },

    /** Everybody: dry, who would change; else as a job. */
    async recomputeAll(ctx: Context) {
      const { dryRun } = validate(recomputeMemberBody, bodyOf(ctx));
      const seesPersonalData = isAllowed(ctx, 'seePersonalData');
      const data = dryRun
        ? (
            await getService(strapi, 'preview').of((rules) => rules, {
              productIds: null,
              seesPersonalData,
              part: null,
            })
          ).preview
        : (
            await showJobs(strapi, [
              await getService(strapi, 'member-care').recomputeEverybody(actorOf(ctx)),
            ])
          )[0];
      ctx.body = { data, meta: {} };
    },

    async keepDrift(ctx: Context) {
      const { id } = validate(idParams, ctx['params']);
      const body = validate(keepDriftBody, bodyOf(ctx));
      await getService(strapi, 'drift').keep(id, body, actorOf(ctx));
      ctx.body = { data: await members().one(id, isAllowed(ctx, 'seePersonalData')), meta: {} };
    },

    async link(ctx: Context) {
      const { id } = validate(idParams, ctx['params']);
      const body = validate(linkMemberBody, bodyOf(ctx));
      const links = getService(strapi, 'account-links');
      await ('userId' in body
        ? links.link(id, body.userId, actorOf(ctx))
        : links.createAgain(id, actorOf(ctx)));
      ctx.body = { data: await members().one(id, isAllowed(ctx, 'seePersonalData')), meta: {} };
    },

    async unlink(ctx: Context) {
      const { id } = validate(idParams, ctx['params']);
      validate(nothing, bodyOf(ctx));
      await getService(strapi, 'account-links').undo(id, actorOf(ctx));
      ctx.body = { data: await members().one(id, isAllowed(ctx, 'seePersonalData')), meta: {} };
    },

    async resendWelcome(ctx: Context) {
      const { id } = validate(idParams, ctx['params']);
      validate(nothing, bodyOf(ctx));
      await getService(strapi, 'welcome-mail').resend(id, actorOf(ctx));
      ctx.body = { data: await members().one(id, isAllowed(ctx, 'seePersonalData')), meta: {} };
    },

    async erase(ctx: Context) {
      const { id } = validate(idParams, ctx['params']);
      validate(nothing, bodyOf(ctx));
      await getService(strapi, 'member-care').erase(id, actorOf(ctx));
      ctx.body = { data: await members().one(id, isAllowed(ctx, 'seePersonalData')), meta: {} };
    },
  };
};

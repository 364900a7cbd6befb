import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import type { Context } from 'koa';
import { showJobs } from '../services/background';
import { actorOf, bodyOf, isAllowed } from '../utils/admin-context';
import { getService } from '../get-service';
import { paginationOf } from '../utils/pagination';
import { validate } from '../utils/validate';
import { idParams } from './validation/common';
import {
  acceptBody,
  replayBody,
  replayManyBody,
  settleBody,
  webhookLogQuery,
} from './validation/webhook-logs';

export default ({ strapi }: { strapi: Core.Strapi }) => ({
  async find(ctx: Context) {
    const { page, pageSize, sort, ...filter } = validate(webhookLogQuery, ctx.query);
    const seesPersonalData = isAllowed(ctx, 'seePersonalData');
    if (filter.email !== undefined && !seesPersonalData) {
      throw new errors.ForbiddenError('Searching by e-mail needs “See personal data”.');
    }
    const { rows, total, isCapped } = await getService(strapi, 'webhook-logs').list(
      filter,
      { page, pageSize, oldestFirst: sort === 'receivedAt:asc' },
      seesPersonalData
    );
    ctx.body = {
      data: rows,
      meta: { pagination: { ...paginationOf({ page, pageSize, total }), totalIsCapped: isCapped } },
    };
  },

  async findOne(ctx: Context) {
    const { id } = validate(idParams, ctx['params']);
    const seesPersonalData = isAllowed(ctx, 'seePersonalData');
    ctx.body = {
      data: await getService(strapi, 'webhook-logs').one(id, seesPersonalData),
      meta: {},
    };
  },

  async replay(ctx: Context) {
    const { id } = validate(idParams, ctx['params']);
    const { dryRun } = validate(replayBody, bodyOf(ctx));
    const seesPersonalData = isAllowed(ctx, 'seePersonalData');
    const asked = { dryRun, by: actorOf(ctx), seesPersonalData };
    ctx.body = { data: await getService(strapi, 'replay').one(id, asked), meta: {} };
  },

  async replayMany(ctx: Context) {
    const { filter, dryRun } = validate(replayManyBody, bodyOf(ctx));
    if (filter.email !== undefined && !isAllowed(ctx, 'seePersonalData')) {
      throw new errors.ForbiddenError('Searching by e-mail needs “See personal data”.');
    }
    const replay = getService(strapi, 'replay');
    const data = dryRun
      ? await replay.preview(filter, actorOf(ctx))
      : (await showJobs(strapi, [await replay.many(filter, actorOf(ctx))]))[0];
    ctx.body = { data, meta: {} };
  },

  async settle(ctx: Context) {
    const { id } = validate(idParams, ctx['params']);
    const body = validate(settleBody, bodyOf(ctx));
    const asked = { actor: actorOf(ctx), seesPersonalData: isAllowed(ctx, 'seePersonalData') };
    ctx.body = {
      data: await getService(strapi, 'settlements').settle(id, body, asked),
      meta: { dryRun: body.dryRun },
    };
  },

  async accept(ctx: Context) {
    const { id } = validate(idParams, ctx['params']);
    const { reason } = validate(acceptBody, bodyOf(ctx));
    await getService(strapi, 'settlements').accept(id, reason ?? null, actorOf(ctx));
    const seesPersonalData = isAllowed(ctx, 'seePersonalData');
    ctx.body = {
      data: await getService(strapi, 'webhook-logs').one(id, seesPersonalData),
      meta: {},
    };
  },
});

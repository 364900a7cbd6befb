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
    const viewer = viewerOf(ctx);
    if (filter.email !== undefined && !may(viewer, 'seePersonalData')) {
      throw new errors.ForbiddenError('Searching by e-mail needs “See personal data”.');
    }
    const { rows, total, isCapped } = await getService(strapi, 'webhook-logs').list(
      filter,
      { page, pageSize, oldestFirst: sort === 'receivedAt:asc' },
      viewer
    );
    ctx.body = {
      data: rows,
      meta: { pagination: { ...paginationOf({ page, pageSize, total }), totalIsCapped: isCapped } },
    };
  },

  async findOne(ctx: Context) {
    const { id } = validate(idParams, ctx['params']);
    ctx.body = { data: await getService(strapi, 'webhook-logs').one(id, viewerOf(ctx)), meta: {} };
  },

  async replay(ctx: Context) {
    const { id } = validate(idParams, ctx['params']);
    const { dryRun } = validate(replayBody, bodyOf(ctx));
    const asked = { dryRun, viewer: viewerOf(ctx) };
    ctx.body = { data: await getService(strapi, 'replay').one(id, asked), meta: {} };
  },

  async replayMany(ctx: Context) {
    const { filter, dryRun } = validate(replayManyBody, bodyOf(ctx));
    const viewer = viewerOf(ctx);
    if (filter.email !== undefined && !may(viewer, 'seePersonalData')) {
      throw new errors.ForbiddenError('Searching by e-mail needs “See personal data”.');
    }
    const replay = getService(strapi, 'replay');
    const data = dryRun
      ? await replay.preview(filter, viewer)
      : (await showJobs(strapi, [await replay.many(filter, viewer)]))[0];
    ctx.body = { data, meta: {} };
  },

  async settle(ctx: Context) {
    const { id } = validate(idParams, ctx['params']);
    const body = validate(settleBody, bodyOf(ctx));
    ctx.body = {
      data: await getService(strapi, 'settlements').settle(id, body, viewerOf(ctx)),
      meta: { dryRun: body.dryRun },
    };
  },

  async accept(ctx: Context) {
    const { id } = validate(idParams, ctx['params']);
    const { reason } = validate(acceptBody, bodyOf(ctx));
    const viewer = viewerOf(ctx);
    await getService(strapi, 'settlements').accept(id, reason ?? null, viewer);
    ctx.body = { data: await getService(strapi, 'webhook-logs').one(id, viewer), meta: {} };
  },
});

import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { api } from '../../../contracts/api';
import { may, type Viewer } from '../core/viewer/viewer';
import { getService } from '../get-service';
import { showJob } from '../services/background';
import { handle } from '../utils/handle';
import { paginationOf } from '../utils/pagination';
import { viewerOf } from '../utils/viewer-of';

export default ({ strapi }: { strapi: Core.Strapi }) => {
  const members = () => getService(strapi, 'members');
  const show = async (id: number, viewer: Viewer) => ({
    data: await members().one(id, viewer),
    meta: {},
  });
  const previewAll = async (viewer: Viewer) => {
    const asked = { productIds: null, viewer, part: null };
    return (await getService(strapi, 'preview').of((rules) => rules, asked)).preview;
  };

  return {
    find: handle(api['members.find'], async (ctx, { query }) => {
      const { page, pageSize, ...filter } = query;
      const viewer = viewerOf(ctx);
      const isSearch = filter.email !== undefined || filter.search !== undefined;
      if (isSearch && !may(viewer, 'seePersonalData')) {
        throw new errors.ForbiddenError('Searching for people needs “See personal data”.');
      }
      const { rows, total } = await members().list(filter, { page, pageSize }, viewer);
      return { data: rows, meta: { pagination: paginationOf({ page, pageSize, total }) } };
    }),

    findOne: handle(api['members.findOne'], (ctx, { params }) => show(params.id, viewerOf(ctx))),

    createOverride: handle(api['members.createOverride'], async (ctx, { params, body }) => {
      const { dryRun, ...override } = body;
      const asked = { viewer: viewerOf(ctx), dryRun };
      const data = await getService(strapi, 'overrides').give(params.id, override, asked);
      ctx.status = dryRun ? 200 : 201;
      return { data, meta: { dryRun } };
    }),

    deleteOverride: handle(api['members.deleteOverride'], async (ctx, { params, query }) => {
      const { dryRun } = query;
      const asked = { viewer: viewerOf(ctx), dryRun };
      const { id, overrideId } = params;
      const data = await getService(strapi, 'overrides').takeBack(id, overrideId, asked);
      return { data, meta: { dryRun } };
    }),

    settleRenewals: handle(api['members.settleRenewals'], async (ctx, { params, body }) => {
      const { dryRun, ...question } = body;
      const asked = { viewer: viewerOf(ctx), dryRun };
      const data = await getService(strapi, 'renewals').settle(params.id, question, asked);
      return { data, meta: { dryRun } };
    }),

    recompute: handle(api['members.recompute'], async (ctx, { params, body }) => {
      const asked = { viewer: viewerOf(ctx), dryRun: body.dryRun };
      const care = getService(strapi, 'member-care');
      const { before, after } = await care.recomputeAndShow(params.id, asked);
      return { data: after, meta: { dryRun: body.dryRun, before } };
    }),

    recomputeAll: handle(api['members.recomputeAll'], async (ctx, { body }) => {
      const viewer = viewerOf(ctx);
      if (body.dryRun) return { data: await previewAll(viewer), meta: {} };
      const job = await getService(strapi, 'member-care').recomputeEverybody(viewer);
      return { data: await showJob(strapi, job), meta: {} };
    }),

    keepDrift: handle(api['members.keepDrift'], async (ctx, { params, body }) => {
      const viewer = viewerOf(ctx);
      await getService(strapi, 'drift').keep(params.id, body, viewer);
      return show(params.id, viewer);
    }),

    link: handle(api['members.link'], async (ctx, { params, body }) => {
      const viewer = viewerOf(ctx);
      const links = getService(strapi, 'account-links');
      if ('userId' in body) await links.link(params.id, body.userId, viewer);
      else if ('renameAccount' in body) {
        await links.renameInTheWay(params.id, body.renameAccount, viewer);
      } else await links.createAgain(params.id, viewer);
      return show(params.id, viewer);
    }),

    unlink: handle(api['members.unlink'], async (ctx, { params }) => {
      const viewer = viewerOf(ctx);
      await getService(strapi, 'account-links').undo(params.id, viewer);
      return show(params.id, viewer);
    }),

    resendWelcome: handle(api['members.resendWelcome'], async (ctx, { params }) => {
      const viewer = viewerOf(ctx);
      await getService(strapi, 'welcome-mail').resend(params.id, viewer);
      return show(params.id, viewer);
    }),

    resendClaim: handle(api['members.resendClaim'], async (ctx, { params }) => {
      const viewer = viewerOf(ctx);
      await getService(strapi, 'account-claims').resend(params.id, viewer);
      return show(params.id, viewer);
    }),

    erase: handle(api['members.erase'], async (ctx, { params }) => {
      const viewer = viewerOf(ctx);
      await getService(strapi, 'member-care').erase(params.id, viewer);
      return show(params.id, viewer);
    }),
  };
};

import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { errors } from '@strapi/utils';
import { api } from '../../../contracts/api';
import { may, type Viewer } from '../core/viewer/viewer';
import { getService } from '../get-service';
import { handle } from '../utils/handle';
import { asking } from './asking';

export default ({ strapi }: { strapi: Core.Strapi }) => {
  const connection = () => getService(strapi, 'connection');
  /** Who asks; an administrator's browser also shows where the site is. */
  const lookingOn = async (ctx: Context): Promise<Viewer> => {
    const viewer = asking(ctx);
    await getService(strapi, 'site-origin').note(viewer);
    return viewer;
  };

  return {
    find: handle(api['connection.find'], async (ctx, { query }) => {
      const viewer = await lookingOn(ctx);
      const data =
        query.webhookUrl === 'false'
          ? await connection().get(viewer)
          : await connection().getWithUrl(viewer);
      return { data, meta: {} };
    }),

    enable: handle(api['connection.enable'], async (ctx) => ({
      data: await connection().enable(await lookingOn(ctx)),
      meta: {},
    })),

    disable: handle(api['connection.disable'], async (ctx, { body }) => ({
      data: await connection().disable(body.mode, asking(ctx)),
      meta: {},
    })),

    answerSite: handle(api['connection.answerSite'], async (ctx, { body }) => {
      const viewer = asking(ctx);
      // The answer may make a new webhook URL, and tells it.
      if (!may(viewer, 'manageSecrets'))
        throw new errors.ForbiddenError('Your role may not replace the webhook URL.');
      return { data: await getService(strapi, 'site-answer').answer(body, viewer), meta: {} };
    }),

    update: handle(api['connection.update'], async (ctx, { body }) => {
      const viewer = asking(ctx);
      const { ipnSecrets, ipnOnly, allowedIps } = body;
      const isAboutSecrets = [ipnSecrets, ipnOnly, allowedIps].some((part) => part !== undefined);
      if (isAboutSecrets && !may(viewer, 'manageSecrets')) {
        throw new errors.ForbiddenError('Your role may not set IPN secrets or allowed addresses.');
      }
      return { data: await connection().update(body, viewer), meta: {} };
    }),

    previewWelcome: handle(api['connection.previewWelcome'], async (ctx, { body }) => ({
      data: await getService(strapi, 'welcome-mail').preview(body, asking(ctx)),
      meta: {},
    })),

    previewRetention: handle(api['connection.previewRetention'], async (_ctx, { query }) => ({
      data: await getService(strapi, 'housekeeping').countOld(query),
      meta: {},
    })),

    findAlertRecipients: handle(api['connection.findAlertRecipients'], async () => ({
      data: await getService(strapi, 'alerts').recipients(),
      meta: {},
    })),
  };
};

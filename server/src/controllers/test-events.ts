import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { bodyOf } from '../utils/body-of';
import { viewerOf } from '../utils/viewer-of';
import { getService } from '../get-service';
import { validate } from '../utils/validate';
import { idParams } from './validation/common';
import { sendTestEventBody } from './validation/test-events';

export default ({ strapi }: { strapi: Core.Strapi }) => ({
  async send(ctx: Context) {
    const { dryRun, ...event } = validate(sendTestEventBody, bodyOf(ctx));
    const asked = { dryRun, viewer: viewerOf(ctx) };
    ctx.body = { data: await getService(strapi, 'test-events').send(event, asked), meta: {} };
  },

  async removeMember(ctx: Context) {
    const { id } = validate(idParams, ctx['params']);
    await getService(strapi, 'test-events').removeMember(id);
    ctx.body = { data: null, meta: {} };
  },
});

import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { actorOf, bodyOf, isAllowed } from '../utils/admin-context';
import { getService } from '../get-service';
import { validate } from '../utils/validate';
import { idParams } from './validation/common';
import { sendTestEventBody } from './validation/test-events';

export default ({ strapi }: { strapi: Core.Strapi }) => ({
  async send(ctx: Context) {
    const { dryRun, ...event } = validate(sendTestEventBody, bodyOf(ctx));
    const seesPersonalData = isAllowed(ctx, 'seePersonalData');
    const asked = { dryRun, by: actorOf(ctx), seesPersonalData };
    ctx.body = { data: await getService(strapi, 'test-events').send(event, asked), meta: {} };
  },

  async removeMember(ctx: Context) {
    const { id } = validate(idParams, ctx['params']);
    await getService(strapi, 'test-events').removeMember(id);
    ctx.body = { data: null, meta: {} };
  },
});

import type { Core } from '@strapi/strapi';
import { api } from '../../../contracts/api';
import { getService } from '../get-service';
import { handle } from '../utils/handle';
import { viewerOf } from '../utils/viewer-of';

export default ({ strapi }: { strapi: Core.Strapi }) => ({
  send: handle(api['test-events.send'], async (ctx, { body }) => {
    const { dryRun, ...event } = body;
    const asked = { dryRun, viewer: viewerOf(ctx) };
    return { data: await getService(strapi, 'test-events').send(event, asked), meta: {} };
  }),

  removeMember: handle(api['test-events.removeMember'], async (_ctx, { params }) => {
    await getService(strapi, 'test-events').removeMember(params.id);
    return { data: null, meta: {} };
  }),
});

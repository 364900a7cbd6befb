import type { Core } from '@strapi/strapi';
import { api } from '../../../contracts/api';
import { getService } from '../get-service';
import { handle } from '../utils/handle';
import { paginationOf } from '../utils/pagination';
import { viewerOf } from '../utils/viewer-of';

export default ({ strapi }: { strapi: Core.Strapi }) => ({
  find: handle(api['activity.find'], async (ctx, { query }) => {
    const { page, pageSize, ...filter } = query;
    const { rows, total } = await getService(strapi, 'activity').list(
      filter,
      { page, pageSize },
      viewerOf(ctx)
    );
    return { data: rows, meta: { pagination: paginationOf({ page, pageSize, total }) } };
  }),
});

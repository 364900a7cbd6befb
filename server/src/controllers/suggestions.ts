import type { Core } from '@strapi/strapi';
import { api } from '../../../contracts/api';
import { getService } from '../get-service';
import { handle } from '../utils/handle';
import { paginationOf } from '../utils/pagination';
import { viewerOf } from '../utils/viewer-of';

export default ({ strapi }: { strapi: Core.Strapi }) => {
  const suggestions = () => getService(strapi, 'second-addresses');

  return {
    find: handle(api['suggestions.find'], async (ctx, { query }) => {
      const { rows, total } = await suggestions().list(query, viewerOf(ctx));
      return { data: rows, meta: { pagination: paginationOf({ ...query, total }) } };
    }),

    findOfMember: handle(api['suggestions.findOfMember'], async (ctx, { params }) => ({
      data: await suggestions().of(params.id, viewerOf(ctx)),
      meta: {},
    })),

    dismiss: handle(api['suggestions.dismiss'], async (ctx, { params }) => {
      await suggestions().dismiss(params.id, viewerOf(ctx));
      return { data: { id: params.id }, meta: {} };
    }),
  };
};

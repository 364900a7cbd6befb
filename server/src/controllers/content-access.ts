import type { Core } from '@strapi/strapi';
import { api } from '../../../contracts/api';
import { getService } from '../get-service';
import { handle } from '../utils/handle';

export default ({ strapi }: { strapi: Core.Strapi }) => ({
  find: handle(api['content-access.find'], async () => ({
    data: await getService(strapi, 'content').show(),
    meta: {},
  })),
});

import type { Core } from '@strapi/strapi';
import { getService } from './utils/get-service';

/** Nothing new is begun; what runs ends, or is given back for another instance. */
export async function destroy({ strapi }: { strapi: Core.Strapi }): Promise<void> {
  await getService(strapi, 'processing').destroy();
  await getService(strapi, 'jobs').destroy();
  await getService(strapi, 'outbox').destroy();
  await getService(strapi, 'lost-webhooks').destroy();
}

import type { Core } from '@strapi/strapi';
import { permissions } from './permissions';
import { keepTables } from './services/keep-tables';
import { watchUsers } from './services/user-watch';
import { getService } from './utils/get-service';

interface AdminPermissions {
  readonly actionProvider: {
    registerMany(actions: readonly (typeof permissions)[number][]): Promise<unknown>;
  };
}

export async function bootstrap({ strapi }: { strapi: Core.Strapi }): Promise<void> {
  const { actionProvider } = strapi.service('admin::permission') as unknown as AdminPermissions;
  await actionProvider.registerMany(permissions);
  await keepTables(strapi);
  watchUsers(strapi);
  getService(strapi, 'processing').bootstrap();
  await getService(strapi, 'connection').releaseIfOn();
  getService(strapi, 'jobs').bootstrap();
  getService(strapi, 'outbox').bootstrap();
}

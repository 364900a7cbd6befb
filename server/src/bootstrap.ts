import type { Core } from '@strapi/strapi';
import { permissions } from './permissions';
import { keepTables } from './services/keep-tables';
import { getService } from './utils/get-service';

/** What runs beside the requests, on every instance. */
const BACKGROUND = ['processing', 'jobs', 'outbox', 'user-watch', 'housekeeping'] as const;

interface AdminPermissions {
  readonly actionProvider: {
    registerMany(actions: readonly (typeof permissions)[number][]): Promise<unknown>;
  };
}

export async function bootstrap({ strapi }: { strapi: Core.Strapi }): Promise<void> {
  const { actionProvider } = strapi.service('admin::permission') as unknown as AdminPermissions;
  await actionProvider.registerMany(permissions);
  await keepTables(strapi);
  for (const name of BACKGROUND) getService(strapi, name).bootstrap();
}

import type { Core } from '@strapi/strapi';
import { permissions } from './permissions';
import { database } from './repositories/database';
import { indexUsersInAnyCase } from './repositories/user-emails';
import { backgroundOf } from './services';
import { contentOf } from './services/content';
import { guardSignIns } from './services/people';
import { siteOf } from './services/site';
import { keepTables } from './services/upkeep';
import { describeError } from './utils/describe-error';

interface AdminPermissions {
  readonly actionProvider: {
    registerMany(actions: readonly (typeof permissions)[number][]): Promise<unknown>;
  };
}

/** Another instance may be making it at this moment; without it look-ups are slower, and right. */
async function indexUsers(strapi: Core.Strapi): Promise<void> {
  try {
    await indexUsersInAnyCase(strapi, database(strapi));
  } catch (error) {
    strapi.log.warn(`[kartra] The indexes of users were not made: ${describeError(error)}.`);
  }
}

export async function bootstrap({ strapi }: { strapi: Core.Strapi }): Promise<void> {
  const { actionProvider } = strapi.service('admin::permission') as unknown as AdminPermissions;
  await actionProvider.registerMany(permissions);
  await contentOf(strapi).bootstrap();
  await keepTables(strapi);
  await siteOf(strapi).prepare();
  await indexUsers(strapi);
  await contentOf(strapi).logReport();
  guardSignIns(strapi);
  backgroundOf(strapi).bootstrap();
}

import type { Core } from '@strapi/strapi';
import { PLUGIN_ID, USER_UID } from './constants';
import { guardLog } from './middlewares/log-guard';
import { addClaimLinkMiddleware } from './middlewares/claim-link';
import { addPasswordLinkMiddleware } from './middlewares/password-link';
import { addWebhookMiddleware } from './middlewares/webhook';
import contentApi from './routes/content-api';
import { connectServices } from './services';
import { watchUserListeners } from './repositories/user-listeners';
import { restoreUniqueKeys } from './repositories/unique-keys';

interface Indexed {
  indexes?: { name: string; columns: string[] }[];
}

interface Hook {
  readonly register: (work: () => Promise<void>) => void;
}

const beforeSync = (strapi: Core.Strapi): Hook =>
  strapi.hook('strapi::content-types.beforeSync') as Hook;

/** Before the schema is synchronised and the server's own middlewares are added. */
export function register({ strapi }: { strapi: Core.Strapi }): void {
  guardLog(strapi.log);
  watchUserListeners(strapi);
  connectServices(strapi);
  addWebhookMiddleware(strapi);
  addPasswordLinkMiddleware(strapi);
  addClaimLinkMiddleware(strapi);
  Object.assign(strapi.plugin(PLUGIN_ID).routes, { 'content-api': contentApi({ strapi }) });
  beforeSync(strapi).register(async () => {
    for (const name of await restoreUniqueKeys(strapi))
      strapi.log.warn(`[kartra] The unique index ${name} was missing and is back.`);
  });
  // Buyers are looked up by e-mail; users-permissions has no index there.
  const user = strapi.contentType(USER_UID) as unknown as Indexed;
  user.indexes = [
    ...(user.indexes ?? []),
    { name: 'kartra_up_users_email_ix', columns: ['email'] },
  ];
}

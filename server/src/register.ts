import type { Core } from '@strapi/strapi';
import { PLUGIN_ID, USER_UID } from './constants';
import { addWebhookMiddleware } from './middlewares/webhook';
import me from './routes/content-api/me';

interface Indexed {
  indexes?: { name: string; columns: string[] }[];
}

/** Before the schema is synchronised and the server's own middlewares are added. */
export function register({ strapi }: { strapi: Core.Strapi }): void {
  addWebhookMiddleware(strapi);
  Object.assign(strapi.plugin(PLUGIN_ID).routes, { 'content-api': me({ strapi }) });
  // Buyers are looked up by e-mail; users-permissions has no index there.
  const user = strapi.contentType(USER_UID) as unknown as Indexed;
  user.indexes = [
    ...(user.indexes ?? []),
    { name: 'kartra_up_users_email_ix', columns: ['email'] },
  ];
}

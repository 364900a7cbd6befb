import type { Core } from '@strapi/strapi';
import { isLinkable } from '../../core/mail/welcome';

/** The site's page where a password is chosen, as set in users-permissions; null while it is missing or no address. */
export async function readResetPage(strapi: Core.Strapi): Promise<string | null> {
  const advanced: unknown = await strapi
    .store({ type: 'plugin', name: 'users-permissions' })
    .get({ key: 'advanced' });
  const { email_reset_password: page } = (advanced ?? {}) as { email_reset_password?: unknown };
  const address = typeof page === 'string' ? page.trim() : null;
  return isLinkable(address) ? address : null;
}

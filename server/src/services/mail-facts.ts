import type { Core } from '@strapi/strapi';
import type { MailFacts } from '../../../contracts/overview';
import { isLinkable } from '../core/mail/welcome';
import type { Settings } from '../repositories/connections';
import type { Database } from '../repositories/database';
import { countMessages } from '../repositories/outbox-messages';
import { WELCOME } from './welcome-mail';

/** The site's page where a password is chosen, as set in users-permissions; null while it is missing or no address. */
export async function readResetPage(strapi: Core.Strapi): Promise<string | null> {
  const advanced: unknown = await strapi
    .store({ type: 'plugin', name: 'users-permissions' })
    .get({ key: 'advanced' });
  const { email_reset_password: page } = (advanced ?? {}) as { email_reset_password?: unknown };
  const address = typeof page === 'string' ? page.trim() : null;
  return isLinkable(address) ? address : null;
}

/** Strapi's own default hands mails to the receivers directly, which few accept. */
function hasProvider(strapi: Core.Strapi): boolean {
  const provider = strapi.config.get<unknown>('plugin::email.provider');
  return typeof provider === 'string' && provider !== 'sendmail';
}

export async function readMailFacts(
  strapi: Core.Strapi,
  db: Database,
  settings: Settings
): Promise<MailFacts> {
  const counts = await countMessages(db, WELCOME);
  return {
    isOn: settings.welcomeMail.isOn,
    hasProvider: hasProvider(strapi),
    hasResetPage: (await readResetPage(strapi)) !== null,
    waiting: counts['queued'] ?? 0,
    failed: counts['dead'] ?? 0,
  };
}

import type { Core } from '@strapi/strapi';
import { PAGE_LANGUAGES, type PageLanguage } from '../../core/mail/link-page';

/** The language of mails that the owner does not write: that of the site's default locale, where we speak it. */
export async function readSiteLanguage(strapi: Core.Strapi): Promise<PageLanguage> {
  const stored: unknown = await strapi.store({ type: 'plugin', name: 'i18n' }).get({
    key: 'default_locale',
  });
  const language = typeof stored === 'string' ? stored.split(/[-_]/)[0] : '';
  return PAGE_LANGUAGES.find((known) => known === language) ?? 'en';
}

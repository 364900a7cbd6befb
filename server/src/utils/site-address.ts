import type { Core } from '@strapi/strapi';

/** The site's address as its own configuration says it; null where that is no whole address. */
export function configuredAddress(strapi: Core.Strapi): string | null {
  const configured = strapi.config.get<string>('server.url', '').trim();
  return /^https?:\/\//i.test(configured) ? configured : null;
}

/** Where this plugin's public routes begin: at the site's configured address, else at the one given. Ends with a slash. */
export function publicAddress(strapi: Core.Strapi, origin: string): string {
  const configured = strapi.config.get<string>('server.url', '').trim();
  const prefix = strapi.config.get<string>('api.rest.prefix', '/api');
  const site = new URL(configuredAddress(strapi) ?? configured, origin);
  return site.origin + `${site.pathname}/${prefix}/kartra/`.replace(/\/+/g, '/');
}

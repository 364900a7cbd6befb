import type { Core } from '@strapi/strapi';
import { createHmac } from 'node:crypto';

/** The site's own secrets, the best to seal with first; which there are depends on its age. */
export function siteSecrets(strapi: Core.Strapi): string[] {
  const appKeys = strapi.config.get<unknown>('server.app.keys');
  const candidates: unknown[] = [
    strapi.config.get('admin.secrets.encryptionKey'),
    ...(Array.isArray(appKeys) ? (appKeys as unknown[]) : [appKeys]),
    strapi.config.get('admin.apiToken.salt'),
  ];
  return candidates.filter((key): key is string => typeof key === 'string' && key !== '');
}

/** Tells two secrets apart. Too short to confirm a guess: many secrets have the same mark. */
export const markOf = (secret: string): string =>
  createHmac('sha256', 'kartra site').update(secret).digest('hex').slice(0, 8);

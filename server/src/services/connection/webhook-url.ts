import type { Core } from '@strapi/strapi';
import type { Connection } from '../../../../contracts/connection';
import type { WebhookKeyRecord } from '../../core/rules/webhook-keys';
import {
  createWebhookKey,
  formatWebhookKey,
  hashSecret,
  seal,
  unseal,
  type WebhookKey,
} from '../../utils/secrets';
import { configuredAddress, publicAddress } from '../../utils/site-address';
import { siteSecrets } from '../../utils/site-secrets';

/** A new key as it is stored: a digest to compare with, and a sealed copy to show. */
export function newSecret(
  strapi: Core.Strapi
): Pick<WebhookKeyRecord, 'endpointId' | 'secretHash' | 'secretSealed'> {
  const [master] = siteSecrets(strapi);
  if (!master) throw new Error('The site has no application keys to keep the webhook URL under.');
  const key: WebhookKey = createWebhookKey();
  return {
    endpointId: key.endpointId,
    secretHash: hashSecret(key.secret),
    secretSealed: seal(formatWebhookKey(key), master),
  };
}

/** Null when the site's keys were changed since: the URL still works, but can no longer be shown. */
function openKey(strapi: Core.Strapi, sealed: string): string | null {
  for (const master of siteSecrets(strapi)) {
    const key = unseal(sealed, master);
    if (key !== null) return key;
  }
  return null;
}

/** Where the webhook URL begins: at the site's configured address, else at the one the administrator's browser uses. */
export function webhookUrlStart(
  strapi: Core.Strapi,
  origin: string
): Pick<Connection, 'webhookUrlStart' | 'webhookUrlSource'> {
  return {
    webhookUrlStart: `${publicAddress(strapi, origin)}webhook/`,
    webhookUrlSource: configuredAddress(strapi) === null ? 'browser' : 'config',
  };
}

/** The URL to enter in Kartra; null when its key cannot be shown any more. */
export function webhookUrlOf(
  strapi: Core.Strapi,
  key: WebhookKeyRecord,
  origin: string
): string | null {
  const opened = key.secretSealed === null ? null : openKey(strapi, key.secretSealed);
  return opened === null ? null : `${webhookUrlStart(strapi, origin).webhookUrlStart}${opened}`;
}

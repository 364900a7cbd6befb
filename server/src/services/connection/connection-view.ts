import type { Core } from '@strapi/strapi';
import type { Connection, WebhookKey } from '../../../../contracts/connection';
import { existingAccountsOf } from '../../core/rules/existing-accounts';
import { isAllowedIp } from '../../core/rules/ip-list';
import { isLive, type KeyUse, type WebhookKeyRecord } from '../../core/rules/webhook-keys';
import type { Viewer } from '../../core/viewer/viewer';
import type { StoredConnection } from '../../repositories/connections';
import { sendersOf } from '../receiving';
import { isoOrNull } from '../../utils/iso';
import { webhookUrlStart } from './webhook-url';
import { nowOf } from '../background';
import { siteOf } from '../site';

/** The connection as an administrator sees it: secrets are counted, and the webhook URL is only shown by `webhookKeysOf`. */
export function viewConnection(
  strapi: Core.Strapi,
  connection: StoredConnection,
  viewer: Viewer
): Connection {
  const { endpointId, facts, keyUses } = connection;
  const now = nowOf(strapi);
  const sender = sendersOf(strapi).last();
  const keys = connection.webhookKeys
    .filter((key) => isLive(key, now))
    .map((key) => showKey(key, key.endpointId === endpointId, keyUses[key.id]));
  const previous = keys.findLast(({ isMain, endsAt }) => !isMain && endsAt !== null);
  return {
    state: siteOf(strapi).isCopy() ? 'copy' : connection.state,
    stateSince: isoOrNull(connection.stateSince),
    site: siteOf(strapi).facts(),
    webhookUrl: null,
    ...webhookUrlStart(strapi, viewer.origin),
    keys,
    previousUrl:
      previous && previous.endsAt !== null
        ? {
            validUntil: previous.endsAt,
            lastUsedAt: previous.lastUsedAt,
            uses: previous.uses,
          }
        : null,
    lastSender: sender && {
      ip: sender.ip,
      at: new Date(sender.at).toISOString(),
      isAllowed: isAllowedIp(sender.ip, connection.settings.allowedIps),
    },
    trustsProxy: strapi.config.get<unknown>('server.proxy.koa') === true,
    urlCreatedAt: isoOrNull(facts.urlCreatedAt ?? facts.enabledAt),
    settings: {
      ...connection.settings,
      existingAccounts: existingAccountsOf(connection.settings),
      allowedIps: [...connection.settings.allowedIps],
      ipnSecrets: connection.ipnSecrets.length,
    },
    savedAt: isoOrNull(facts.savedAt),
    savedBy: facts.savedBy,
    version: connection.version,
  };
}

const showKey = (
  { id, name, createdAt, createdBy, endsAt }: WebhookKeyRecord,
  isMain: boolean,
  use: KeyUse | undefined
): WebhookKey => ({
  id,
  name,
  isMain,
  createdAt: isoOrNull(createdAt),
  createdBy,
  endsAt: isoOrNull(endsAt),
  lastUsedAt: isoOrNull(use?.lastUsedAt ?? null),
  uses: use?.uses ?? 0,
});

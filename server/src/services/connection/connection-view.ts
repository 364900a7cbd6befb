import type { Core } from '@strapi/strapi';
import type { Connection } from '../../../../contracts/connection';
import type { Viewer } from '../../core/viewer/viewer';
import type { StoredConnection } from '../../repositories/connections';
import { isoOrNull } from '../../utils/iso';
import { webhookUrlOf } from './webhook-url';
import { nowOf } from '../background';

/** The connection as an administrator sees it: secrets are counted, the URL is there for those who may see it. */
export function viewConnection(
  strapi: Core.Strapi,
  connection: StoredConnection,
  viewer: Viewer
): Connection {
  const { previousUntil, previousLastUsedAt, facts } = connection;
  const hasPrevious = previousUntil !== null && previousUntil > nowOf(strapi);
  return {
    state: connection.state,
    stateSince: isoOrNull(connection.stateSince),
    ...webhookUrlOf(strapi, connection, viewer),
    previousUrl: hasPrevious
      ? {
          validUntil: new Date(previousUntil).toISOString(),
          lastUsedAt: isoOrNull(previousLastUsedAt),
          uses: connection.previousUses ?? 0,
        }
      : null,
    urlCreatedAt: isoOrNull(facts.urlCreatedAt ?? facts.enabledAt),
    settings: { ...connection.settings, ipnSecrets: connection.ipnSecrets.length },
    savedAt: isoOrNull(facts.savedAt),
    savedBy: facts.savedBy,
    version: connection.version,
  };
}

import { isLive } from '../../core/rules/webhook-keys';
import { findConnection, type StoredConnection } from '../../repositories/connections';
import { database } from '../../repositories/database';
import { breathe } from '../../utils/breathe';
import { perStrapi } from '../../utils/per-strapi';
import { matchesHash, parseWebhookKey, type SaltedHash } from '../../utils/secrets';
import { nowOf } from '../background';
import { siteOf } from '../site';
import { createGroup, overSoon } from './group';
import { trafficOf } from './traffic';

/** A webhook must be answered soon; with the database away the last known connection does. */
const READ_MS = 1000;

/** A request whose key is right, while the connection is on or paused. */
export interface OpenDoor {
  readonly connectionId: number;
  /** Paused: also where it is not decided whose site this is. */
  readonly state: 'on' | 'paused';
  /** Which key of the webhook URL it came with. */
  readonly keyId: number;
  readonly ipnSecrets: readonly SaltedHash[];
  /** Only forms with an IPN secret are accepted. */
  readonly ipnOnly: boolean;
  /** Addresses and ranges that may send; empty: all. */
  readonly allowedIps: readonly string[];
  /** Keys the hashes of personal data. */
  readonly salt: string;
}

/** Says which requests are Kartra's, also while the database does not answer. */
export const doorOf = perStrapi(({ strapi }) => {
  let lastKnown: StoredConnection | null = null;

  /** The connection as it is now. The door remembers it for when the database is away. */
  const read = async (): Promise<StoredConnection> => {
    lastKnown = await findConnection(database(strapi));
    return lastKnown;
  };

  /** A read that began before a request came may be older than what its sender knows: it joins the next read. */
  const reading = createGroup<void, StoredConnection>({
    run: async (askers) => {
      const connection = await read();
      return askers.map(() => connection);
    },
    size: Infinity,
    weight: Infinity,
    weigh: () => 0,
    isShared: () => true,
    gather: breathe,
    turn: (work) => overSoon(READ_MS, work),
  });

  const readSoon = async (): Promise<StoredConnection | null> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), READ_MS);
    });
    const connection = await Promise.race([reading.add().catch(() => null), late]);
    clearTimeout(timer);
    return connection ?? lastKnown;
  };

  return {
    read,

    /** Asked on every webhook: one select that others share, and no look at users. From outside, `off` and `wrong` must look the same. */
    async open(rawKey: string): Promise<OpenDoor | 'unavailable' | 'off' | 'wrong'> {
      const connection = await trafficOf(strapi).during(readSoon);
      if (!connection) return 'unavailable';
      const { endpointId, secret } = parseWebhookKey(rawKey);
      const now = nowOf(strapi);
      // All are compared, so that the time says nothing about which one matched.
      const [key] = connection.webhookKeys.filter(
        (candidate) =>
          matchesHash(secret, candidate.secretHash) &&
          endpointId === candidate.endpointId &&
          isLive(candidate, now)
      );
      if (connection.state === 'off') return 'off';
      if (!key) return 'wrong';
      return {
        connectionId: connection.id,
        state: siteOf(strapi).isUndecided(connection) ? 'paused' : connection.state,
        keyId: key.id,
        ipnSecrets: connection.ipnSecrets,
        ipnOnly: connection.settings.ipnOnly,
        allowedIps: connection.settings.allowedIps,
        salt: connection.salt,
      };
    },
  };
});

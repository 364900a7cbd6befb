import type { Background } from '../../../contracts/hooks';
import { perStrapi } from '../utils/per-strapi';
import { jobsOf } from './background';
import { mailboxOf, outboxOf } from './messages';
import { driftSweepOf, secondAddressesOf, userWatchOf } from './people';
import { doorCountsOf, lostWebhooksOf, processingOf } from './receiving';
import { siteOf } from './site';
import { housekeepingOf, unreadableValuesOf } from './upkeep';

/**
 * What runs beside the requests, on every instance. Begun in this order and ended in reverse: what queues messages
 * ends before what sends them, and lost webhooks are counted to the last.
 */
const PARTS = [
  unreadableValuesOf,
  siteOf,
  lostWebhooksOf,
  doorCountsOf,
  mailboxOf,
  outboxOf,
  driftSweepOf,
  housekeepingOf,
  secondAddressesOf,
  userWatchOf,
  jobsOf,
  processingOf,
] as const;

/**
 * Starts and ends what runs beside the requests. It starts with the server: `strapi export`, `strapi console` and other
 * commands load the site too, and must not mail its members.
 */
export const backgroundOf = perStrapi(({ strapi }): BackgroundService => {
  let isStarted = false;

  const start = (): void => {
    if (isStarted) return;
    isStarted = true;
    for (const of of PARTS) of(strapi).bootstrap();
  };

  return {
    start,

    bootstrap(): void {
      userWatchOf(strapi).watch();
      const { httpServer } = strapi.server;
      if (httpServer.listening) start();
      else httpServer.once('listening', start);
    },

    async destroy(): Promise<void> {
      strapi.server.httpServer.off('listening', start);
      for (const of of [...PARTS].reverse()) await of(strapi).destroy();
    },
  };
});

export interface BackgroundService extends Background {
  /** Starts it as soon as the server listens. */
  bootstrap(): void;
  /** Nothing new is begun; what runs ends, or is given back for another instance. */
  destroy(): Promise<void>;
}

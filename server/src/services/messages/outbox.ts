import { nextAttemptAt } from '../../core/inbox/retry';
import { perStrapi } from '../../utils/per-strapi';
import { readConfig } from '../../utils/read-config';
import { createLane } from './outbox-lane';

/** Emits to the site's event hub. The message's id lets listeners drop repetitions. */
export const outboxOf = perStrapi(({ strapi }) => {
  const config = readConfig(strapi);
  return createLane(strapi, {
    lane: 'events',
    leaseMs: config.leaseMs,
    timeoutMs: config.deliveryTimeoutMs,
    concurrency: 1,
    async deliver(message) {
      const { topic, payload, messageId } = message;
      if (payload === null) return { state: 'skipped', reason: 'unreadable' };
      await strapi.eventHub.emit(topic, { ...payload, messageId });
      return { state: 'sent' };
    },
    nextAttemptAt: ({ attempts }, _error, now) => nextAttemptAt(attempts, now, config),
  });
});

import { nextAttemptAt } from '../../core/inbox/retry';
import { perStrapi } from '../../utils/per-strapi';
import { readConfig } from '../../utils/read-config';
import { createLane } from './outbox-lane';

/** Tells the site's event hub, with the message's id, by which whoever listens can drop what came before. */
export const outboxOf = perStrapi(({ strapi }) => {
  const config = readConfig(strapi);
  return createLane(strapi, {
    lane: 'events',
    leaseMs: config.leaseMs,
    async deliver(message) {
      const payload = JSON.parse(message.payload ?? '{}') as Record<string, unknown>;
      await strapi.eventHub.emit(message.topic, { ...payload, messageId: message.messageId });
      return { state: 'sent' };
    },
    nextAttemptAt: ({ attempts }, _error, now) => nextAttemptAt(attempts, now, config),
  });
});

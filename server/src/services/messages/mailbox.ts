import type { Core } from '@strapi/strapi';
import { nextAttemptAt } from '../../core/inbox/retry';
import type { OutboxRow } from '../../repositories/outbox-messages';
import { perStrapi } from '../../utils/per-strapi';
import { readConfig } from '../../utils/read-config';
import { createLane, NotReadyError, type Delivery } from './outbox-lane';

/** A mail server is slow to say that it is away: its lease outlives a claim of a webhook. */
const LEASES = 10;
const MINUTE_MS = 60_000;
const LONGEST_WAIT_MS = 60 * MINUTE_MS;
const NOT_READY_WAIT_MS = 5 * MINUTE_MS;

/** Sends one mail, or says why it is not sent. */
export type Deliver = (strapi: Core.Strapi, message: OutboxRow) => Promise<Delivery>;

/** Sends the mails, and goes on trying for days while the mail server is away. */
export const mailboxOf = perStrapi(({ strapi }) => {
  const config = readConfig(strapi);
  const plan = {
    backoffMs: config.backoffMs,
    backoffMaxMs: Math.min(config.backoffMaxMs, LONGEST_WAIT_MS),
    maxFailures: Number.POSITIVE_INFINITY,
  };

  const deliveries = new Map<string, Deliver>();
  const lane = createLane(strapi, {
    lane: 'mails',
    leaseMs: config.leaseMs * LEASES,
    async deliver(message) {
      const deliver = deliveries.get(message.topic);
      return deliver ? deliver(strapi, message) : { state: 'skipped', reason: 'unknown' };
    },
    nextAttemptAt(message, error, now) {
      if (now - message.queuedAt >= config.mailGiveUpMs) return null;
      const nextAt = nextAttemptAt(message.attempts, now, plan) ?? now;
      return error instanceof NotReadyError ? Math.min(nextAt, now + NOT_READY_WAIT_MS) : nextAt;
    },
  });
  return {
    ...lane,

    /** Tells who sends the mails of a topic; once for each, before the first is sent. */
    handle(topic: string, deliver: Deliver): void {
      deliveries.set(topic, deliver);
    },
  };
});

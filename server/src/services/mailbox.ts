import type { Core } from '@strapi/strapi';
import { nextAttemptAt } from '../core/inbox/retry';
import type { OutboxRow } from '../repositories/outbox-messages';
import { readConfig } from '../utils/read-config';
import { ALERT, deliverAlert } from './alerts';
import { createLane, NotReadyError, type Delivery } from './outbox-lane';
import { deliverWelcome, WELCOME } from './welcome-mail';

/** A mail server is slow to say that it is away: its lease outlives a claim of a webhook. */
const LEASES = 10;
const MINUTE_MS = 60_000;
const LONGEST_WAIT_MS = 60 * MINUTE_MS;
const NOT_READY_WAIT_MS = 5 * MINUTE_MS;

const DELIVERIES: Readonly<
  Record<string, (strapi: Core.Strapi, message: OutboxRow) => Promise<Delivery>>
> = {
  [WELCOME]: deliverWelcome,
  [ALERT]: deliverAlert,
};

/** Sends the mails, and goes on trying for days while the mail server is away. */
export default ({ strapi }: { strapi: Core.Strapi }) => {
  const config = readConfig(strapi);
  const plan = {
    backoffMs: config.backoffMs,
    backoffMaxMs: Math.min(config.backoffMaxMs, LONGEST_WAIT_MS),
    maxFailures: Number.POSITIVE_INFINITY,
  };

  return createLane(strapi, {
    lane: 'mails',
    leaseMs: config.leaseMs * LEASES,
    async deliver(message) {
      const deliver = DELIVERIES[message.topic];
      return deliver ? deliver(strapi, message) : { state: 'skipped', reason: 'unknown' };
    },
    nextAttemptAt(message, error, now) {
      if (now - message.queuedAt >= config.mailGiveUpMs) return null;
      const nextAt = nextAttemptAt(message.attempts, now, plan) ?? now;
      return error instanceof NotReadyError ? Math.min(nextAt, now + NOT_READY_WAIT_MS) : nextAt;
    },
  });
};

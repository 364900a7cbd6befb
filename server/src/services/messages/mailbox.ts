import type { Core } from '@strapi/strapi';
import type { z } from 'zod';
import { nextAttemptAt } from '../../core/inbox/retry';
import type { OutboxRow } from '../../repositories/outbox-messages';
import { perStrapi } from '../../utils/per-strapi';
import { readConfig } from '../../utils/read-config';
import { siteOf } from '../site';
import { createLane, NotReadyError, type Delivery } from './outbox-lane';

/** A mail server is slow to say that it is away: its lease outlives a claim of a webhook. */
const LEASES = 10;
/** A mail server that is slow for one receiver keeps no one else's mail waiting. */
const AT_ONCE = 5;
const MINUTE_MS = 60_000;
const LONGEST_WAIT_MS = 60 * MINUTE_MS;
const NOT_READY_WAIT_MS = 5 * MINUTE_MS;

/** The mails of one topic: what a message has to say, and who sends it, or tells why it is not sent. */
export interface MailKind<Payload> {
  readonly topic: string;
  readonly payload: z.ZodType<Payload>;
  readonly deliver: (
    strapi: Core.Strapi,
    payload: Payload,
    message: OutboxRow
  ) => Promise<Delivery>;
}

/** Sends the mails, and goes on trying for days while the mail server is away. */
export const mailboxOf = perStrapi(({ strapi }) => {
  const config = readConfig(strapi);
  const plan = {
    backoffMs: config.backoffMs,
    backoffMaxMs: Math.min(config.backoffMaxMs, LONGEST_WAIT_MS),
    maxFailures: Number.POSITIVE_INFINITY,
  };

  const deliveries = new Map<string, (message: OutboxRow) => Promise<Delivery>>();
  const lane = createLane(strapi, {
    lane: 'mails',
    leaseMs: config.leaseMs * LEASES,
    timeoutMs: config.deliveryTimeoutMs,
    concurrency: AT_ONCE,
    isHeldUp: () => siteOf(strapi).mails() === 'later',
    async deliver(message) {
      if (siteOf(strapi).mails() === 'never') return { state: 'skipped', reason: 'test-site' };
      const deliver = deliveries.get(message.topic);
      return deliver ? deliver(message) : { state: 'skipped', reason: 'unknown-topic' };
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
    handle<Payload>({ topic, payload, deliver }: MailKind<Payload>): void {
      deliveries.set(topic, async (message) => {
        const read = payload.safeParse(message.payload);
        return read.success
          ? deliver(strapi, read.data, message)
          : { state: 'skipped', reason: 'unreadable' };
      });
    },
  };
});

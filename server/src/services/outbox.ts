import type { Core } from '@strapi/strapi';
import { randomUUID } from 'node:crypto';
import { nextAttemptAt } from '../core/inbox/retry';
import { database } from '../repositories/database';
import {
  claimMessage,
  findDueMessages,
  finishMessage,
  type OutboxRow,
} from '../repositories/outbox-messages';
import { readConfig } from '../utils/read-config';
import { breathe } from '../utils/breathe';
import { describeError } from '../utils/describe-error';

const BATCH = 50;
const DRAIN_MS = 1000;

/**
 * Sends what transactions queued, after they committed: at least once, with the message's id, by which whoever
 * listens can drop what came before.
 */
export default ({ strapi }: { strapi: Core.Strapi }) => {
  const config = readConfig(strapi);
  let timer: NodeJS.Timeout | null = null;
  let draining: Promise<void> = Promise.resolve();
  let isStopping = false;

  const send = async (message: OutboxRow): Promise<void> => {
    const token = randomUUID();
    const now = Date.now();
    const db = database(strapi);
    const lease = { token, now, until: now + config.leaseMs };
    if (!(await claimMessage(db, message.id, lease))) return;
    try {
      const payload = JSON.parse(message.payload ?? '{}') as Record<string, unknown>;
      await strapi.eventHub.emit(message.topic, { ...payload, messageId: message.messageId });
      await finishMessage(db, message.id, token, { state: 'sent', sentAt: Date.now() });
    } catch (error) {
      const name = describeError(error);
      strapi.log.warn(
        `[kartra] A listener of ${message.topic} failed (${name}); it is told again.`
      );
      const nextAt = nextAttemptAt(message.attempts + 1, Date.now(), config);
      await finishMessage(db, message.id, token, {
        error: name,
        ...(nextAt === null ? { state: 'dead' } : { nextAttemptAt: nextAt }),
      });
    }
  };

  const drain = async (): Promise<void> => {
    try {
      for (;;) {
        const due = await findDueMessages(database(strapi), Date.now(), BATCH);
        for (const message of due) {
          if (isStopping) return;
          await breathe();
          await send(message);
        }
        if (due.length < BATCH) return;
      }
    } catch (error) {
      const name = describeError(error);
      strapi.log.warn(`[kartra] The outbox waits for the database: ${name}.`);
    } finally {
      if (!isStopping) timer = setTimeout(begin, DRAIN_MS).unref();
    }
  };

  const begin = (): void => {
    draining = drain();
  };

  return {
    bootstrap: begin,

    async destroy(): Promise<void> {
      isStopping = true;
      if (timer) clearTimeout(timer);
      await draining;
    },
  };
};

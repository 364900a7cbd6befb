import type { Core } from '@strapi/strapi';
import {
  wordOf,
  type SetupReason,
  type SkipReason,
  type Undelivered,
} from '../../core/mail/undelivered';
import { database } from '../../repositories/database';
import { newLease } from '../../repositories/leases';
import {
  claimMessage,
  findDueMessages,
  finishMessage,
  type Lane,
  type OutboxRow,
} from '../../repositories/outbox-messages';
import { breathe } from '../../utils/breathe';
import { describeError } from '../../utils/describe-error';
import { createLoop, nowOf } from '../background';

const BATCH = 50;
const DRAIN_MS = 1000;

/** What became of one attempt; a thrown error is a failed one. */
export type Delivery =
  | { readonly state: 'sent' }
  /** The receiver is gone, or what it was to get can't be read: trying again would not help. */
  | { readonly state: 'skipped'; readonly reason: SkipReason };

/** Something has to be set up before this message can leave: no failure, and not worth a line in the log each time. */
export class NotReadyError extends Error {
  constructor(readonly reason: SetupReason) {
    super(`Not ready: ${reason}.`);
    this.name = 'NotReadyError';
  }
}

/** Code of the site's, or a mail server, that did not answer in time. It may still do what it was asked to. */
class TookTooLongError extends Error {
  readonly reason = 'took-too-long';
  constructor() {
    super('It took too long.');
    this.name = 'TookTooLongError';
  }
}

export interface LanePlan {
  readonly lane: Lane;
  /** How long one sender may hold a message; after that another takes it over. */
  readonly leaseMs: number;
  /** How long one delivery may take; then it counts as failed, and the others go on. */
  readonly timeoutMs: number;
  /** Deliveries at the same time. With one, messages leave in the order in which they were queued. */
  readonly concurrency: number;
  /** Nothing leaves for now, and no attempt is used up. */
  readonly isHeldUp?: () => boolean;
  deliver(message: OutboxRow): Promise<Delivery>;
  /** When to try again, as epoch ms; null: given up. */
  nextAttemptAt(message: OutboxRow, error: unknown, now: number): number | null;
}

/**
 * Sends what transactions queued, after they committed, at least once. Each lane drains on its own, so that a slow
 * mail server keeps no event waiting.
 */
export function createLane(strapi: Core.Strapi, plan: LanePlan) {
  const send = async (message: OutboxRow): Promise<void> => {
    const db = database(strapi);
    const lease = newLease(nowOf(strapi), plan.leaseMs);
    if (!(await claimMessage(db, message.id, lease))) return;
    try {
      const delivery = await inTime(plan.timeoutMs, plan.deliver(message));
      await finishMessage(
        db,
        message.id,
        lease.token,
        delivery.state === 'sent'
          ? { state: 'sent', sentAt: nowOf(strapi), error: null }
          : { state: 'skipped', error: { reason: delivery.reason } }
      );
    } catch (error) {
      const why = whyNot(error);
      const tried = { ...message, attempts: message.attempts + 1 };
      const nextAt = plan.nextAttemptAt(tried, error, nowOf(strapi));
      const log = error instanceof NotReadyError ? 'debug' : 'warn';
      strapi.log[log](
        `[kartra] Message ${message.id} (${message.topic}) was not delivered: ${wordOf(why)}. ` +
          (nextAt === null ? 'Given up.' : 'It is tried again.')
      );
      await finishMessage(db, message.id, lease.token, {
        error: why,
        ...(nextAt === null ? { state: 'dead' } : { nextAttemptAt: nextAt }),
      });
    }
  };

  const drain = async (signal: AbortSignal): Promise<void> => {
    for (;;) {
      if (plan.isHeldUp?.()) return;
      const due = await findDueMessages(database(strapi), plan.lane, nowOf(strapi), BATCH);
      const left = due.values();
      const sendOthers = async () => {
        for (const message of left) {
          if (signal.aborted) return;
          await breathe();
          await send(message);
        }
      };
      await Promise.all(Array.from({ length: plan.concurrency }, sendOthers));
      if (due.length < BATCH || signal.aborted) return;
    }
  };

  const loop = createLoop(strapi, {
    name: `Sending ${plan.lane}`,
    everyMs: DRAIN_MS,
    firstMs: 0,
    work: drain,
  });
  return { bootstrap: loop.start, destroy: loop.stop };
}

const whyNot = (error: unknown): Undelivered =>
  error instanceof NotReadyError || error instanceof TookTooLongError
    ? { reason: error.reason }
    : { error: describeError(error) };

/** What never answers is not waited for: everything behind it would wait for ever. */
async function inTime<Value>(ms: number, work: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TookTooLongError()), ms);
  });
  // It may still fail, when no one waits for it anymore.
  work.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

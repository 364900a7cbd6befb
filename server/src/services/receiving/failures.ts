import type { Core } from '@strapi/strapi';
import type { Attempt } from '../../../../contracts/webhook-log';
import type { FailureKind } from '../../core/inbox/codes';
import { reasonOf } from '../../core/inbox/sentences';
import { nameProduct } from '../../core/wording/names';
import { isAlarming, nextAttemptAt, type RetryPlan } from '../../core/inbox/retry';
import { insertActivity } from '../../repositories/activities';
import { inTransaction } from '../../repositories/database';
import { queueEvent } from '../../repositories/outbox-messages';
import { finishLog } from '../../repositories/webhook-log-queue';
import type { WebhookLogRow } from '../../repositories/webhook-logs';
import { describeError, framesOf } from '../../utils/describe-error';
import { ProcessingError } from '../../utils/errors';
import type { AttemptLease } from './finish-webhooks';
import { withAttempt } from './attempts';
import { nowOf } from '../background';
import { valuesOfTest } from './webhook-results';

/**
 * Writes down why a webhook could not be applied, in a transaction of its own that the rollback of the work cannot
 * erase: when it is tried again, or that it was given up.
 */
export async function noteFailure(
  strapi: Core.Strapi,
  error: unknown,
  log: WebhookLogRow,
  lease: AttemptLease,
  plan: RetryPlan
): Promise<void> {
  const now = nowOf(strapi);
  const kind = error instanceof ProcessingError ? error.kind : 'internal';
  const failures = log.failures + 1;
  const nextAt = nextAttemptAt(failures, now, plan);
  const state = nextAt === null ? 'dead' : 'failed';
  const values = {
    // Who sent a test event, which its sentence names in the end.
    ...(log.isTest ? valuesOfTest(log) : {}),
    product: productOf(error, log),
    attempts: failures,
    hook: OF_THE_SITE.includes(kind) ? describe(error) : null,
    error: describe(error),
  };
  const attempt: Omit<Attempt, 'number'> = {
    startedAt: new Date(lease.takenAt).toISOString(),
    durationMs: now - lease.takenAt,
    by: lease.by,
    outcome: state,
    error: reasonOf(kind, values),
    failure: { code: kind, values: pick(values) },
  };

  await inTransaction(strapi, async (db) => {
    const isMine = await finishLog(db, log, lease.token, {
      state,
      reason: kind,
      code: `${state}.${kind}`,
      values,
      failures,
      nextAttemptAt: nextAt,
      attemptLog: withAttempt(log, attempt),
      finishedAt: nextAt === null ? now : null,
    });
    if (!isMine || state !== 'dead') return;
    const about = { connectionId: log.connectionId, memberId: log.memberId };
    await insertActivity(db, {
      ...about,
      happenedAt: now,
      code: `dead.${kind}`,
      values,
      webhookLogId: log.id,
    });
    await queueEvent(db, {
      ...about,
      at: now,
      topic: 'kartra.webhook.dead',
      payload: { webhookLogId: log.id, reason: kind, attempts: failures },
    });
  });

  const frames = error instanceof ProcessingError ? '' : framesOf(error);
  const line = `[kartra] Webhook ${log.id}, attempt ${failures}: ${kind} (${describe(error)}).`;
  if (state === 'dead') strapi.log.error(`${line} Given up.${frames}`);
  else if (isAlarming(failures)) strapi.log.error(`${line}${frames}`);
  else strapi.log.warn(`${line}${frames}`);
}

function productOf(error: unknown, { productId, productName }: WebhookLogRow): string | null {
  if (error instanceof ProcessingError && error.product !== null) return error.product;
  return productId === null ? null : nameProduct(productId, productName);
}

/** Failures of the site's own code, which its developer is to find. */
const OF_THE_SITE: readonly FailureKind[] = ['hook-failed', 'site-code', 'took-too-long'];

/** What the sentence of an attempt names. */
const pick = ({ product, hook, error }: Record<'product' | 'hook' | 'error', string | null>) => ({
  product,
  hook,
  error,
});

/** Our own failures say what is wrong. Of any other only name and code are kept, as its message may hold personal data. */
const describe = (error: unknown): string =>
  error instanceof ProcessingError ? error.message : describeError(error);

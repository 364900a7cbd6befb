import { setTimeout as sleep } from 'node:timers/promises';
import type { RetentionPreview, RetentionQuery } from '../../../../contracts/connection';
import { findConnection } from '../../repositories/connections';
import { database } from '../../repositories/database';
import { findMembersWithEnds } from '../../repositories/entitlements';
import { endOverride, findEndedOverrides } from '../../repositories/overrides';
import { fillChangedAt } from '../../repositories/members';
import {
  countOldLogs,
  countOldPayloads,
  deleteOldLogs,
  deleteOldPayloads,
} from '../../repositories/webhook-log-retention';
import { perStrapi } from '../../utils/per-strapi';
import { describeError } from '../../utils/describe-error';
import { readConfig } from '../../utils/read-config';
import { newRulesOf, alertsOf } from '../health';
import { readConnectionRules, recomputeMember } from '../engine';
import { endedCodesOf } from '../messages';
import { createLoop, nowOf } from '../background';
import { keepPayloadQuota } from './payload-quota';

const DAY_MS = 86_400_000;
/** Rows in one statement, and the pause after it, in which webhooks can be stored. */
const BATCH = 500;
const PAUSE_MS = 50;
/** The longest wait after the start: what became due while the site was down. */
const FIRST_MS = 5000;

/**
 * What time alone brings about, on every instance, each step safe to be done twice: payloads and log lines past
 * their retention go, overrides past their end are taken back, purchases whose time is over give nothing, codes for new
 * passwords end. Facts stay.
 */
export const housekeepingOf = perStrapi(({ strapi }) => {
  const { housekeepingMs } = readConfig(strapi);
  const inBatches = async (
    signal: AbortSignal,
    remove: (limit: number) => Promise<number>
  ): Promise<void> => {
    while (!signal.aborted && (await remove(BATCH)) === BATCH) await sleep(PAUSE_MS);
  };

  const forget = async (signal: AbortSignal): Promise<void> => {
    const db = database(strapi);
    const { id, settings } = await findConnection(db);
    const now = nowOf(strapi);
    const before = (days: number) => now - days * DAY_MS;
    await inBatches(signal, (limit) =>
      deleteOldPayloads(db, {
        connectionId: id,
        before: before(settings.payloadRetentionDays),
        now,
        limit,
      })
    );
    await inBatches(signal, (limit) =>
      deleteOldLogs(db, { connectionId: id, before: before(settings.logRetentionDays), limit })
    );
  };

  const endOverrides = async (signal: AbortSignal): Promise<void> => {
    const connection = await readConnectionRules(strapi);
    const now = nowOf(strapi);
    for (const override of await findEndedOverrides(database(strapi), now)) {
      if (signal.aborted) return;
      await recomputeMember(strapi, {
        connection,
        memberId: override.memberId,
        cause: { webhookLogId: null, actor: null, isDue: true },
        now,
      });
      await endOverride(database(strapi), override.id, override.until ?? now);
    }
  };

  /** Purchases whose time is over. One member that cannot be brought up to date does not hold up the others; it stays due. */
  const endPurchases = async (signal: AbortSignal): Promise<void> => {
    const connection = await readConnectionRules(strapi);
    const tried = new Set<number>();
    while (!signal.aborted) {
      const now = nowOf(strapi);
      const limit = BATCH + tried.size;
      const found = await findMembersWithEnds(database(strapi), connection.id, { now, limit });
      const due = found.filter((memberId) => !tried.has(memberId));
      if (due.length === 0) return;
      for (const memberId of due) {
        if (signal.aborted) return;
        tried.add(memberId);
        await recomputeMember(strapi, {
          connection,
          memberId,
          cause: { webhookLogId: null, actor: null, isDue: true },
          now,
        }).catch((error: unknown) => {
          strapi.log.warn(
            `[kartra] Member ${memberId} is brought up to date later: ${describeError(error)}.`
          );
        });
      }
    }
  };

  /** Another instance may still run an older version, which does not note when a member last changed. */
  const fillChanges = async (signal: AbortSignal): Promise<void> => {
    const { id } = await findConnection(database(strapi));
    while (!signal.aborted && (await fillChangedAt(database(strapi), id, BATCH)))
      await sleep(PAUSE_MS);
  };

  const loop = createLoop(strapi, {
    name: 'Housekeeping',
    everyMs: housekeepingMs,
    firstMs: Math.min(housekeepingMs, FIRST_MS),
    async work(signal) {
      await endOverrides(signal);
      await fillChanges(signal);
      await newRulesOf(strapi).look();
      await endPurchases(signal);
      await forget(signal);
      await keepPayloadQuota(strapi, signal);
      await endedCodesOf(strapi).look(signal);
      await alertsOf(strapi).look();
    },
  });

  return {
    /** What would be deleted if things were kept for so many days. */
    async countOld(kept: RetentionQuery): Promise<RetentionPreview> {
      const db = database(strapi);
      const { id: connectionId } = await findConnection(db);
      const before = (days: number) => nowOf(strapi) - days * DAY_MS;
      return {
        payloads: await countOldPayloads(db, { connectionId, before: before(kept.payloadDays) }),
        logs: await countOldLogs(db, { connectionId, before: before(kept.logDays) }),
      };
    },

    bootstrap: loop.start,
    destroy: loop.stop,
  };
});

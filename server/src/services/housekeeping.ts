import type { Core } from '@strapi/strapi';
import { setTimeout as sleep } from 'node:timers/promises';
import { findConnection } from '../repositories/connections';
import { database } from '../repositories/database';
import { endOverride, findEndedOverrides } from '../repositories/overrides';
import { deleteOldLogs, deleteOldPayloads } from '../repositories/webhook-log-retention';
import { describeError } from '../utils/describe-error';
import { readConfig } from '../utils/read-config';
import { recomputeMember } from './recompute';

const DAY_MS = 86_400_000;
/** Rows in one statement, and the pause behind it: webhooks are stored meanwhile. */
const BATCH = 500;
const PAUSE_MS = 50;

/**
 * What time alone brings about, on every instance, each step safe to be done twice: payloads and log lines past
 * their retention go, overrides past their end are taken back. Facts stay for ever.
 */
export default ({ strapi }: { strapi: Core.Strapi }) => {
  const { housekeepingMs } = readConfig(strapi);
  let timer: NodeJS.Timeout | null = null;
  let working: Promise<void> = Promise.resolve();
  let isStopping = false;

  const inBatches = async (remove: (limit: number) => Promise<number>): Promise<number> => {
    let total = 0;
    while (!isStopping) {
      const removed = await remove(BATCH);
      total += removed;
      if (removed < BATCH) break;
      await sleep(PAUSE_MS);
    }
    return total;
  };

  const forget = async (): Promise<void> => {
    const db = database(strapi);
    const { id, settings } = await findConnection(db);
    const now = Date.now();
    const before = (days: number) => now - days * DAY_MS;
    await inBatches((limit) =>
      deleteOldPayloads(db, {
        connectionId: id,
        before: before(settings.payloadRetentionDays),
        now,
        limit,
      })
    );
    await inBatches((limit) =>
      deleteOldLogs(db, { connectionId: id, before: before(settings.logRetentionDays), limit })
    );
  };

  const endOverrides = async (): Promise<void> => {
    const { id, settings } = await findConnection(database(strapi));
    const now = Date.now();
    for (const override of await findEndedOverrides(database(strapi), now)) {
      if (isStopping) return;
      await recomputeMember(strapi, {
        connection: { id, fallbackRoleId: settings.fallbackRoleId },
        memberId: override.memberId,
        cause: { webhookLogId: null, actor: null },
        now,
      });
      await endOverride(database(strapi), override.id, override.until ?? now);
    }
  };

  const work = async (): Promise<void> => {
    try {
      await endOverrides();
      await forget();
    } catch (error) {
      strapi.log.warn(`[kartra] Housekeeping is done later: ${describeError(error)}.`);
    } finally {
      plan(housekeepingMs);
    }
  };

  const plan = (afterMs: number): void => {
    if (isStopping) return;
    timer = setTimeout(() => {
      working = work();
    }, afterMs).unref();
  };

  return {
    bootstrap(): void {
      plan(Math.min(housekeepingMs, 5000));
    },

    async destroy(): Promise<void> {
      isStopping = true;
      if (timer) clearTimeout(timer);
      await working;
    },
  };
};

import PQueue from 'p-queue';
import { setTimeout as sleep } from 'node:timers/promises';
import { findConnection } from '../../repositories/connections';
import { database, isInfrastructureError } from '../../repositories/database';
import { type Lease, newLease } from '../../repositories/leases';
import {
  claimLogs,
  findDueLogs,
  findFirstWaiting,
  findNextWaiting,
  giveBackLog,
  releasePausedLogs,
} from '../../repositories/webhook-log-queue';
import type { WebhookLogRow } from '../../repositories/webhook-logs';
import { perStrapi } from '../../utils/per-strapi';
import { breathe } from '../../utils/breathe';
import { describeError } from '../../utils/describe-error';
import { LeaseLostError } from '../../utils/errors';
import { readConfig } from '../../utils/read-config';
import { applyTogether } from './apply-together';
import { applyWebhook } from './apply-webhook';
import { noteFailure } from './failures';
import type { AttemptLease } from './finish-webhooks';
import { createShare, type ShareOptions } from './share';
import { trafficOf } from './traffic';
import { createLoop, nowOf, pauseOf } from '../background';
import { isSiteAsked } from '../engine';
import { siteOf } from '../site';

/** Webhook logs looked up at once by the sweeper. */
const SWEEP_LIMIT = 200;
/** Webhooks that are applied in one transaction. */
const TOGETHER = 64;
/** Strapi cuts all sockets some time after SIGTERM: what is not done by then is given back. */
const STOP_MS = 10_000;
const RETRY_GIVE_BACK_MS = 500;

/**
 * While requests keep coming, webhooks are applied during half of the time. A whole second of it, as when the database
 * was slow, is made up for by at most two without.
 */
const SHARE: ShareOptions = { share: 0.5, savedMs: 100, debtMs: 1000 };
/** How often work that gives way looks whether requests still wait. */
const LOOK_MS = 10;

export interface WaitingLog {
  readonly id: number;
  readonly memberKey: string | null;
  /** How long Kartra waited for its answer, where this instance gave it just now. */
  readonly answeredInMs?: number;
  /** It was tried before. */
  readonly isRetry?: boolean;
}

/**
 * Takes webhook logs out of the inbox and applies them: at once after the answer, at boot what an earlier process
 * left, and by a sweeper on every instance. Several instances share one database; a lease keeps two workers off one
 * webhook, and the locks of `recomputeProduct` keep the result right even when that fails.
 */
export const processingOf = perStrapi(({ strapi }) => {
  const config = readConfig(strapi);
  const share = createShare(SHARE);
  const queue = new PQueue({ concurrency: config.concurrency });
  /** Queued or running in this process. */
  const taken = new Set<number>();
  /** Those of them that wait for a worker, oldest first. */
  const waiting: WaitingLog[] = [];
  /** Leases held by this process, by webhook log. */
  const leases = new Map<number, string>();

  const isHeldUp = (): boolean => sweeper.signal.aborted || pauseOf(strapi).isOn();

  const start = (log: WaitingLog): void => {
    if (isHeldUp() || taken.has(log.id)) return;
    taken.add(log.id);
    waiting.push(log);
    void queue.add(process);
  };

  /** What came together goes together, up to a limit. What was tried before goes alone, under a lease of its own. */
  const take = (): WaitingLog[] => {
    const retry = waiting.findIndex(({ isRetry }) => isRetry === true);
    const fresh = retry === -1 ? waiting.length : retry;
    return waiting.splice(0, fresh === 0 ? 1 : Math.min(fresh, TOGETHER));
  };

  const process = async (): Promise<void> => {
    await breathe();
    const logs = take();
    if (logs.length === 0) return;
    try {
      await giveWay();
      share.begin(nowOf(strapi));
      const inTurn = isHeldUp() ? [] : await firstOfEach(logs);
      if (inTurn.length > 0) await work(inTurn);
    } catch (error) {
      // The database is away: the sweeper comes back to it.
      const ids = logs.map(({ id }) => id).join(', ');
      strapi.log.warn(`[kartra] Webhooks ${ids} wait: ${describeError(error)}.`);
    } finally {
      share.end(nowOf(strapi));
      for (const { id } of logs) taken.delete(id);
      await startNextOf(logs);
    }
  };

  /** Who waits for an answer goes first, until applying has less than its share of the time. */
  const giveWay = async (): Promise<void> => {
    while (!sweeper.signal.aborted && trafficOf(strapi).isBusy()) {
      const ms = share.waitMs(nowOf(strapi));
      if (ms === 0) return;
      await sleep(Math.min(ms, LOOK_MS));
    }
  };

  /** In order for one member: a later webhook starts when the earlier one is done. */
  const firstOfEach = async (logs: readonly WaitingLog[]): Promise<readonly WaitingLog[]> => {
    const first = await findFirstWaiting(database(strapi), keysOf(logs));
    return logs.filter(
      ({ id, memberKey }) => memberKey === null || (first.get(memberKey) ?? id) >= id
    );
  };

  const startNextOf = async (logs: readonly WaitingLog[]): Promise<void> => {
    if (isHeldUp()) return;
    try {
      const next = await findNextWaiting(database(strapi), keysOf(logs), nowOf(strapi));
      const first = await firstOfEach(next);
      first.forEach(start);
    } catch (error) {
      strapi.log.warn(`[kartra] The next webhook waits for the sweeper: ${describeError(error)}.`);
    }
  };

  const work = async (logs: readonly WaitingLog[]): Promise<void> => {
    const lease = newLease(nowOf(strapi), config.leaseMs);
    const claimed = await claim(logs, lease);
    for (const { id } of claimed) leases.set(id, lease.token);
    try {
      await workOff(claimed, lease);
    } finally {
      for (const { id } of claimed) leases.delete(id);
    }
  };

  /**
   * What can go together does; the rest goes one by one. Of a group that fails each half is tried by itself, so one that
   * always fails is soon alone, and the others are not kept waiting.
   */
  const workOff = async (logs: readonly WebhookLogRow[], lease: Lease): Promise<void> => {
    const left = await workTogether(logs, lease);
    if (left === null) {
      const half = Math.ceil(logs.length / 2);
      await workOff(logs.slice(0, half), lease);
      await workOff(logs.slice(half), lease);
      return;
    }
    for (const log of left) {
      // Others may take it before the lease is over, rather than both at once after it.
      if (nowOf(strapi) - lease.takenAt > config.leaseMs / 2) await giveBack(log.id, lease.token);
      else await workAlone(log, lease);
    }
  };

  /** Gives those that are left to be applied one by one; null: one of them may be at fault, and nothing was done. */
  const workTogether = async (
    logs: readonly WebhookLogRow[],
    lease: Lease
  ): Promise<readonly WebhookLogRow[] | null> => {
    const isFirst = ({ attempts }: WebhookLogRow) => attempts <= 1;
    const together = logs.filter(isFirst);
    // The site's own code sees one webhook at a time, and never one twice because another failed.
    if (together.length < 2 || isSiteAsked(strapi)) return logs;
    try {
      const left = await applyTogether(strapi, together, { ...lease, by: 'at-once' });
      return logs.filter((log) => !isFirst(log) || left.includes(log));
    } catch (error) {
      if (error instanceof LeaseLostError) {
        // It took longer than the lease. What this worker still holds goes back, to be applied one by one.
        for (const { id } of logs) await giveBack(id, lease.token);
        return [];
      }
      strapi.log.debug(
        `[kartra] ${together.length} webhooks could not be applied together: ${describeError(error)}.`
      );
      return null;
    }
  };

  const workAlone = async (log: WebhookLogRow, lease: Lease): Promise<void> => {
    const attempt = { ...lease, by: log.attempts <= 1 ? 'at-once' : 'automatic' };
    try {
      await applyWebhook(strapi, log, attempt);
    } catch (error) {
      await handle(error, log, attempt);
    }
  };

  const claim = async (logs: readonly WaitingLog[], lease: Lease): Promise<WebhookLogRow[]> => {
    try {
      return await claimLogs(database(strapi), logs, lease);
    } catch (error) {
      // The claim may be written although reading it failed: left there, it would keep everyone off for its whole time.
      for (const { id } of logs) await giveBack(id, lease.token);
      throw error;
    }
  };

  const handle = async (error: unknown, log: WebhookLogRow, lease: AttemptLease): Promise<void> => {
    if (error instanceof LeaseLostError) return;
    if (isInfrastructureError(error)) {
      strapi.log.warn(
        `[kartra] Webhook ${log.id} waits for the database: ${describeError(error)}.`
      );
      await giveBack(log.id, lease.token);
      return;
    }
    try {
      await noteFailure(strapi, error, log, lease, config);
    } catch (noteError) {
      strapi.log.warn(
        `[kartra] Webhook ${log.id} waits for the database: ${describeError(noteError)}.`
      );
      await giveBack(log.id, lease.token);
    }
  };

  /** Until the database takes it, or the lease is over anyway and any instance may claim the row. */
  const giveBack = async (id: number, token: string): Promise<void> => {
    const until = nowOf(strapi) + config.leaseMs;
    while (nowOf(strapi) < until && !sweeper.signal.aborted) {
      try {
        await giveBackLog(database(strapi), id, token);
        return;
      } catch {
        await sleep(RETRY_GIVE_BACK_MS);
      }
    }
  };

  const startDue = async (): Promise<void> => {
    const due = await findDueLogs(database(strapi), nowOf(strapi), SWEEP_LIMIT);
    due.forEach(start);
  };

  /** First at once: what an earlier process left. */
  const sweeper = createLoop(strapi, {
    name: 'Looking for due webhooks',
    everyMs: config.sweepMs,
    firstMs: 0,
    work: startDue,
  });

  return {
    start,

    /** What was stored as paused just when an administrator turned it on, or when a crash kept it from being released. */
    async releaseIfOn(): Promise<void> {
      const connection = await findConnection(database(strapi));
      if (connection.state === 'on' && !siteOf(strapi).isUndecided(connection))
        await this.releasePaused();
    },

    bootstrap(): void {
      const release = () =>
        this.releaseIfOn().catch((error: unknown) => {
          strapi.log.warn(
            `[kartra] What came while it was not decided whose site this is waits: ${describeError(error)}.`
          );
        });
      pauseOf(strapi).watch({ begun: () => undefined, over: () => void release() });
      sweeper.start();
    },

    /** What came while paused is processed now; returns how many. */
    async releasePaused(): Promise<number> {
      const released = await releasePausedLogs(database(strapi));
      if (released > 0) await startDue();
      return released;
    },

    /** Nothing new is claimed; running work ends, or gives its lease back. */
    async destroy(): Promise<void> {
      const swept = sweeper.stop();
      queue.clear();
      const idle = swept.then(() => queue.onIdle());
      await Promise.race([idle, sleep(STOP_MS, undefined, { ref: false })]);
      for (const [id, token] of leases) {
        try {
          await giveBackLog(database(strapi), id, token);
        } catch (error) {
          strapi.log.warn(
            `[kartra] The lease on webhook ${id} runs out by itself: ${describeError(error)}.`
          );
        }
      }
    },
  };
});

const keysOf = (logs: readonly Pick<WaitingLog, 'memberKey'>[]): string[] => [
  ...new Set(logs.flatMap(({ memberKey }) => memberKey ?? [])),
];

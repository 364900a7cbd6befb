import { z } from 'zod';
import type { ReplayPreview, ReplayResult } from '../../../../contracts/webhook-log-requests';
import { LOG_REASONS } from '../../core/inbox/codes';
import { effectOfReplay, triedOf, whyNoReplay } from '../../core/inbox/replay';
import { WEBHOOK_LOG_STATES } from '../../core/inbox/states';
import { EVENT_KINDS } from '../../core/kartra/event';
import type { Viewer } from '../../core/viewer/viewer';
import { OTHER } from '../../core/wording/other';
import { database, isInfrastructureError, tryAndUndo } from '../../repositories/database';
import { newLease } from '../../repositories/leases';
import { findFactsOfLogs } from '../../repositories/events';
import {
  countLogs,
  findLog,
  findLogIds,
  type LogFilter,
} from '../../repositories/webhook-log-list';
import { claimForReplay } from '../../repositories/webhook-log-queue';
import type { WebhookLogRow } from '../../repositories/webhook-logs';
import { perStrapi } from '../../utils/per-strapi';
import { notFound } from '../../utils/errors';
import { readConfig } from '../../utils/read-config';
import { refuse } from '../../utils/validate';
import { type JobKind, jobsOf, nowOf } from '../background';
import { applyWebhook, type AttemptLease, noteFailure } from '../receiving';
import { recomputeNeighborhood, readConnectionRules } from '../engine';
import { showLog } from './webhook-logs';

const WAIT_MS = 2000;

const logFilter = z.object({
  state: z.enum(WEBHOOK_LOG_STATES).optional(),
  reason: z.enum([...LOG_REASONS, OTHER]).optional(),
  kind: z.enum([...EVENT_KINDS, OTHER]).optional(),
  productId: z.string().optional(),
  email: z.string().optional(),
  memberId: z.number().optional(),
  from: z.number().optional(),
  to: z.number().optional(),
  upTo: z.number().optional(),
  ids: z.array(z.number()).readonly().optional(),
});

/** All webhooks of a filter are processed once more. */
export const REPLAY = {
  name: 'replay',
  params: z.object({ filter: logFilter }),
} satisfies JobKind<unknown>;

/**
 * Processing a webhook once more, by today's mappings. Only what did not happen is done: the ledger has its fact
 * already, accounts and roles are what they are, and messages were queued with the first effect.
 */
export const replayOf = perStrapi(({ strapi }) => {
  const config = readConfig(strapi);

  const load = async (id: number): Promise<WebhookLogRow> => {
    const log = await findLog(database(strapi), id);
    if (!log) throw notFound('There is no such webhook.');
    return log;
  };

  /** An undecided webhook is processed like a new one; a decided one only has its members looked at again. */
  const work = async (log: WebhookLogRow, lease: AttemptLease): Promise<void> => {
    // Without its payload it says nothing any more; what it said is in the ledger.
    const claimed =
      log.body === null ? null : await claimForReplay(database(strapi), log.id, lease);
    if (claimed) await applyWebhook(strapi, claimed, lease);
    else await lookAgain(log, lease.by);
  };

  const lookAgain = async (log: WebhookLogRow, actor: string): Promise<void> => {
    const facts = await findFactsOfLogs(database(strapi), [log.id]);
    const connection = await readConnectionRules(strapi);
    for (const { productId, factHash } of facts) {
      await recomputeNeighborhood(strapi, {
        connection,
        seed: { productIds: [productId], memberIds: [], factHashes: [factHash] },
        cause: { webhookLogId: null, actor },
        now: nowOf(strapi),
      });
    }
  };

  const refuseDecided = (log: WebhookLogRow): void => {
    const why = whyNoReplay(log);
    if (why) throw refuse(['id'], why);
  };

  return {
    /** Dry: does all of it, tells the effect, and undoes it. */
    async one(
      id: number,
      asked: { readonly dryRun: boolean; readonly viewer: Viewer }
    ): Promise<ReplayResult> {
      const before = await load(id);
      refuseDecided(before);
      const lease = { ...newLease(nowOf(strapi), config.leaseMs), by: asked.viewer.actor };
      const run = async (): Promise<ReplayResult> => {
        await work(before, lease);
        return { dryRun: asked.dryRun, ...showLog(await load(id), asked.viewer) };
      };
      if (asked.dryRun) return tryAndUndo(strapi, run);
      try {
        return await run();
      } catch (error) {
        const claimed = await load(id);
        // Decided before, or taken over by another worker in the meantime, which writes the result.
        if (claimed.leaseToken !== lease.token || isInfrastructureError(error)) throw error;
        await noteFailure(strapi, error, claimed, lease, config);
        return { dryRun: false, ...showLog(await load(id), asked.viewer) };
      }
    },

    /** What replaying all of the filter would do, each tried and undone; the first thousand tell enough. */
    async preview(filter: LogFilter, viewer: Viewer): Promise<ReplayPreview> {
      const { total, isCapped } = await countLogs(database(strapi), filter);
      const page = { afterId: 0, limit: triedOf(total) };
      const ids = await findLogIds(database(strapi), filter, page);
      const counts = { change: 0, same: 0, fail: 0 };
      for (const id of ids) counts[await this.wouldDo(id, viewer)] += 1;
      return { dryRun: true, total, totalIsCapped: isCapped, tried: ids.length, ...counts };
    },

    async wouldDo(id: number, viewer: Viewer): Promise<'change' | 'same' | 'fail'> {
      const log = await load(id);
      if (whyNoReplay(log) !== null) return 'same';
      try {
        const after = await this.one(id, { dryRun: true, viewer });
        return effectOfReplay(log, after);
      } catch (error) {
        if (isInfrastructureError(error)) throw error;
        return 'fail';
      }
    },

    /** All that the filter finds, oldest first, as a job. */
    async many(filter: LogFilter, { actor: by }: Viewer) {
      const { id } = await readConnectionRules(strapi);
      return jobsOf(strapi).start(REPLAY, { filter }, { connectionId: id, by, waitMs: WAIT_MS });
    },
  };
});

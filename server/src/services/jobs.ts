import type { Core } from '@strapi/strapi';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { database, isInfrastructureError } from '../repositories/database';
import {
  claimJob,
  createJob,
  findDueJobs,
  findJob,
  findJobs,
  requestStop,
  resumeJob,
  saveProgress,
  type JobRow,
} from '../repositories/jobs';
import { readConfig } from '../utils/read-config';
import { jobKinds, type JobParams } from './job-kinds';
import { addTally, readTally } from './job-tally';
import { describeError } from '../utils/describe-error';

/** How long a request waits for work that it began; longer work goes on by itself. */
const FOLLOW_MS = 2000;

/**
 * The one engine for long work: a row with a cursor, worked off in small steps under a lease. Whichever instance
 * holds the lease goes on from the cursor; steps are repeatable, so a crash in the middle of one does no harm.
 */
export default ({ strapi }: { strapi: Core.Strapi }) => {
  const config = readConfig(strapi);
  const running = new Map<number, Promise<void>>();
  let timer: NodeJS.Timeout | null = null;
  let isStopping = false;

  const run = (id: number): Promise<void> => {
    const before = running.get(id);
    if (before || isStopping) return before ?? Promise.resolve();
    const work = workOff(id)
      .catch((error: unknown) => {
        const name = describeError(error);
        strapi.log.warn(`[kartra] Job ${id} waits for the sweeper: ${name}.`);
      })
      .finally(() => running.delete(id));
    running.set(id, work);
    return work;
  };

  const workOff = async (id: number): Promise<void> => {
    const db = database(strapi);
    const token = randomUUID();
    const lease = () => Date.now() + config.leaseMs;
    let job = await claimJob(db, id, { token, now: Date.now(), until: lease() });
    while (job) {
      if (isStopping) {
        await saveProgress(db, id, token, { leaseUntil: 0 });
        return;
      }
      if (job.stopRequested) {
        await saveProgress(db, id, token, { state: 'stopped', finishedAt: Date.now() });
        return;
      }
      job = await step(job, token, lease());
    }
  };

  /** One step and its progress; null when the job is over or no longer ours. */
  const step = async (job: JobRow, token: string, leaseUntil: number): Promise<JobRow | null> => {
    const db = database(strapi);
    try {
      const result = await jobKinds.step(strapi, job);
      const next = await saveProgress(db, job.id, token, {
        done: (job.done ?? 0) + result.done,
        failed: (job.failed ?? 0) + result.failed,
        cursor: JSON.stringify(result.cursor),
        ...(result.tally && { result: addTally(job.result, result.tally) }),
        leaseUntil,
        ...(result.cursor === null ? { state: 'done', finishedAt: Date.now() } : {}),
      });
      return result.cursor === null ? null : next;
    } catch (error) {
      // The cursor stands where it stood: the sweeper goes on from there when the lease is over.
      if (isInfrastructureError(error)) throw error;
      await saveProgress(db, job.id, token, {
        state: 'failed',
        error: describeError(error),
        finishedAt: Date.now(),
      });
      throw error;
    }
  };

  const sweep = async (): Promise<void> => {
    try {
      for (const id of await findDueJobs(database(strapi), Date.now())) void run(id);
    } catch (error) {
      const name = describeError(error);
      strapi.log.warn(`[kartra] The sweeper could not look for jobs: ${name}.`);
    } finally {
      if (!isStopping) timer = setTimeout(() => void sweep(), config.sweepMs).unref();
    }
  };

  return {
    /**
     * Queues the work, in the caller's transaction if there is one: then it stands exactly when what it is about stands.
     * `follow` begins it after the commit; should nobody come to that, the sweeper does.
     */
    async queue<Kind extends keyof JobParams>(
      kind: Kind,
      params: JobParams[Kind],
      asked: { readonly connectionId: number; readonly by: string | null }
    ): Promise<number> {
      return createJob(database(strapi), {
        connectionId: asked.connectionId,
        kind,
        params: JSON.stringify(params),
        total: await jobKinds.count(strapi, asked.connectionId, kind, params),
        queuedBy: asked.by,
        queuedAt: Date.now(),
      });
    },

    /** Begins it here; waits for the end for at most `waitMs`, so that short work is done on return. */
    async follow(id: number, waitMs = FOLLOW_MS): Promise<JobRow> {
      await Promise.race([run(id), sleep(waitMs, undefined, { ref: false })]);
      const job = await findJob(database(strapi), id);
      if (!job) throw new Error('The job was not stored.');
      return job;
    },

    async start<Kind extends keyof JobParams>(
      kind: Kind,
      params: JobParams[Kind],
      asked: { readonly connectionId: number; readonly by: string | null; readonly waitMs?: number }
    ): Promise<JobRow> {
      return this.follow(await this.queue(kind, params, asked), asked.waitMs);
    },

    find: (id: number) => findJob(database(strapi), id),

    list: (connectionId: number, page: { offset: number; limit: number }) =>
      findJobs(database(strapi), connectionId, page),

    /** What is done stays done. */
    stop: (id: number) => requestStop(database(strapi), id),

    /** Goes on where it was stopped; false when it was not. */
    async resume(id: number): Promise<boolean> {
      const resumed = await resumeJob(database(strapi), id);
      if (resumed) void run(id);
      return resumed;
    },

    /** Those that could not be changed, once more, as a job of their own; null when there are none. */
    async retry(id: number, by: string): Promise<JobRow | null> {
      const job = await findJob(database(strapi), id);
      const memberIds = readTally(job?.result ?? null)?.failedMemberIds ?? [];
      if (!job || memberIds.length === 0) return null;
      const asked = { connectionId: job.connectionId, by };
      return this.start('recompute-members', { memberIds }, asked);
    },

    bootstrap(): void {
      timer = setTimeout(() => void sweep(), 0).unref();
    },

    async destroy(): Promise<void> {
      isStopping = true;
      if (timer) clearTimeout(timer);
      await Promise.all(running.values());
    },
  };
};

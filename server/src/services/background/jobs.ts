import { setTimeout as sleep } from 'node:timers/promises';
import { database, isInfrastructureError } from '../../repositories/database';
import { newLease, type Held } from '../../repositories/leases';
import {
  claimJob,
  createJob,
  findDueJobs,
  findJob,
  findJobs,
  leaveJob,
  requestStop,
  resumeJob,
  saveProgress,
  type JobRow,
} from '../../repositories/jobs';
import { perStrapi } from '../../utils/per-strapi';
import { readConfig } from '../../utils/read-config';
import { describeError } from '../../utils/describe-error';
import { anyJob, type AnyJobHandler, type JobHandler, type JobKind } from './job-kind';
import { addTally } from './tally';
import { nowOf } from './clock';
import { createLoop } from './loop';
import { pauseOf } from './pause';

/** How long a request waits for work that it started; longer work continues in the background. */
const FOLLOW_MS = 2000;

/**
 * The one engine for long work: a row with a cursor, worked off in small steps under a lease. Whichever instance
 * holds the lease goes on from the cursor; steps are repeatable, so a crash in the middle of one does no harm.
 */
export const jobsOf = perStrapi(({ strapi }) => {
  const config = readConfig(strapi);
  const handlers = new Map<JobRow['kind'], AnyJobHandler>();
  const running = new Map<number, Promise<void>>();
  const mustEnd = (): boolean => sweeper.signal.aborted || pauseOf(strapi).isOn();

  const handlerOf = (kind: JobRow['kind']): AnyJobHandler => {
    const handler = handlers.get(kind);
    if (!handler) throw new Error(`This version does not know the kind of job (${kind}).`);
    return handler;
  };

  const run = (id: number): Promise<void> => {
    const before = running.get(id);
    if (before || mustEnd()) return before ?? Promise.resolve();
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
    const lease = newLease(nowOf(strapi), config.leaseMs);
    const held = { id, token: lease.token };
    let job = await claimJob(db, id, lease);
    while (job) {
      if (mustEnd()) {
        await leaveJob(db, held);
        return;
      }
      if (job.stopRequested) {
        await leaveJob(db, held, { state: 'stopped', finishedAt: nowOf(strapi) });
        return;
      }
      job = await step(job, held);
    }
  };

  /** One step and its progress; null when the job is over or no longer ours. */
  const step = async (job: JobRow, held: Held): Promise<JobRow | null> => {
    const db = database(strapi);
    const until = nowOf(strapi) + config.leaseMs;
    try {
      const result = await handlerOf(job.kind).step(strapi, job);
      const progress = {
        done: (job.done ?? 0) + result.done,
        failed: (job.failed ?? 0) + result.failed,
        cursor: result.cursor,
        ...(result.tally && { result: addTally(job.result, result.tally) }),
      };
      if (result.cursor !== null) return await saveProgress(db, { ...held, until }, progress);
      await leaveJob(db, held, { ...progress, state: 'done', finishedAt: nowOf(strapi) });
      return null;
    } catch (error) {
      if (isInfrastructureError(error)) {
        // The cursor is unchanged, and the sweeper goes on from there: at its next look, or, if not even this can be
        // written, when the lease is over.
        await leaveJob(db, held).catch(() => undefined);
        throw error;
      }
      await leaveJob(db, held, {
        state: 'failed',
        error: describeError(error),
        finishedAt: nowOf(strapi),
      });
      throw error;
    }
  };

  const sweeper = createLoop(strapi, {
    name: 'Looking for due jobs',
    everyMs: config.sweepMs,
    firstMs: 0,
    async work() {
      for (const id of await findDueJobs(database(strapi), nowOf(strapi))) void run(id);
    },
  });

  return {
    /** Tells who does the work of a kind; once for each kind, before anything is queued. */
    handle<Params>(handler: JobHandler<Params>): void {
      handlers.set(handler.kind.name, anyJob(handler));
    },

    /**
     * Queues the work, in the caller's transaction if there is one, so that both are committed or neither is.
     * `follow` starts it after the commit; if that never happens, the sweeper starts it.
     */
    async queue<Params extends object>(
      kind: JobKind<Params>,
      params: Params,
      asked: { readonly connectionId: number; readonly by: string | null }
    ): Promise<number> {
      return createJob(database(strapi), {
        connectionId: asked.connectionId,
        kind: kind.name,
        params,
        total: await handlerOf(kind.name).count(strapi, asked.connectionId, params),
        queuedBy: asked.by,
        queuedAt: nowOf(strapi),
      });
    },

    /** Begins it here; waits for the end for at most `waitMs`, so that short work is done on return. */
    async follow(id: number, waitMs = FOLLOW_MS): Promise<JobRow> {
      await Promise.race([run(id), sleep(waitMs, undefined, { ref: false })]);
      const job = await findJob(database(strapi), id);
      if (!job) throw new Error('The job was not stored.');
      return job;
    },

    async start<Params extends object>(
      kind: JobKind<Params>,
      params: Params,
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

    bootstrap: sweeper.start,

    async destroy(): Promise<void> {
      await sweeper.stop();
      await Promise.all(running.values());
    },
  };
});

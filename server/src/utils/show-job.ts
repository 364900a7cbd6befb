import type { Job } from '../../../contracts/job';
import type { JobRow } from '../repositories/jobs';

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** A job as the admin API gives it. */
export function showJob(job: JobRow): Job {
  return {
    id: job.id,
    kind: job.kind,
    state: job.state,
    total: job.total ?? 0,
    done: job.done ?? 0,
    failed: job.failed ?? 0,
    queuedBy: job.queuedBy,
    queuedAt: new Date(job.queuedAt).toISOString(),
    startedAt: iso(job.startedAt),
    finishedAt: iso(job.finishedAt),
    stopRequested: job.stopRequested,
  };
}

import type { Job } from '../../../contracts/job';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
/** A shorter or smaller job was seen where it was started. */
const LONG_MS = 2 * SECOND_MS;
const LARGE = 50;
/** How long its end is shown. */
const TOLD_MS = 10 * MINUTE_MS;
/** Before that a guess of the time left would be wild. */
const GUESS_AFTER_MS = 10 * SECOND_MS;

export type JobEnding = 'done' | 'partly' | 'stopped' | 'failed';

export function isAtWork(job: Job): boolean {
  return job.state === 'queued' || job.state === 'running';
}

/** It counts webhooks; the others count members. */
export function isReplay(job: Job): boolean {
  return job.kind === 'replay';
}

/** 0 to 4: what is worth being read out. */
export function quarters(job: Job): number {
  return job.total > 0 ? Math.floor((Math.min(job.done, job.total) * 4) / job.total) : 0;
}

export function howItEnded(job: Job): JobEnding {
  if (job.state === 'stopped' || job.state === 'failed') {
    return job.state;
  }
  return job.failed > 0 ? 'partly' : 'done';
}

/** The latest long job that ended recently and whose notice was not closed. */
export function findShownEnd(
  jobs: readonly Job[],
  { now, closed }: { readonly now: number; readonly closed: number }
): Job | undefined {
  return jobs.find((job) => {
    if (job.finishedAt === null || job.id <= closed) {
      return false;
    }
    const end = Date.parse(job.finishedAt);
    const isWorthTelling =
      job.total > LARGE || end - Date.parse(job.queuedAt) > LONG_MS || howItEnded(job) !== 'done';
    return isWorthTelling && now - end < TOLD_MS;
  });
}

/** Whole minutes that the rest will take, 0 for less than one; null while it can't be estimated. */
export function minutesLeft(job: Job, now: number): number | null {
  const spent = job.startedAt === null ? 0 : now - Date.parse(job.startedAt);
  if (spent < GUESS_AFTER_MS || job.done === 0 || job.total <= job.done) {
    return null;
  }
  return Math.round((spent * (job.total - job.done)) / job.done / MINUTE_MS);
}

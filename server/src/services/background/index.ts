/**
 * What runs beside the requests: the clock, pauses, loops, and jobs, which are long work in small steps under a lease.
 *
 * Promises: a crash loses no more than the step it was in, which is done again; a loop does one round at a time, goes on
 * after a failure, and is over when it says so.
 * Never: knows what a job does; kinds are registered in `services/index.ts`.
 */
export { type JobHandler, type JobKind, STEP, type StepResult } from './job-kind';
export { clockOf, nowOf } from './clock';
export { createLoop, shortestPause } from './loop';
export { pauseOf } from './pause';
export { showJob, showJobs } from './job-view';
export { jobsOf } from './jobs';
export { NOTHING } from './tally';

/**
 * Long work in small steps, under a lease.
 *
 * Promises: a crash loses no more than the step it was in, which is done again.
 * Never: knows what a job does; kinds are told to it in `services/index.ts`.
 */
export { type Cursor, type JobHandler, type JobKind, STEP, type StepResult } from './job-kind';
export { clockOf, nowOf } from './clock';
export { showJob, showJobs } from './job-view';
export { jobsOf } from './jobs';
export { type JobTally, NOTHING, readTally } from './tally';

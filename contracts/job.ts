import { z } from 'zod';
import { OTHER } from '../server/src/core/wording/other';
import { named, type Out } from './schema';

export const JOB_KINDS = [
  'apply-mappings',
  'recompute-members',
  'replay',
  'compare-new-rules',
  'apply-new-rules',
] as const;
export type JobKindName = (typeof JOB_KINDS)[number];

export const JOB_STATES = ['queued', 'running', 'done', 'stopped', 'failed'] as const;
export type JobState = (typeof JOB_STATES)[number];

/** What a job came to, member by member. */
export const jobTally = z.strictObject({
  gained: z.int(),
  lost: z.int(),
  moved: z.int().describe('Got another role, of equal rank or of none.'),
  unchanged: z.int(),
  held: z.int().describe('Wait for a person.'),
  failedMemberIds: z.array(z.int()).describe('Could not be changed; up to a hundred of them.'),
});
export type JobTally = Out<typeof jobTally>;

export const job = named(
  'Job',
  z.strictObject({
    id: z.int(),
    kind: z
      .enum([...JOB_KINDS, OTHER])
      .describe('`other`: one that another version of the plugin queued.'),
    state: z.enum(JOB_STATES),
    total: z.int(),
    done: z.int(),
    failed: z.int(),
    queuedBy: z.string().nullable(),
    queuedAt: z.string(),
    startedAt: z.string().nullable(),
    finishedAt: z.string().nullable(),
    stopRequested: z.boolean(),
    product: z
      .strictObject({ id: z.string(), name: z.string().nullable() })
      .nullable()
      .describe(
        'The product whose mapping is applied; null when it is about several, or about something else.'
      ),
    tally: jobTally
      .nullable()
      .describe('What became of the members so far; null for a job that counts webhooks.'),
  })
);
export type Job = Out<typeof job>;

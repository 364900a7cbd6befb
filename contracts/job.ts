import { z } from 'zod';
import { named, type Out } from './schema';

export const job = named(
  'Job',
  z.strictObject({
    id: z.int(),
    kind: z.string(),
    state: z.string().describe('queued, running, done, stopped, failed.'),
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
    tally: z
      .strictObject({
        gained: z.int(),
        lost: z.int(),
        moved: z.int().describe('Got another role, of equal rank or of none.'),
        unchanged: z.int(),
        held: z.int().describe('Wait for a person.'),
        failedMemberIds: z
          .array(z.int())
          .describe('Could not be changed; up to a hundred of them.'),
      })
      .nullable()
      .describe('What became of the members so far; null for a job that counts webhooks.'),
  })
);
export type Job = Out<typeof job>;

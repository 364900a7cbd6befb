import { z } from 'zod';

/** As many as are worth a list; the number of failures is counted apart. */
const REMEMBERED = 100;

const schema = z.object({
  gained: z.int(),
  lost: z.int(),
  /** Got another role, of equal rank or of none; not counted by earlier versions. */
  moved: z.int().default(0),
  unchanged: z.int(),
  /** Wait for a person. */
  held: z.int(),
  failedMemberIds: z.array(z.int()).readonly(),
});

/** What a job came to, member by member. */
export type JobTally = z.output<typeof schema>;

export const NOTHING: JobTally = {
  gained: 0,
  lost: 0,
  moved: 0,
  unchanged: 0,
  held: 0,
  failedMemberIds: [],
};

/** Null for a job that counts something else than members, or that has not started. */
export function readTally(stored: string | null): JobTally | null {
  const parsed = schema.safeParse(stored === null ? null : JSON.parse(stored));
  return parsed.success ? parsed.data : null;
}

export function addTally(stored: string | null, step: JobTally): string {
  const before = readTally(stored) ?? NOTHING;
  return JSON.stringify({
    gained: before.gained + step.gained,
    lost: before.lost + step.lost,
    moved: before.moved + step.moved,
    unchanged: before.unchanged + step.unchanged,
    held: before.held + step.held,
    failedMemberIds: [...before.failedMemberIds, ...step.failedMemberIds].slice(0, REMEMBERED),
  } satisfies JobTally);
}

import type { JobTally } from '../../../../contracts/job';

/** As many as are worth a list; the number of failures is counted apart. */
const REMEMBERED = 100;

export const NOTHING: JobTally = {
  gained: 0,
  lost: 0,
  moved: 0,
  unchanged: 0,
  held: 0,
  failedMemberIds: [],
};

export function addTally(stored: JobTally | null, step: JobTally): JobTally {
  const before = stored ?? NOTHING;
  return {
    gained: before.gained + step.gained,
    lost: before.lost + step.lost,
    moved: before.moved + step.moved,
    unchanged: before.unchanged + step.unchanged,
    held: before.held + step.held,
    failedMemberIds: [...before.failedMemberIds, ...step.failedMemberIds].slice(0, REMEMBERED),
  };
}

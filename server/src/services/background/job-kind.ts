import type { Core } from '@strapi/strapi';
import type { z } from 'zod';
import type { JobKindName, JobTally } from '../../../../contracts/job';
import type { Cursor, JobRow } from '../../repositories/jobs';

/** Members or webhooks in one step: small, so that a stop is heard soon and webhooks are answered in between. */
export const STEP = 20;

/** What a job can do, and the parameters it needs. */
export interface JobKind<Params> {
  /** As it is stored in the job's row. */
  readonly name: JobKindName;
  readonly params: z.ZodType<Params>;
}

export interface StepResult {
  readonly done: number;
  readonly failed: number;
  /** What became of the members of this step; a replay counts webhooks and has none. */
  readonly tally?: JobTally;
  /** Null: nothing is left. */
  readonly cursor: Cursor | null;
}

/** Who does the work of one kind. */
export interface JobHandler<Params> {
  readonly kind: JobKind<Params>;
  /** How many there are to do; what the progress bar runs to. */
  readonly count: (strapi: Core.Strapi, connectionId: number, params: Params) => Promise<number>;
  /** The next few behind the cursor; doing them twice changes nothing. */
  readonly step: (
    strapi: Core.Strapi,
    job: JobRow,
    params: Params,
    cursor: Cursor
  ) => Promise<StepResult>;
}

/** A handler whose parameters come out of a row, and are checked before it sees them. */
export interface AnyJobHandler {
  readonly name: JobKindName;
  count(strapi: Core.Strapi, connectionId: number, params: unknown): Promise<number>;
  step(strapi: Core.Strapi, job: JobRow): Promise<StepResult>;
}

export function anyJob<Params>({ kind, count, step }: JobHandler<Params>): AnyJobHandler {
  return {
    name: kind.name,
    count: (strapi, connectionId, params) => count(strapi, connectionId, kind.params.parse(params)),
    step(strapi, job) {
      if (job.cursor === null) throw new Error('Where the job goes on cannot be read.');
      return step(strapi, job, kind.params.parse(job.params), job.cursor);
    },
  };
}

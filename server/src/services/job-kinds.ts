import type { Core } from '@strapi/strapi';
import { z } from 'zod';
import { database, isInfrastructureError } from '../repositories/database';
import { findMembersOfProduct } from '../repositories/events';
import type { JobRow } from '../repositories/jobs';
import { findMemberIds } from '../repositories/members';
import { readConnectionRules } from './connection-rules';
import { recomputeMember, recomputeProduct } from './recompute';
import { countLogs, findLog, findLogIds, type LogFilter } from '../repositories/webhook-log-list';
import { getService } from '../utils/get-service';
import { whyNot } from './replay';
import { breathe } from '../utils/breathe';
import { describeError } from '../utils/describe-error';
import { tally, type JobTally } from './job-tally';

/** Members in one step: small, so that a stop is heard soon and webhooks are answered meanwhile. */
const STEP = 20;

const logFilter = z.object({
  state: z.string().optional(),
  reason: z.string().optional(),
  kind: z.string().optional(),
  productId: z.string().optional(),
  email: z.string().optional(),
  memberId: z.number().optional(),
  from: z.number().optional(),
  to: z.number().optional(),
  upTo: z.number().optional(),
  ids: z.array(z.number()).readonly().optional(),
});

const schemas = {
  /** Mappings of these products changed: everybody who bought them is looked at again. */
  'apply-mappings': z.object({ productIds: z.array(z.string()) }),
  /** Something that concerns everybody changed: order of levels, fallback level. */
  'recompute-members': z.object({
    /** Only these; all when left out. */
    memberIds: z.array(z.int()).readonly().optional(),
  }),
  /** Every webhook of a filter is processed once more, oldest first. */
  replay: z.object({ filter: logFilter }),
};

export type JobParams = { [Kind in keyof typeof schemas]: z.output<(typeof schemas)[Kind]> };

const cursorSchema = z.object({ product: z.int(), afterId: z.int() });
type Cursor = z.output<typeof cursorSchema>;

interface StepResult {
  readonly done: number;
  readonly failed: number;
  /** What became of the members of this step; a replay counts webhooks and has none. */
  readonly tally?: JobTally;
  /** Null: nothing is left. */
  readonly cursor: Cursor | null;
}

export const jobKinds = {
  /** How many members there are to do; what the progress bar runs to. */
  async count<Kind extends keyof JobParams>(
    strapi: Core.Strapi,
    connectionId: number,
    params: JobParams[Kind]
  ): Promise<number> {
    const db = database(strapi);
    const all = { afterId: 0, limit: Number.MAX_SAFE_INTEGER };
    if ('filter' in params) return (await countLogs(db, params.filter)).total;
    if (!('productIds' in params)) {
      return params.memberIds?.length ?? (await findMemberIds(db, connectionId, all)).length;
    }
    let total = 0;
    for (const productId of params.productIds) {
      total += (await findMembersOfProduct(db, connectionId, productId, all)).length;
    }
    return total;
  },

  /** The next few members behind the cursor; doing them twice changes nothing. */
  async step(strapi: Core.Strapi, job: JobRow): Promise<StepResult> {
    const cursor = cursorSchema.parse(JSON.parse(job.cursor ?? '{"product":0,"afterId":0}'));
    if (job.kind === 'apply-mappings') {
      const { productIds } = schemas['apply-mappings'].parse(JSON.parse(job.params ?? '{}'));
      return stepOfProducts(strapi, job, productIds, cursor);
    }
    if (job.kind === 'recompute-members') {
      const { memberIds } = schemas['recompute-members'].parse(JSON.parse(job.params ?? '{}'));
      return stepOfMembers(strapi, job, memberIds, cursor);
    }
    if (job.kind === 'replay') {
      const { filter } = schemas.replay.parse(JSON.parse(job.params ?? '{}'));
      return stepOfReplay(strapi, job, filter, cursor);
    }
    throw new Error(`A job of kind ${job.kind} is not known to this version.`);
  },
};

async function stepOfProducts(
  strapi: Core.Strapi,
  job: JobRow,
  productIds: readonly string[],
  cursor: Cursor
): Promise<StepResult> {
  const productId = productIds[cursor.product];
  if (productId === undefined) return { done: 0, failed: 0, cursor: null };
  const page = { afterId: cursor.afterId, limit: STEP };
  const ids = await findMembersOfProduct(database(strapi), job.connectionId, productId, page);
  if (ids.length === 0) {
    return { done: 0, failed: 0, cursor: { product: cursor.product + 1, afterId: 0 } };
  }
  const connection = await readConnectionRules(strapi);
  const counted = await doEach(strapi, job, ids, (memberId) =>
    recomputeProduct(strapi, {
      connection,
      productId,
      seed: { memberIds: [memberId], factHashes: [] },
      cause: { webhookLogId: null, actor: job.queuedBy },
      now: Date.now(),
    })
  );
  return { ...counted, cursor: { ...cursor, afterId: ids.at(-1) ?? 0 } };
}

async function stepOfMembers(
  strapi: Core.Strapi,
  job: JobRow,
  chosen: readonly number[] | undefined,
  cursor: Cursor
): Promise<StepResult> {
  const page = { afterId: cursor.afterId, limit: STEP };
  const ids = chosen
    ? chosen.filter((id) => id > page.afterId).slice(0, STEP)
    : await findMemberIds(database(strapi), job.connectionId, page);
  if (ids.length === 0) return { done: 0, failed: 0, cursor: null };
  const connection = await readConnectionRules(strapi);
  const counted = await doEach(strapi, job, ids, (memberId) =>
    recomputeMember(strapi, {
      connection,
      memberId,
      cause: { webhookLogId: null, actor: job.queuedBy },
      now: Date.now(),
    })
  );
  return { ...counted, cursor: { ...cursor, afterId: ids.at(-1) ?? 0 } };
}

async function stepOfReplay(
  strapi: Core.Strapi,
  job: JobRow,
  filter: LogFilter,
  cursor: Cursor
): Promise<StepResult> {
  const ids = await findLogIds(database(strapi), filter, { afterId: cursor.afterId, limit: STEP });
  if (ids.length === 0) return { done: 0, failed: 0, cursor: null };
  let failed = 0;
  for (const id of ids) {
    const asked = { dryRun: false, by: job.queuedBy ?? 'automatic', seesPersonalData: false };
    const log = await findLog(database(strapi), id);
    if (!log || whyNot(log) !== null) continue;
    const { state } = await getService(strapi, 'replay').one(id, asked);
    if (state === 'failed' || state === 'dead') failed += 1;
  }
  return { done: ids.length, failed, cursor: { ...cursor, afterId: ids.at(-1) ?? 0 } };
}

/** One member that cannot be changed does not keep the others from it. */
async function doEach(
  strapi: Core.Strapi,
  job: JobRow,
  ids: readonly number[],
  work: (memberId: number) => Promise<void>
): Promise<Omit<StepResult, 'cursor'>> {
  const result = await tally(strapi, job.connectionId, ids, async () => {
    const failed: number[] = [];
    for (const id of ids) {
      await breathe();
      try {
        await work(id);
      } catch (error) {
        if (isInfrastructureError(error)) throw error;
        failed.push(id);
        const name = describeError(error);
        strapi.log.error(`[kartra] Member ${id} could not be recomputed: ${name}.`);
      }
    }
    return failed;
  });
  return { done: ids.length, failed: result.failedMemberIds.length, tally: result };
}

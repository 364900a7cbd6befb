import type { Core } from '@strapi/strapi';
import { z } from 'zod';
import { isByEarlierRules } from '../core/access/new-rules';
import { database, isInfrastructureError } from '../repositories/database';
import { findMembersOfProduct } from '../repositories/events';
import type { JobRow } from '../repositories/jobs';
import { findMemberIds, findMembers } from '../repositories/members';
import { countUnjudged, countWaiting, findUnjudged, findWaiting } from '../repositories/new-rules';
import { readConnectionRules } from './connection-rules';
import { judgeMember } from './judge-member';
import { recomputeMember, recomputeNeighborhood, type ConnectionRules } from './recompute';
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
    /** Asked for by an administrator, not by a change of mappings or levels: who waits for new rules gets them. */
    appliesNewRules: z.boolean().optional(),
  }),
  /** What this version's rules would change for members of an earlier one; nobody is changed. */
  'compare-new-rules': z.object({}),
  /** An administrator said yes to that. */
  'apply-new-rules': z.object({}),
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
    kind: Kind,
    params: JobParams[Kind]
  ): Promise<number> {
    const db = database(strapi);
    if (kind === 'compare-new-rules') return countUnjudged(db, connectionId);
    if (kind === 'apply-new-rules') return countWaiting(db, connectionId);
    const all = { afterId: 0, limit: Number.MAX_SAFE_INTEGER };
    if ('filter' in params) return (await countLogs(db, params.filter)).total;
    if (!('productIds' in params)) {
      const memberIds = 'memberIds' in params ? params.memberIds : undefined;
      return memberIds?.length ?? (await findMemberIds(db, connectionId, all)).length;
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
      const params = schemas['recompute-members'].parse(JSON.parse(job.params ?? '{}'));
      return stepOfMembers(strapi, job, params, cursor);
    }
    if (job.kind === 'compare-new-rules') return stepOfComparison(strapi, job, cursor);
    if (job.kind === 'apply-new-rules') return stepOfNewRules(strapi, job, cursor);
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
  const counted = await doEach(
    strapi,
    job,
    ids,
    unlessWaiting(strapi, connection, (memberId) =>
      recomputeNeighborhood(strapi, {
        connection,
        seed: { productIds: [productId], memberIds: [memberId], factHashes: [] },
        cause: { webhookLogId: null, actor: job.queuedBy },
        now: Date.now(),
      })
    )
  );
  return { ...counted, cursor: { ...cursor, afterId: ids.at(-1) ?? 0 } };
}

async function stepOfMembers(
  strapi: Core.Strapi,
  job: JobRow,
  { memberIds, appliesNewRules }: JobParams['recompute-members'],
  cursor: Cursor
): Promise<StepResult> {
  const page = { afterId: cursor.afterId, limit: STEP };
  const ids = memberIds
    ? memberIds.filter((id) => id > page.afterId).slice(0, STEP)
    : await findMemberIds(database(strapi), job.connectionId, page);
  if (ids.length === 0) return { done: 0, failed: 0, cursor: null };
  const connection = await readConnectionRules(strapi);
  const recompute = recomputing(strapi, connection, job);
  const work = appliesNewRules ? recompute : unlessWaiting(strapi, connection, recompute);
  const counted = await doEach(strapi, job, ids, work);
  return { ...counted, cursor: { ...cursor, afterId: ids.at(-1) ?? 0 } };
}

/** Those who wait for the answer about new rules, which was yes. */
async function stepOfNewRules(
  strapi: Core.Strapi,
  job: JobRow,
  cursor: Cursor
): Promise<StepResult> {
  const page = { afterId: cursor.afterId, limit: STEP };
  const ids = await findWaiting(database(strapi), job.connectionId, page);
  if (ids.length === 0) return { done: 0, failed: 0, cursor: null };
  const connection = await readConnectionRules(strapi);
  const counted = await doEach(strapi, job, ids, recomputing(strapi, connection, job));
  return { ...counted, cursor: { ...cursor, afterId: ids.at(-1) ?? 0 } };
}

/** Those whom an earlier version left and nobody has compared yet. Who cannot be compared now is tried again later. */
async function stepOfComparison(
  strapi: Core.Strapi,
  job: JobRow,
  cursor: Cursor
): Promise<StepResult> {
  const page = { afterId: cursor.afterId, limit: STEP };
  const ids = await findUnjudged(database(strapi), job.connectionId, page);
  if (ids.length === 0) return { done: 0, failed: 0, cursor: null };
  const connection = await readConnectionRules(strapi);
  let failed = 0;
  for (const memberId of ids) {
    await breathe();
    try {
      await judgeMember(strapi, { connection, memberId, now: Date.now() });
    } catch (error) {
      if (isInfrastructureError(error)) throw error;
      failed += 1;
      strapi.log.warn(`[kartra] Member ${memberId} is settled later: ${describeError(error)}.`);
    }
  }
  return { done: ids.length, failed, cursor: { ...cursor, afterId: ids.at(-1) ?? 0 } };
}

const recomputing =
  (strapi: Core.Strapi, connection: ConnectionRules, job: JobRow) =>
  (memberId: number): Promise<void> =>
    recomputeMember(strapi, {
      connection,
      memberId,
      cause: { webhookLogId: null, actor: job.queuedBy },
      now: Date.now(),
    });

/** A change of mappings or levels is no answer about new rules: who waits for one is compared again, and stays. */
const unlessWaiting =
  (strapi: Core.Strapi, connection: ConnectionRules, work: (memberId: number) => Promise<void>) =>
  async (memberId: number): Promise<void> => {
    const [member] = await findMembers(database(strapi), [memberId]);
    if (!member || !isByEarlierRules(member)) return work(memberId);
    return judgeMember(strapi, { connection, memberId, now: Date.now() });
  };

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

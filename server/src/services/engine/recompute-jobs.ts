import type { Core } from '@strapi/strapi';
import { z } from 'zod';
import { isByEarlierRules } from '../../core/access/new-rules';
import type { Viewer } from '../../core/viewer/viewer';
import { database, isInfrastructureError } from '../../repositories/database';
import { findMembersOfProduct } from '../../repositories/events';
import { findJob, type Cursor, type JobRow } from '../../repositories/jobs';
import { findMemberIds, findMembers } from '../../repositories/members';
import { breathe } from '../../utils/breathe';
import { describeError } from '../../utils/describe-error';
import { STEP, type JobHandler, type JobKind, type StepResult, jobsOf, nowOf } from '../background';
import { tally } from './job-tally';
import { judgeMember } from './judge-member';
import { recomputeTogether, recomputeNeighborhood } from './recompute';
import { readConnectionRules, type ConnectionRules } from './rules';

/** Mappings of these products changed: all who bought them are looked at again. */
export const APPLY_MAPPINGS = {
  name: 'apply-mappings',
  params: z.object({ productIds: z.array(z.string()) }),
} satisfies JobKind<unknown>;

/** Something that concerns all members changed: order of levels, fallback level. */
export const RECOMPUTE_MEMBERS = {
  name: 'recompute-members',
  params: z.object({
    /** Only these; all when left out. */
    memberIds: z.array(z.int()).readonly().optional(),
    /** Asked for by an administrator, not by a change of mappings or levels: who waits for new rules gets them. */
    appliesNewRules: z.boolean().optional(),
  }),
} satisfies JobKind<unknown>;

const ALL = { afterId: 0, limit: Number.MAX_SAFE_INTEGER };

export const applyMappings: JobHandler<z.output<typeof APPLY_MAPPINGS.params>> = {
  kind: APPLY_MAPPINGS,
  async count(strapi, connectionId, { productIds }) {
    let total = 0;
    for (const productId of productIds) {
      total += (await findMembersOfProduct(database(strapi), connectionId, productId, ALL)).length;
    }
    return total;
  },
  step: stepOfProducts,
};

export const recomputeMembers: JobHandler<z.output<typeof RECOMPUTE_MEMBERS.params>> = {
  kind: RECOMPUTE_MEMBERS,
  count: async (strapi, connectionId, { memberIds }) =>
    memberIds?.length ?? (await findMemberIds(database(strapi), connectionId, ALL)).length,
  step: stepOfMembers,
};

/** Those that could not be changed, once more, as a job of their own; null when there are none. */
export async function retryJob(
  strapi: Core.Strapi,
  id: number,
  { actor: by }: Viewer
): Promise<JobRow | null> {
  const job = await findJob(database(strapi), id);
  const memberIds = job?.result?.failedMemberIds ?? [];
  if (!job || memberIds.length === 0) return null;
  const asked = { connectionId: job.connectionId, by };
  return jobsOf(strapi).start(RECOMPUTE_MEMBERS, { memberIds }, asked);
}

async function stepOfProducts(
  strapi: Core.Strapi,
  job: JobRow,
  { productIds }: z.output<typeof APPLY_MAPPINGS.params>,
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
  const counted = await doTogether(
    strapi,
    job,
    ids,
    unlessWaiting(strapi, connection, (memberIds) =>
      recomputeNeighborhood(strapi, {
        connection,
        seed: { productIds: [productId], memberIds, factHashes: [] },
        cause: { webhookLogId: null, actor: job.queuedBy },
        now: nowOf(strapi),
      })
    )
  );
  return { ...counted, cursor: { ...cursor, afterId: ids.at(-1) ?? 0 } };
}

async function stepOfMembers(
  strapi: Core.Strapi,
  job: JobRow,
  { memberIds, appliesNewRules }: z.output<typeof RECOMPUTE_MEMBERS.params>,
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
  const counted = await doTogether(strapi, job, ids, work);
  return { ...counted, cursor: { ...cursor, afterId: ids.at(-1) ?? 0 } };
}

type Work = (memberIds: readonly number[]) => Promise<void>;

export const recomputing =
  (strapi: Core.Strapi, connection: ConnectionRules, job: JobRow): Work =>
  (memberIds) =>
    recomputeTogether(strapi, {
      connection,
      memberIds,
      cause: { webhookLogId: null, actor: job.queuedBy },
      now: nowOf(strapi),
    });

/** A change of mappings or levels is no answer about new rules: who waits for one is compared again, and stays. */
const unlessWaiting =
  (strapi: Core.Strapi, connection: ConnectionRules, work: Work): Work =>
  async (memberIds) => {
    const members = await findMembers(database(strapi), memberIds);
    const waiting = new Set(members.filter(isByEarlierRules).map(({ id }) => id));
    for (const memberId of waiting) {
      await judgeMember(strapi, { connection, memberId, now: nowOf(strapi) });
    }
    const others = memberIds.filter((id) => !waiting.has(id));
    if (others.length > 0) await work(others);
  };

/**
 * All of them in one transaction. Where that fails, each by itself: one member that cannot be changed does not keep the
 * others from it.
 */
export async function doTogether(
  strapi: Core.Strapi,
  job: JobRow,
  ids: readonly number[],
  work: Work
): Promise<Omit<StepResult, 'cursor'>> {
  const result = await tally(strapi, job.connectionId, ids, async () => {
    if (await succeeds(work(ids))) return [];
    const failed: number[] = [];
    for (const id of ids) {
      await breathe();
      const isDone = await succeeds(work([id]), (error) => {
        const name = describeError(error);
        strapi.log.error(`[kartra] Member ${id} could not be recomputed: ${name}.`);
      });
      if (!isDone) failed.push(id);
    }
    return failed;
  });
  return { done: ids.length, failed: result.failedMemberIds.length, tally: result };
}

/** False when the work itself failed; where the database cannot do it now, the job waits. */
async function succeeds(
  work: Promise<void>,
  tell: (error: unknown) => void = () => undefined
): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (isInfrastructureError(error)) throw error;
    tell(error);
    return false;
  }
}

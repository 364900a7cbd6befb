import type { Core } from '@strapi/strapi';
import { z } from 'zod';
import { database, isInfrastructureError } from '../../repositories/database';
import type { Cursor, JobRow } from '../../repositories/jobs';
import {
  countUnjudged,
  countWaiting,
  findUnjudged,
  findWaiting,
} from '../../repositories/new-rules';
import { breathe } from '../../utils/breathe';
import { describeError } from '../../utils/describe-error';
import { STEP, type JobHandler, type JobKind, type StepResult, nowOf } from '../background';
import { judgeMember } from './judge-member';
import { doTogether, recomputing } from './recompute-jobs';
import { readConnectionRules } from './rules';

const NO_PARAMS = z.object({});
type NoParams = z.output<typeof NO_PARAMS>;

/** What this version's rules would change for members of an earlier one. No member is changed. */
export const COMPARE_NEW_RULES = {
  name: 'compare-new-rules',
  params: NO_PARAMS,
} satisfies JobKind<unknown>;

/** An administrator said yes to that. */
export const APPLY_NEW_RULES = {
  name: 'apply-new-rules',
  params: NO_PARAMS,
} satisfies JobKind<unknown>;

export const compareNewRules: JobHandler<NoParams> = {
  kind: COMPARE_NEW_RULES,
  count: (strapi, connectionId) => countUnjudged(database(strapi), connectionId),
  step: (strapi, job, _params, cursor) => stepOfComparison(strapi, job, cursor),
};

export const applyNewRules: JobHandler<NoParams> = {
  kind: APPLY_NEW_RULES,
  count: (strapi, connectionId) => countWaiting(database(strapi), connectionId),
  step: (strapi, job, _params, cursor) => stepOfNewRules(strapi, job, cursor),
};

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
  const counted = await doTogether(strapi, job, ids, recomputing(strapi, connection, job));
  return { ...counted, cursor: { ...cursor, afterId: ids.at(-1) ?? 0 } };
}

/** Members of an earlier version that were not compared yet. A member that cannot be compared now is tried again later. */
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
      await judgeMember(strapi, { connection, memberId, now: nowOf(strapi) });
    } catch (error) {
      if (isInfrastructureError(error)) throw error;
      failed += 1;
      strapi.log.warn(
        `[kartra] Member ${memberId} is brought up to date later: ${describeError(error)}.`
      );
    }
  }
  return { done: ids.length, failed, cursor: { ...cursor, afterId: ids.at(-1) ?? 0 } };
}

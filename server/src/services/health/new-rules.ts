import type { NewRules, WaitingMember } from '../../../../contracts/new-rules';
import { showPerson } from '../../core/viewer/masks';
import type { Viewer } from '../../core/viewer/viewer';
import type { ActivityCode } from '../../core/inbox/codes';
import { insertActivity } from '../../repositories/activities';
import { database, inTransaction, type Database } from '../../repositories/database';
import { findLastJob, isUnfinished, type JobRow } from '../../repositories/jobs';
import type { MemberRow } from '../../repositories/members';
import {
  countByEffect,
  countUnjudged,
  countWaiting,
  findRederivedByOlder,
  findWaiting,
  listWaiting,
  markAsEarlier,
  keepWaiting,
} from '../../repositories/new-rules';
import { lockConnection } from '../../repositories/connections';
import { findRoles } from '../../repositories/roles';
import { perStrapi } from '../../utils/per-strapi';
import { describeError } from '../../utils/describe-error';
import { readConfig } from '../../utils/read-config';
import { refuse } from '../../utils/validate';
import { COMPARE_NEW_RULES, APPLY_NEW_RULES, readConnectionRules } from '../engine';
import { jobsOf, nowOf } from '../background';

const BATCH = 200;
/** Housekeepings between two tries for those that could not be compared. */
const TRY_AGAIN_AFTER = 20;
const isAtWork = (job: JobRow | null): boolean => job !== null && isUnfinished(job);

/**
 * Where an earlier version derived a member's access, the rules of this one change it only after an administrator agrees. A job
 * compares; here is what came of it, and the answer.
 */
export const newRulesOf = perStrapi(({ strapi }) => {
  const { housekeepingMs } = readConfig(strapi);
  let isChecked = false;

  const isComparing = async (db: Database, connectionId: number): Promise<boolean> =>
    isAtWork(await findLastJob(db, connectionId, 'compare-new-rules'));

  /** One of all instances queues it; null: there is nothing to do now. */
  const queueComparison = (connectionId: number): Promise<number | null> =>
    inTransaction(strapi, async (db) => {
      await lockConnection(db, connectionId);
      const last = await findLastJob(db, connectionId, 'compare-new-rules');
      const again = (last?.finishedAt ?? 0) + TRY_AGAIN_AFTER * housekeepingMs;
      const hasFailed =
        (last?.failed ?? 0) > 0 || ['failed', 'stopped'].includes(last?.state ?? '');
      if (isAtWork(last) || (hasFailed && again > nowOf(strapi))) return null;
      const asked = { connectionId, by: null };
      return jobsOf(strapi).queue(COMPARE_NEW_RULES, {}, asked);
    });

  /** What an older version wrote beside this one, or after it, is compared once more; looked for once a boot. */
  const findLeftovers = async (db: Database, connectionId: number): Promise<void> => {
    for (;;) {
      const ids = await findRederivedByOlder(db, connectionId, BATCH);
      if (ids.length > 0) await markAsEarlier(db, ids);
      if (ids.length < BATCH) break;
    }
    isChecked = true;
  };

  const tell = (
    db: Database,
    connectionId: number,
    line: { readonly code: ActivityCode; readonly n: number },
    actor: string
  ): Promise<void> =>
    insertActivity(db, {
      connectionId,
      happenedAt: nowOf(strapi),
      code: line.code,
      values: { n: line.n },
      actor,
    });

  /** Answers of two administrators at once are answers to one question. */
  const answer = <Result>(
    work: (db: Database, connectionId: number, waiting: number) => Promise<Result>
  ): Promise<Result> =>
    inTransaction(strapi, async (db) => {
      const { id } = await readConnectionRules(strapi);
      await lockConnection(db, id);
      const { gain, lose, move } = await countByEffect(db, id);
      const last = await findLastJob(db, id, 'apply-new-rules');
      if (gain + lose + move === 0 || isAtWork(last)) throw refuse([], 'new-rules-none');
      return work(db, id, gain + lose + move);
    });

  return {
    /** Starts comparing members that an earlier version left; called again and again. */
    async look(): Promise<void> {
      const db = database(strapi);
      const { id } = await readConnectionRules(strapi);
      if (!isChecked) await findLeftovers(db, id);
      if ((await countUnjudged(db, id)) === 0) return;
      const jobId = await queueComparison(id);
      if (jobId === null) return;
      jobsOf(strapi)
        .follow(jobId)
        .catch((error: unknown) => {
          strapi.log.warn(`[kartra] Job ${jobId} waits for the sweeper: ${describeError(error)}.`);
        });
    },

    /** Null: no member waits for the answer, or the comparison is still running. */
    async summary(db: Database, connectionId: number): Promise<NewRules | null> {
      const { gain, lose, move } = await countByEffect(db, connectionId);
      if (gain + lose + move === 0 || (await isComparing(db, connectionId))) return null;
      return { members: gain + lose + move, gain, lose, move };
    },

    async list(
      page: { readonly page: number; readonly pageSize: number },
      viewer: Viewer
    ): Promise<{ rows: readonly WaitingMember[]; total: number }> {
      const db = database(strapi);
      const { id } = await readConnectionRules(strapi);
      const rows = await listWaiting(db, id, {
        offset: (page.page - 1) * page.pageSize,
        limit: page.pageSize,
      });
      const names = new Map((await findRoles(strapi, db)).map((role) => [role.id, role.name]));
      const nameAll = (roleIds: readonly number[]) =>
        roleIds.flatMap((roleId) => names.get(roleId) ?? []);
      return {
        rows: rows.map((row) => show(row, nameAll, viewer)),
        total: await countWaiting(db, id),
      };
    },

    /** Applies the new rules to all waiting members, as a job. */
    async apply({ actor }: Viewer): Promise<JobRow> {
      const jobs = jobsOf(strapi);
      const jobId = await answer(async (db, connectionId, n) => {
        await tell(db, connectionId, { code: 'new-rules.applied', n }, actor);
        return jobs.queue(APPLY_NEW_RULES, {}, { connectionId, by: actor });
      });
      return jobs.follow(jobId);
    },

    /** All waiting members keep what they have; their next event goes by the new rules. */
    async decline({ actor }: Viewer): Promise<number> {
      return answer(async (db, connectionId, n) => {
        for (;;) {
          const ids = await findWaiting(db, connectionId, { afterId: 0, limit: BATCH });
          if (ids.length === 0) break;
          await keepWaiting(db, connectionId, ids);
        }
        await tell(db, connectionId, { code: 'new-rules.declined', n }, actor);
        return n;
      });
    },
  };
});

function show(
  member: MemberRow,
  nameAll: (roleIds: readonly number[]) => string[],
  viewer: Viewer
): WaitingMember {
  const { before, after } = member.rulesLevels ?? { before: [], after: [] };
  return {
    memberId: member.id,
    effect: member.rulesEffect ?? 'move',
    ...showPerson(viewer, member),
    before: nameAll(before),
    after: nameAll(after),
  };
}

import { findConnection } from '../../repositories/connections';
import { database } from '../../repositories/database';
import { claimSweep, findLastMemberId, findSuspects, moveSweep } from '../../repositories/drift';
import { findMemberIds } from '../../repositories/members';
import { perStrapi } from '../../utils/per-strapi';
import { describeError } from '../../utils/describe-error';
import { readConfig } from '../../utils/read-config';
import { driftOf } from './drift';
import { nowOf } from '../background';

const DAY_MS = 86_400_000;
const SMALLEST_BATCH = 100;

/**
 * Looks through all members once a day at the latest, a small batch at a time, for roles that were changed where
 * Strapi's own events do not tell of it. Each batch is one query; only what it suspects is looked at closer.
 */
export const driftSweepOf = perStrapi(({ strapi }) => {
  const { driftMs } = readConfig(strapi);
  let timer: NodeJS.Timeout | null = null;
  let working: Promise<void> = Promise.resolve();
  let isStopping = false;

  const sweep = async (): Promise<void> => {
    const db = database(strapi);
    const { id } = await findConnection(db);
    const now = nowOf(strapi);
    const claim = await claimSweep(db, id, { now, nextAt: now + driftMs });
    if (!claim) return;
    const batchesADay = Math.max(1, Math.floor(DAY_MS / driftMs));
    const limit = Math.max(
      SMALLEST_BATCH,
      Math.ceil((1.1 * (await findLastMemberId(db))) / batchesADay)
    );
    const ids = await findMemberIds(db, id, { afterId: claim.afterId, limit });
    const upTo = ids.at(-1);
    if (upTo !== undefined) {
      const suspects = await findSuspects(strapi, db, id, { after: claim.afterId, upTo });
      for (const memberId of suspects) {
        if (isStopping) return;
        await driftOf(strapi).look(memberId);
      }
    }
    // A batch that is not full was the last: the next one starts over.
    const to = ids.length < limit ? 0 : (upTo ?? 0);
    await moveSweep(db, id, { from: claim.afterId, to });
  };

  const work = async (): Promise<void> => {
    try {
      await sweep();
    } catch (error) {
      strapi.log.warn(`[kartra] Members are looked through later: ${describeError(error)}.`);
    } finally {
      plan(driftMs);
    }
  };

  const plan = (afterMs: number): void => {
    if (isStopping) return;
    timer = setTimeout(() => {
      working = work();
    }, afterMs).unref();
  };

  return {
    /** One batch, if it is due and no other instance took it. */
    sweep,

    bootstrap(): void {
      plan(driftMs);
    },

    async destroy(): Promise<void> {
      isStopping = true;
      if (timer) clearTimeout(timer);
      await working;
    },
  };
});

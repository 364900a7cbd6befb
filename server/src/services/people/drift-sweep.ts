import { findConnection } from '../../repositories/connections';
import { database } from '../../repositories/database';
import { claimSweep, findLastMemberId, findSuspects, moveSweep } from '../../repositories/drift';
import { findMemberIds } from '../../repositories/members';
import { perStrapi } from '../../utils/per-strapi';
import { readConfig } from '../../utils/read-config';
import { driftOf } from './drift';
import { createLoop, nowOf, shortestPause } from '../background';

const DAY_MS = 86_400_000;
const SMALLEST_BATCH = 100;

/**
 * Looks through all members once a day at the latest, a small batch at a time, for roles that were changed where
 * Strapi's own events do not tell of it. Each batch is one query; only what it suspects is looked at closer.
 */
export const driftSweepOf = perStrapi(({ strapi }) => {
  const { driftMs } = readConfig(strapi);

  const sweep = async (signal: AbortSignal): Promise<void> => {
    const db = database(strapi);
    const { id } = await findConnection(db);
    const now = nowOf(strapi);
    const claim = await claimSweep(db, id, { now, nextAt: now + shortestPause(driftMs) });
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
        if (signal.aborted) return;
        await driftOf(strapi).look(memberId);
      }
    }
    // A batch that is not full was the last: the next one starts over.
    const to = ids.length < limit ? 0 : (upTo ?? 0);
    await moveSweep(db, id, { from: claim.afterId, to });
  };

  const loop = createLoop(strapi, {
    name: 'Looking for roles changed by hand',
    everyMs: driftMs,
    work: sweep,
  });

  return {
    /** One batch, if it is due and no other instance took it. */
    sweep: () => sweep(loop.signal),

    bootstrap: loop.start,
    destroy: loop.stop,
  };
});

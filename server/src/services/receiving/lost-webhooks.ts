import { joinSpans, withSpan } from '../../core/inbox/lost-spans';
import { findConnection, lockConnection, saveLostSpans } from '../../repositories/connections';
import { inTransaction } from '../../repositories/database';
import { perStrapi } from '../../utils/per-strapi';
import { createLoop } from '../background';
import { createBatchCounter } from './batch-counter';

/** Milliseconds. Losses that come close together are written down in one go. */
const WRITE_MS = 2000;

/** Webhooks that were answered 503. Kartra does not send them again, so the overview says how many there were. */
export const lostWebhooksOf = perStrapi(({ strapi }) => {
  const counter = createBatchCounter({
    merge: joinSpans,
    write: (span) =>
      inTransaction(strapi, async (db) => {
        const { id } = await findConnection(db);
        await lockConnection(db, id);
        const { lostSpans, facts } = await findConnection(db);
        await saveLostSpans(db, id, withSpan(lostSpans, span, facts.seen.lost ?? 0));
      }),
  });
  const loop = createLoop(strapi, {
    name: 'Writing down lost webhooks',
    everyMs: WRITE_MS,
    work: () => counter.flush(),
  });

  return {
    bootstrap: loop.start,

    beside: <Value>(read: () => Promise<Value>) => counter.beside(read),

    /** Counts one webhook that was answered 503 at this moment (Unix milliseconds). */
    count(at: number): void {
      counter.count({ from: at, to: at, count: 1 });
    },

    /** Tries once more to write, and says what could not be written. */
    async destroy(): Promise<void> {
      await loop.stop();
      await counter.flush().catch(() => {
        const left = counter.pending()?.count ?? 0;
        strapi.log.error(`[kartra] ${left} lost webhooks could not be written down.`);
      });
    },
  };
});

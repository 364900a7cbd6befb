import { addLostSpan, findConnection, joinSpans } from '../../repositories/connections';
import { inTransaction } from '../../repositories/database';
import { perStrapi } from '../../utils/per-strapi';
import { createBatchCounter } from './batch-counter';

/** Milliseconds. Losses that come close together are written down in one go. */
const WRITE_MS = 2000;

/** Webhooks that were answered 503. Kartra does not send them again, so the overview says how many there were. */
export const lostWebhooksOf = perStrapi(({ strapi }) => {
  const counter = createBatchCounter({
    everyMs: WRITE_MS,
    merge: joinSpans,
    write: (span) =>
      inTransaction(strapi, async (db) => {
        const { id } = await findConnection(db);
        await addLostSpan(db, id, span);
      }),
  });

  return {
    beside: <Value>(read: () => Promise<Value>) => counter.beside(read),

    /** Counts one webhook that was answered 503 at this moment (Unix milliseconds). */
    count(at: number): void {
      counter.count({ from: at, to: at, count: 1 });
    },

    async destroy(): Promise<void> {
      const left = await counter.stop();
      if (left) strapi.log.error(`[kartra] ${left.count} lost webhooks could not be written down.`);
    },
  };
});

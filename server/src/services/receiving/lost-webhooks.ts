import { addLostSpan, findConnection } from '../../repositories/connections';
import { inTransaction } from '../../repositories/database';
import { perStrapi } from '../../utils/per-strapi';
import { createLoop } from '../background';
import { createLostCounter } from './lost-counter';

/** Losses that come close together are written down in one go. */
const WRITE_MS = 2000;

/** Webhooks that were answered 503. Kartra does not send them again, so the overview says how many there were. */
export const lostWebhooksOf = perStrapi(({ strapi }) => {
  const counter = createLostCounter((span) =>
    inTransaction(strapi, async (db) => {
      const { id } = await findConnection(db);
      await addLostSpan(db, id, span);
    })
  );
  const loop = createLoop(strapi, {
    name: 'Writing down lost webhooks',
    everyMs: WRITE_MS,
    work: () => counter.flush(),
  });

  return {
    ...counter,
    bootstrap: loop.start,

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

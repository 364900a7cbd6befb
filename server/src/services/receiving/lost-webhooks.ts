import { addLostSpan, findConnection } from '../../repositories/connections';
import { inTransaction } from '../../repositories/database';
import { perStrapi } from '../../utils/per-strapi';
import { createLostCounter } from './lost-counter';

/** Webhooks that were answered 503. Kartra does not send them again, so the overview says how many there were. */
export const lostWebhooksOf = perStrapi(({ strapi }) => {
  const counter = createLostCounter((span) =>
    inTransaction(strapi, async (db) => {
      const { id } = await findConnection(db);
      await addLostSpan(db, id, span);
    })
  );

  return {
    ...counter,

    async destroy(): Promise<void> {
      const left = await counter.stop();
      if (left) strapi.log.error(`[kartra] ${left.count} lost webhooks could not be written down.`);
    },
  };
});

import { findConnection, type StoredConnection } from '../../repositories/connections';
import { inTransaction } from '../../repositories/database';
import { addDoorCounts, mergeDoorCounts, withDoorCounts } from '../../repositories/door-counts';
import { perStrapi } from '../../utils/per-strapi';
import { createLoop } from '../background';
import { createBatchCounter } from './batch-counter';

/** Milliseconds. A webhook costs no statement for being counted, and a crash forgets at most so much. */
const WRITE_MS = 60_000;
const DAY_MS = 86_400_000;

/** How often each key of the webhook URL is used, and how often a wrong one. No addresses are kept. */
export const doorCountsOf = perStrapi(({ strapi }) => {
  const counter = createBatchCounter({
    merge: mergeDoorCounts,
    write: (counts) =>
      inTransaction(strapi, async (db) => {
        const { id } = await findConnection(db);
        await addDoorCounts(db, id, counts);
      }),
  });

  const loop = createLoop(strapi, {
    name: 'Counting the uses of the webhook URL',
    everyMs: WRITE_MS,
    work: () => counter.flush(),
  });

  return {
    bootstrap: loop.start,

    /** A webhook came with this key at this moment (Unix milliseconds). */
    countUse(keyId: number, at: number): void {
      counter.count({ uses: { [keyId]: { uses: 1, lastUsedAt: at } }, wrongKeys: [] });
    },

    /** A webhook came with a key that is none, or none any more. */
    countWrong(at: number): void {
      const day = Math.floor(at / DAY_MS);
      counter.count({ uses: {}, wrongKeys: [{ day, count: 1, lastAt: at }] });
    },

    /** The connection as `read` finds it, with what this instance has counted and not written yet. */
    async beside(read: () => Promise<StoredConnection>): Promise<StoredConnection> {
      const { value, pending } = await counter.beside(read);
      return pending ? withDoorCounts(value, pending) : value;
    },

    /** Tries once more to write. */
    async destroy(): Promise<void> {
      await loop.stop();
      await counter.flush().catch(() => {
        strapi.log.warn('[kartra] The last uses of the webhook URL could not be written down.');
      });
    },
  };
});

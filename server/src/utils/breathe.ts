import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * Lets the process turn to others. SQLite's driver answers at once, so a transaction awaits nothing that takes time,
 * and a row of them would keep new requests waiting for seconds; measured with `npm run bench`.
 */
export const breathe = (): Promise<void> => nextTurn();

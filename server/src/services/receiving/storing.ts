import { database, isInfrastructureError } from '../../repositories/database';
import { storeReceived, type NewLog, type StoredLog } from '../../repositories/webhook-logs';
import { breathe } from '../../utils/breathe';
import { perStrapi } from '../../utils/per-strapi';
import { createGroup, overSoon } from './group';
import { WEBHOOK_LIMITS } from './read-body';

/** Rows in one insert: with more of them no request is answered sooner. */
const ROWS = 64;
/** Milliseconds. Longer than that one insert holds up no other: its connection may be a dead one. */
const PATIENCE_MS = 1000;

/**
 * Stores what came in, durable when it resolves. Commits are what a database takes longest for: while one insert is under
 * way, the rows of further requests wait, and then share the next.
 */
export const storingOf = perStrapi(({ strapi }) =>
  createGroup<NewLog, StoredLog>({
    run: (logs) => storeReceived(database(strapi), logs),
    size: ROWS,
    weight: WEBHOOK_LIMITS.bytes,
    weigh: ({ byteLength }) => byteLength,
    isShared: isInfrastructureError,
    gather: breathe,
    turn: (work) => overSoon(PATIENCE_MS, work),
  })
);

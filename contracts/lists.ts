/**
 * What the panel needs of the server's closed lists while it runs. Nothing here imports zod: the schemas of the other
 * files are types to the panel, and stay out of its bundle.
 */
import type { EventKind } from '../server/src/core/kartra/event';

export { DECIDED_FOR_A_MEMBER, SETTLED_BY_PURCHASE } from '../server/src/core/inbox/decisions';
export { PERMISSION_NAMES, actionOf, type Permission } from '../server/src/core/viewer/permissions';
export { WEBHOOK_LOG_STATES } from '../server/src/core/inbox/states';

/** In the order in which they are offered. */
export const TEST_EVENT_KINDS = [
  'sale',
  'rebill',
  'failed',
  'refund',
  'partial-refund',
  'chargeback',
  'cancellation',
] as const satisfies readonly EventKind[];

export const WEBHOOK_LOG_ORDERS = ['receivedAt:desc', 'receivedAt:asc'] as const;

/** Notices that a person puts away once they have seen to what they say. */
export const NOTICES = ['lost', 'only-purchases', 'shared-id'] as const;

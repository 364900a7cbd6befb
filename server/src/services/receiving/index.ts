/**
 * A webhook's way from bytes to outcome: door, inbox, processing, failures.
 *
 * Promises: nothing is acknowledged before it is stored, and what is stored is decided, whatever crashes.
 * Never: decides who gets what.
 */
export { applyWebhook } from './apply-webhook';
export type { AttemptLease } from './finish-webhooks';
export { doorOf } from './door';
export { doorCountsOf } from './door-counts';
export { noteFailure } from './failures';
export { descriptionOf, inboxOf, type Answer } from './inbox';
export { lostWebhooksOf } from './lost-webhooks';
export { processingOf } from './processing';
export { readBody } from './read-body';
export { sendersOf } from './senders';

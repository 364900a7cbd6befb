/**
 * Webhook logs, and what an administrator does with one: settle, accept, replay, send a test event.
 *
 * Promises: a dry run changes nothing and says what the real one would do.
 * Never: decides what an event means; it enters the administrator's word and asks the engine.
 */
export { replayOf } from './replay';
export { replayWebhooks } from './replay-job';
export { settlementsOf } from './settlements';
export { testEventsOf } from './test-events';
export { showLog, webhookLogsOf } from './webhook-logs';

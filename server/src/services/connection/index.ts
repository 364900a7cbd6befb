/**
 * The one Kartra account: state, webhook URL, secrets, settings.
 *
 * Promises: of two who save at the same time, the second gets a conflict; a webhook URL is shown only to those who may see it, and who has is noted.
 * Never: answers a webhook.
 */
export { connectionOf } from './connection';
export { siteAnswerOf } from './site-answer';
export { webhookKeysOf } from './webhook-keys';

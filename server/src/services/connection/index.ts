/**
 * The one Kartra account: state, webhook URL, secrets, settings.
 *
 * Promises: of two who save at the same time, the second gets a conflict; secrets leave the database only when they are made.
 * Never: answers a webhook.
 */
export { connectionOf } from './connection';

/** What became of a webhook; once it is decided, the state stays until the webhook is evaluated again. */
export const WEBHOOK_LOG_STATES = [
  'received',
  'processing',
  'applied',
  'ignored',
  'held',
  'failed',
  'dead',
  'rejected',
] as const;
export type WebhookLogState = (typeof WEBHOOK_LOG_STATES)[number];

/** Of what this version does not know, nothing comes; a replay reads it by the rules of this version. */
export const UNKNOWN_STATE = 'ignored' satisfies WebhookLogState;

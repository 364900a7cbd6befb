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

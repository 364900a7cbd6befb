import {
  line,
  sourceValues,
  type ExplainedPurchase,
  type Line,
  type StuckReason,
} from './explain-sources';

const STUCK_REASONS: readonly string[] = [
  'waiting',
  'role-missing',
  'role-refused',
  'hook-failed',
  'site-code',
  'took-too-long',
  'internal',
] satisfies readonly StuckReason[];

export const isStuckReason = (text: string | null): text is StuckReason =>
  text !== null && STUCK_REASONS.includes(text);

/** "Order 9400141 (VIP Weekend) is stuck: the role it gives was deleted." */
export const stuckLine = (purchase: ExplainedPurchase, reason: StuckReason): Line =>
  line(`explain.stuck.${reason}`, sourceValues(purchase), purchase.webhookLogIds);

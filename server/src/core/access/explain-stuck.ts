import {
  capital,
  line,
  named,
  sourceValues,
  type ExplainedPurchase,
  type Line,
  type StuckReason,
} from './explain-sources';

const WHY: Readonly<Record<StuckReason, string>> = {
  waiting: 'its webhook is waiting to be processed',
  'role-missing': 'the role it gives was deleted',
  'role-refused': 'the role it gives may manage users or is the public one',
  'hook-failed': 'the site’s own code for new accounts failed',
  internal: 'something unexpected went wrong',
};

const CODES = {
  waiting: 'explain.stuck.waiting',
  'role-missing': 'explain.stuck.role-missing',
  'role-refused': 'explain.stuck.role-refused',
  'hook-failed': 'explain.stuck.hook-failed',
  internal: 'explain.stuck.internal',
} as const satisfies Readonly<Record<StuckReason, string>>;

export const isStuckReason = (text: string | null): text is StuckReason =>
  text !== null && Object.hasOwn(WHY, text);

/** "Order 9400141 (VIP Weekend) is stuck: the role it gives was deleted." */
export function stuckLine(purchase: ExplainedPurchase, reason: StuckReason): Line {
  return line(
    CODES[reason],
    sourceValues(purchase),
    `${capital(named(purchase))} is stuck: ${WHY[reason]}.`,
    purchase.webhookLogIds
  );
}

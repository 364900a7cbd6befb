import type { Attempt } from '../../../../contracts/webhook-log';
import type { WebhookLogRow } from '../../repositories/webhook-logs';

/** As many as can tell something; a webhook that is tried for three days stays below. */
const KEPT = 50;

/** The attempts of a log with this one behind them; the oldest go when there are too many. */
export function withAttempt(
  { attemptLog: earlier }: Pick<WebhookLogRow, 'attemptLog'>,
  attempt: Omit<Attempt, 'number'>
): Attempt[] {
  const number = (earlier.at(-1)?.number ?? 0) + 1;
  return [...earlier, { ...attempt, number }].slice(-KEPT);
}

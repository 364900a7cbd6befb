import type { Effect, WebhookLog } from '../../../contracts/webhook-log';
import type { ReplayPreview } from '../../../contracts/webhook-log-requests';

/** States in which work is under way, or nothing is left to try again. */
const NOT_REPLAYABLE: readonly WebhookLog['state'][] = ['received', 'processing', 'rejected'];

export function isReplayable(log: Pick<WebhookLog, 'state'>): boolean {
  return !NOT_REPLAYABLE.includes(log.state);
}

export const isChange = (effect: Effect | null): effect is Effect =>
  effect !== null && (effect.before !== effect.after || effect.accountCreated);

/** The numbers of a dry replay, for its sentence. */
export const sayReplay = ({ tried, change, same, fail }: ReplayPreview) => ({
  n: tried,
  change,
  same,
  fail,
});

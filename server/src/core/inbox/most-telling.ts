import type { Other } from '../wording/other';
import type { LogReason } from './codes';
import type { WebhookLogState } from './states';

/** What one event of a webhook came to. */
export interface Told {
  readonly state: WebhookLogState;
  readonly reason: LogReason | Other | null;
}

/** Of a webhook that tells of several events: what a person has to decide comes first, then what changed something. */
function rank({ state, reason }: Told): number {
  if (state === 'held') return 0;
  if (state === 'applied') return reason === 'no-change' ? 2 : 1;
  return reason === 'duplicate' ? 4 : 3;
}

/** The one by which the webhook is shown; the first of several that tell as much. */
export const mostTelling = <Event extends Told>(events: readonly [Event, ...Event[]]): Event =>
  events.reduce((best, event) => (rank(event) < rank(best) ? event : best));

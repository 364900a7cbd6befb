import type { Told } from './most-telling';
import type { RefusalCode } from '../wording/refusals';

/** A webhook as a replay finds it. */
interface Row extends Told {
  /** Null: the payload was deleted. */
  readonly body: string | null;
  /** Null: the ledger has nothing of it. */
  readonly factHash: string | null;
}

/** Null when it can be replayed. */
export function whyNoReplay({ state, body, factHash }: Row): RefusalCode | null {
  if (state === 'rejected') return 'replay-refused';
  if (state === 'received' || state === 'processing') return 'replay-running';
  return body === null && factHash === null ? 'replay-gone' : null;
}

/** Of more webhooks only these many are tried before the owner says yes: they tell enough. */
const MOST_TRIED = 1000;

/** How many of all are tried. */
export const triedOf = (total: number): number => Math.min(total, MOST_TRIED);

/** Whether a replay made something else of the webhook. */
export const effectOfReplay = (before: Told, after: Told): 'change' | 'same' =>
  after.state === before.state && after.reason === before.reason ? 'same' : 'change';

import type { EventKind } from '../kartra/event';
import type { LedgerEvent, Purchase } from './fact';
import { placeOf } from './state';

/** One event of a purchase, as far as the length of access depends on it. */
export interface Moment {
  readonly kind: EventKind;
  /** Kartra's date; null when it sent none. */
  readonly date: string | null;
  readonly trial: boolean;
  readonly trialDays: number | null;
  readonly payNumber: string | null;
}

/**
 * What a purchase went through, in the order in which it counts: of a subscription, money given back stands right after
 * the payment it names. Small enough to be kept with the entitlement, so that policies and time can be applied without the facts.
 */
export interface History {
  readonly type: Purchase['type'];
  readonly moments: readonly Moment[];
}

/** `events` are all of the purchase, in the ledger's order. */
export function historyOf({ type, events }: Pick<Purchase, 'type' | 'events'>): History {
  const placed = events.map((event, index) => ({
    event,
    index,
    place: type === 'one-time' ? index : placeOf(event, index, events),
  }));
  placed.sort((a, b) => a.place - b.place || a.index - b.index);
  return { type, moments: placed.map(({ event }) => momentOf(event)) };
}

const momentOf = ({ kind, date, trial, trialDays, payNumber }: LedgerEvent): Moment => ({
  kind,
  date,
  trial,
  trialDays,
  payNumber,
});

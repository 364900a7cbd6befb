import type { EndReason, LedgerEvent, PurchaseState } from './fact';
import { isEnding, isPayment, isReversal } from './order';

/** A subscription shows itself by an id of one, or by an event that only subscriptions have. */
export function typeOf(events: readonly LedgerEvent[]): 'one-time' | 'subscription' {
  const isSubscription = events.some(
    (event) =>
      event.kind === 'rebill' ||
      event.kind === 'cancellation' ||
      event.internalIds.size > 0 ||
      event.processorIds.size > 0 ||
      event.originalIds.size > 0
  );
  return isSubscription ? 'subscription' : 'one-time';
}

export function endReasonOf(ending: LedgerEvent): EndReason {
  if (ending.kind === 'chargeback') return 'charged-back';
  return ending.kind === 'refund' ? 'refunded' : 'cancelled';
}

const ended = (by: LedgerEvent): PurchaseState => ({ kind: 'ended', reason: endReasonOf(by), by });

/** State of a purchase; `events` are all of them, in the ledger's order. */
export function stateOf(events: readonly LedgerEvent[]): PurchaseState {
  return typeOf(events) === 'one-time' ? stateOfOneTime(events) : stateOfSubscription(events);
}

/** Money given back ends a one-time purchase for good. */
function stateOfOneTime(events: readonly LedgerEvent[]): PurchaseState {
  const reversal = events.find((event) => isReversal(event.kind));
  return reversal ? ended(reversal) : { kind: 'active' };
}

/** Whichever stands last, an ending or a payment, decides. */
function stateOfSubscription(events: readonly LedgerEvent[]): PurchaseState {
  const lastPayment = events.findLastIndex((event) => isPayment(event.kind));
  const endings = events
    .flatMap((event, index) =>
      isEnding(event.kind) ? { event, index, place: placeOf(event, index, events) } : []
    )
    .sort((a, b) => a.place - b.place || a.index - b.index);
  const last = endings.at(-1);
  if (last && last.place > lastPayment) return ended(last.event);

  const failed = events.find((event, index) => event.kind === 'failed' && index > lastPayment);
  return failed ? { kind: 'past-due', since: failed } : { kind: 'active' };
}

/** Money given back stands at the earliest right after the payment it names, whatever date it carries. */
export function placeOf(
  ending: LedgerEvent,
  index: number,
  events: readonly LedgerEvent[]
): number {
  if (!isReversal(ending.kind) && ending.kind !== 'partial-refund') return index;
  const named = events.findLastIndex(
    ({ kind, orderId }) =>
      isPayment(kind) &&
      orderId !== null &&
      (ending.parentIds.has(orderId) || ending.orderId === orderId)
  );
  return Math.max(index, named + 0.5);
}

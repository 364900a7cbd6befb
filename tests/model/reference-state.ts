/** Reference model, part 3: what a set of events says about one purchase. */
import type { LedgerEvent, PurchaseState } from '../../server/src/core/entitlements/fact';
import { compareEvents, inOrder, isEnding, isPaid, isReversal } from './reference-events';

export function isSubscription(events: readonly LedgerEvent[]): boolean {
  return events.some(
    (event) =>
      event.internalIds.size > 0 ||
      event.processorIds.size > 0 ||
      event.originalIds.size > 0 ||
      event.kind === 'rebill' ||
      event.kind === 'cancellation'
  );
}

function endedBy(by: LedgerEvent): PurchaseState {
  if (by.kind === 'chargeback') return { kind: 'ended', reason: 'charged-back', by };
  return { kind: 'ended', reason: by.kind === 'refund' ? 'refunded' : 'cancelled', by };
}

/** True when the reversal says by its parent id, or by its own order id, which payment it takes back. */
function names(reversal: LedgerEvent, payment: LedgerEvent): boolean {
  if (payment.orderId === null) return false;
  return reversal.parentIds.has(payment.orderId) || reversal.orderId === payment.orderId;
}

/**
 * The event right after which an ending stands: itself, or the latest payment that it names when that is later.
 * "Right after" such a payment is before whatever follows the payment.
 */
export function placeOf(ending: LedgerEvent, events: readonly LedgerEvent[]): LedgerEvent {
  if (!isReversal(ending.kind) && ending.kind !== 'partial-refund') return ending;
  const named = events.filter((event) => isPaid(event.kind) && names(ending, event));
  return inOrder([ending, ...named]).at(-1) ?? ending;
}

function stateOfSubscription(events: readonly LedgerEvent[]): PurchaseState {
  const lastPayment = inOrder(events.filter((event) => isPaid(event.kind))).at(-1);
  const isAfterLastPayment = (place: LedgerEvent): boolean =>
    lastPayment === undefined || compareEvents(place, lastPayment) > 0;

  const endings = events.filter((event) => isEnding(event.kind));
  endings.sort(
    (a, b) => compareEvents(placeOf(a, events), placeOf(b, events)) || compareEvents(a, b)
  );
  const last = endings.at(-1);
  if (last !== undefined) {
    const place = placeOf(last, events);
    if (place === lastPayment || isAfterLastPayment(place)) return endedBy(last);
  }
  const since = inOrder(events).find(
    (event) => event.kind === 'failed' && isAfterLastPayment(event)
  );
  return since === undefined ? { kind: 'active' } : { kind: 'past-due', since };
}

export function referenceState(
  events: readonly LedgerEvent[],
  type: 'one-time' | 'subscription'
): PurchaseState {
  if (type === 'subscription') return stateOfSubscription(events);
  const first = inOrder(events).find((event) => isReversal(event.kind));
  return first === undefined ? { kind: 'active' } : endedBy(first);
}

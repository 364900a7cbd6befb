/** Reference model, part 4: what the events of a purchase say about it. */
import type { LedgerEvent, PurchaseState } from '../../server/src/core/entitlements/fact';
import {
  compareEvents,
  inOrder,
  isEnding,
  isPaid,
  isPresent,
  isReversal,
} from './reference-events';
import type { Bought } from './reference-purchases';
import { hadProduct, typeOf } from './reference-purchases';

/** A purchase with what was attached to its payments so far. */
export interface Attached {
  readonly bought: Bought;
  readonly floating: readonly LedgerEvent[];
  readonly endings: readonly LedgerEvent[];
}

export const eventsOf = ({ bought, floating, endings }: Attached): LedgerEvent[] =>
  inOrder([...bought.payments, ...floating, ...endings]);

function endedBy(by: LedgerEvent): PurchaseState {
  if (by.kind === 'chargeback') return { kind: 'ended', reason: 'charged-back', by };
  return { kind: 'ended', reason: by.kind === 'refund' ? 'refunded' : 'cancelled', by };
}

/** Payments that the reversal takes back, as its parent id or its own order id says. */
function paymentsNamedBy(reversal: LedgerEvent, payments: readonly LedgerEvent[]): LedgerEvent[] {
  return inOrder(
    payments.filter(
      ({ orderId }) =>
        orderId !== null && (reversal.parentIds.has(orderId) || reversal.orderId === orderId)
    )
  );
}

const takesBack = ({ kind }: LedgerEvent): boolean => isReversal(kind) || kind === 'partial-refund';

/** The event that it stands right behind: what takes money back stands behind what it takes back, at the earliest. */
function placeOf(event: LedgerEvent, { payments }: Bought): LedgerEvent {
  const named = takesBack(event) ? paymentsNamedBy(event, payments) : [];
  return inOrder([event, ...named]).at(-1) ?? event;
}

/** The order in which the events of a subscription count. */
export function inPlace(events: readonly LedgerEvent[], bought: Bought): LedgerEvent[] {
  /** Of two at one place the one that stands there by itself is first. */
  const isMoved = (event: LedgerEvent): number => Number(placeOf(event, bought) !== event);
  return [...events].sort(
    (a, b) =>
      compareEvents(placeOf(a, bought), placeOf(b, bought)) ||
      isMoved(a) - isMoved(b) ||
      compareEvents(a, b)
  );
}

export function pricePointOf({ payments, product }: Bought): string | null {
  return (
    inOrder(payments)
      .filter(({ productId }) => productId === product)
      .map(({ pricePoint }) => pricePoint)
      .findLast(isPresent) ?? null
  );
}

/** A payment of the product and price point that the purchase has now. */
export function isOfPresent(event: LedgerEvent, bought: Bought): boolean {
  const pricePoint = pricePointOf(bought);
  return (
    event.productId === bought.product &&
    (event.pricePoint === null || pricePoint === null || event.pricePoint === pricePoint)
  );
}

function numberOf({ kind, payNumber }: LedgerEvent): number | null {
  if (payNumber === null) return kind === 'sale' ? 1 : null;
  return Number.isInteger(Number(payNumber)) ? Number(payNumber) : null;
}

/** Paid in full by the payments that stand before this moment. */
export function isPaidInFullBefore(
  bought: Bought,
  isBefore: (payment: LedgerEvent) => boolean
): boolean {
  if (typeOf(bought) === 'one-time') return false;
  const payments = inOrder(bought.payments).filter(
    (event) => isOfPresent(event, bought) && isBefore(event)
  );
  const latest = payments.at(-1);
  return payments.slice(0, -1).some((earlier) => {
    if (latest === undefined || earlier.paymentsLeft === null || earlier.paymentsLeft <= 0)
      return false;
    if (latest.paymentsLeft !== null) return latest.paymentsLeft === 0;
    const [begun, reached] = [numberOf(earlier), numberOf(latest)];
    return begun !== null && reached !== null && reached >= begun + earlier.paymentsLeft;
  });
}

/** It changes nothing, wherever it stands. */
export function isQuiet(event: LedgerEvent, { bought, floating }: Attached): boolean {
  if (isPaid(event.kind)) return floating.includes(event);
  const change = bought.changes.at(-1);
  if (!change || (event.kind !== 'refund' && event.kind !== 'partial-refund')) return false;
  const latest = paymentsNamedBy(event, bought.payments).at(-1);
  if (latest) return (latest.date ?? '') < (change.by.date ?? '');
  return hadProduct(bought, event.productId) && event.productId !== bought.product;
}

/** The state after those of its events that stand before this moment; without a moment, after all. */
export function referenceState(attached: Attached, moment?: LedgerEvent): PurchaseState {
  const { bought } = attached;
  const all = eventsOf(attached);
  if (typeOf(bought) === 'one-time') {
    const first = all.find(
      (event) => isEnding(event.kind) && (!moment || compareEvents(event, moment) < 0)
    );
    return first === undefined ? { kind: 'active' } : endedBy(first);
  }
  const events = all.filter(
    (event) => !moment || compareEvents(placeOf(event, bought), moment) < 0
  );
  const loud = inPlace(events, bought).filter((event) => !isQuiet(event, attached));
  const lastPaid = loud.findLastIndex(({ kind }) => isPaid(kind));
  const since = loud.slice(lastPaid + 1);
  const isPaidInFull = isPaidInFullBefore(bought, (payment) => events.includes(payment));
  const counts = isPaidInFull
    ? since.filter(({ kind }) => kind !== 'cancellation' && kind !== 'failed')
    : since;
  const ending = counts.findLast(({ kind }) => isEnding(kind));
  if (ending) return endedBy(ending);
  if (isPaidInFull) return { kind: 'completed' };
  const failed = counts.find(({ kind }) => kind === 'failed');
  return failed === undefined ? { kind: 'active' } : { kind: 'past-due', since: failed };
}

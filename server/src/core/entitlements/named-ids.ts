import type { Ledger, LedgerEvent, Purchase } from './fact';
import { isPayment } from './kinds';
import { isSamePerson } from './persons';

export type NamedIdKind = 'parent' | 'subscription' | 'original' | 'order';

/** An id of an event, and the purchase that has it. */
export interface NamedPurchase {
  readonly purchase: Purchase;
  readonly kind: NamedIdKind;
  readonly id: string;
}

/**
 * Other people's purchases that the ids of this event name: why it is held as `conflicting-id`, and what a person may
 * settle it to. Each purchase once, by the id that says most. A processor's id proves nothing between strangers
 * (RULES M2), so it names none.
 */
export function purchasesOfOthersNamedBy(
  { purchases }: Ledger,
  event: LedgerEvent
): NamedPurchase[] {
  return purchases.flatMap((purchase) => {
    if (isSamePerson(purchase.firstPayment, event)) return [];
    const payments = purchase.events.filter(({ kind }) => isPayment(kind));
    const orders = new Set(payments.flatMap(({ orderId }) => orderId ?? []));
    // The first order is that of a sale, never that of a renewal (RULES M3).
    const sold = payments.flatMap(({ kind, orderId }) => (kind === 'sale' ? (orderId ?? []) : []));
    const originals = new Set([...sold, ...payments.flatMap((one) => [...one.originalIds])]);
    const subscriptions = new Set(payments.flatMap((one) => [...one.internalIds]));
    const own = event.orderId === null ? [] : [event.orderId];
    const found = (
      [
        ['parent', event.parentIds, orders],
        ['subscription', event.internalIds, subscriptions],
        ['original', event.originalIds, originals],
        ['order', own, orders],
      ] as const
    ).flatMap(([kind, ids, known]) => {
      const id = [...ids].find((one) => known.has(one));
      return id === undefined ? [] : { purchase, kind, id };
    });
    return found.slice(0, 1);
  });
}

/**
 * Reference model of the fold (RULES M2-M5), in the slowest, most literal way.
 * Nothing here is shared with `server/src/core` but types: the property tests compare the two.
 */
import type {
  Fact,
  Ledger,
  LedgerEvent,
  ProductChange,
  Purchase,
  Settlement,
  SharedId,
} from '../../server/src/core/entitlements/fact';
import type { History } from '../../server/src/core/entitlements/history';
import { Placement } from './reference-endings';
import {
  compareValues,
  inOrder,
  isPaid,
  isPresent,
  referenceEvents,
  relate,
  vagueness,
} from './reference-events';
import type { Bought, Paid } from './reference-purchases';
import { buyerOf, compareBegin, referencePurchases, typeOf } from './reference-purchases';
import type { Attached } from './reference-state';
import {
  eventsOf,
  inPlace,
  isOfPresent,
  isQuiet,
  pricePointOf,
  referenceState,
} from './reference-state';

function nameOf(payments: readonly LedgerEvent[], product: string): string | null {
  return (
    inOrder(payments)
      .filter(({ productId }) => productId === product)
      .map(({ productName }) => productName)
      .findLast(isPresent) ?? null
  );
}

const changesOf = ({ changes }: Bought): ProductChange[] =>
  changes.map(({ from, to, by }) => ({ from, to, at: by.date }));

function historyOf(attached: Attached): History {
  const type = typeOf(attached.bought);
  const events = eventsOf(attached);
  return {
    type,
    moments: (type === 'one-time' ? events : inPlace(events, attached.bought)).map((event) => ({
      kind: event.kind,
      date: event.date,
      trial: event.trial,
      trialDays: event.trialDays,
      payNumber: event.payNumber,
      paymentsLeft: event.paymentsLeft,
      toldBy: event.surfaces,
      isPresent: isOfPresent(event, attached.bought),
      isQuiet: isQuiet(event, attached),
    })),
  };
}

function describePurchase(attached: Attached): Purchase {
  const { bought } = attached;
  const firstPayment = buyerOf(bought);
  return {
    key: firstPayment.key,
    type: typeOf(bought),
    events: eventsOf(attached),
    firstPayment,
    lastPayment: inOrder(bought.payments).at(-1) ?? firstPayment,
    state: referenceState(attached),
    history: historyOf(attached),
    productId: bought.product,
    productName: nameOf(bought.payments, bought.product),
    pricePoint: pricePointOf(bought),
    changes: changesOf(bought),
    memberId:
      buyerOf(bought)
        .facts.map((fact) => fact.memberId)
        .find(isPresent) ?? null,
  };
}

const byWhatTheySay = (a: Bought, b: Bought): number =>
  vagueness(buyerOf(a)) - vagueness(buyerOf(b)) || compareBegin(a, b);

/** Of the purchases whose payments carry it, those of strangers. */
function sharedIdsOf({ purchases }: Paid): SharedId[] {
  const carried = (
    space: SharedId['space'],
    read: (payment: LedgerEvent) => Iterable<string>
  ): SharedId[] => {
    const ids = new Set(
      purchases.flatMap(({ payments }) => payments.flatMap((one) => [...read(one)]))
    );
    return [...ids].sort().map((id) => {
      const buyers: LedgerEvent[] = [];
      // One that names no one may be anyone: those that say more are asked first.
      for (const one of [...purchases].sort(byWhatTheySay)) {
        if (!one.payments.some((payment) => [...read(payment)].includes(id))) continue;
        const buyer = buyerOf(one);
        if (buyers.every((other) => relate(buyer, other) === 'strangers')) buyers.push(buyer);
      }
      return { space, id, buyers: buyers.length };
    });
  };
  return [
    ...carried('internal-subscription', ({ internalIds }) => internalIds),
    ...carried('processor-subscription', ({ processorIds }) => processorIds),
    ...carried('order', ({ orderId, originalIds, parentIds }) =>
      [orderId, ...originalIds, ...parentIds].filter(isPresent)
    ),
  ].filter(({ buyers }) => buyers > 1);
}

export function referenceFold(
  facts: readonly Fact[],
  settlements: readonly Settlement[] = []
): Ledger {
  const events = referenceEvents(facts);
  const paid = referencePurchases(
    events.filter(({ kind }) => isPaid(kind)),
    settlements
  );
  const others = events.filter(({ kind }) => !isPaid(kind));
  const placement = new Placement(paid, others, settlements);
  return {
    purchases: placement.attached.map(describePurchase).sort((a, b) => compareValues(a.key, b.key)),
    unmatched: placement.unmatched,
    sharedIds: sharedIdsOf(paid),
  };
}

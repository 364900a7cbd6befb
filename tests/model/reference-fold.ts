/**
 * Reference model of "events → purchases", written from DESIGN section 4 in the slowest, most literal way.
 * Nothing here is shared with `server/src/core` but types: the property tests compare the two.
 */
import type {
  Fact,
  Ledger,
  LedgerEvent,
  Purchase,
  Settlement,
} from '../../server/src/core/entitlements/fact';
import {
  compareEvents,
  compareValues,
  inOrder,
  isPaid,
  isPresent,
  referenceEvents,
} from './reference-events';
import { idsOf, referenceGroups, share } from './reference-groups';
import type { Group } from './reference-groups';
import { isSubscription, referenceState } from './reference-state';

function firstOf(events: readonly LedgerEvent[]): LedgerEvent {
  const first = inOrder(events)[0];
  if (first === undefined) throw new Error('A group has at least one event.');
  return first;
}

function paymentsOf(events: readonly LedgerEvent[]): LedgerEvent[] {
  return inOrder(events.filter((event) => isPaid(event.kind)));
}

function typeOf(events: readonly LedgerEvent[]): 'one-time' | 'subscription' {
  return isSubscription(events) ? 'subscription' : 'one-time';
}

function provesPurchase(group: Group): boolean {
  return group.some(
    (event) =>
      event.kind === 'sale' ||
      (isPaid(event.kind) &&
        (event.internalIds.size > 0 || event.processorIds.size > 0 || event.originalIds.size > 0))
  );
}

function names(events: readonly LedgerEvent[], hash: string): boolean {
  return events.some((event) => event.facts.some((fact) => fact.hash === hash));
}

/** Both name ids of one kind, and none of them is the same. */
function differ(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size > 0 && b.size > 0 && !share(a, b);
}

function contradicts(loose: Group, purchase: Group): boolean {
  const internal = (event: LedgerEvent): Iterable<string> => event.internalIds;
  const processor = (event: LedgerEvent): Iterable<string> => event.processorIds;
  const originals = (event: LedgerEvent): Iterable<string> => event.originalIds;
  const parents = (event: LedgerEvent): Iterable<string> => event.parentIds;
  const orders = new Set([
    ...idsOf(purchase, originals),
    ...paymentsOf(purchase)
      .map((event) => event.orderId)
      .filter(isPresent),
  ]);
  if (differ(idsOf(loose, internal), idsOf(purchase, internal))) return true;
  if (differ(idsOf(loose, processor), idsOf(purchase, processor))) return true;
  if (differ(idsOf(loose, originals), orders)) return true;

  const named = new Set([...idsOf(loose, originals), ...idsOf(loose, parents)]);
  const onlyCancels = loose.every((event) => event.kind === 'cancellation');
  const namesAnotherOrder = named.size > 0 && !share(named, orders);
  return typeOf(purchase) === 'one-time' && namesAnotherOrder && !onlyCancels;
}

/** Judged, type included, by what stands before that moment alone. */
function hasEndedBefore(purchase: Group, moment: LedgerEvent): boolean {
  const before = purchase.filter((event) => compareEvents(event, moment) < 0);
  return referenceState(before, typeOf(before)).kind === 'ended';
}

function beganBefore(purchase: Group, moment: LedgerEvent): boolean {
  const [first] = paymentsOf(purchase);
  return first !== undefined && compareEvents(first, moment) < 0;
}

/** The purchase that a group without known ids belongs to, or what becomes of it when there is none. */
function place(loose: Group, purchases: readonly Group[]): Group | 'own-purchase' | 'unmatched' {
  const moment = firstOf(loose);
  const person = inOrder(loose)
    .map((event) => event.person)
    .find(isPresent);
  const candidates = purchases.filter(
    (purchase) =>
      person !== undefined &&
      paymentsOf(purchase)[0]?.person === person &&
      beganBefore(purchase, moment) &&
      !contradicts(loose, purchase)
  );
  const [single] = candidates;
  if (single !== undefined && candidates.length === 1) return single;

  const open = candidates
    .filter((purchase) => !hasEndedBefore(purchase, moment))
    .sort((a, b) => compareEvents(firstOf(paymentsOf(a)), firstOf(paymentsOf(b))));
  const [oldest] = open;
  const unambiguous =
    open.length === 1 || open.every((purchase) => typeOf(purchase) === 'one-time');
  if (oldest !== undefined && unambiguous) return oldest;
  return paymentsOf(loose).length > 0 ? 'own-purchase' : 'unmatched';
}

/** What a person settled for this group: a purchase, none, or nothing that applies. */
function settled(
  loose: Group,
  purchases: readonly Group[],
  settlements: readonly Settlement[]
): Group | 'unmatched' | null {
  const last = settlements
    .filter((settlement) => names(loose, settlement.eventHash))
    .sort((a, b) => b.sequence - a.sequence)[0];
  if (last === undefined) return null;
  const { purchaseHash } = last;
  if (purchaseHash === null) return 'unmatched';
  return purchases.find((purchase) => names(purchase, purchaseHash)) ?? null;
}

function describePurchase(group: Group): Purchase {
  const events = inOrder(group);
  const payments = paymentsOf(group);
  const firstPayment = firstOf(payments);
  const lastPayment = payments.at(-1) ?? firstPayment;
  const type = typeOf(group);
  return {
    key: firstOf(group).key,
    type,
    events,
    firstPayment,
    lastPayment,
    state: referenceState(group, type),
    productName: payments.map((event) => event.productName).findLast(isPresent) ?? null,
    pricePoint: payments.map((event) => event.pricePoint).findLast(isPresent) ?? null,
    memberId: firstPayment.facts.map((fact) => fact.memberId).find(isPresent) ?? null,
  };
}

/** Groups that no id ties to a purchase; taken in the order of their first events. */
export function looseGroups(facts: readonly Fact[]): Group[] {
  return looseAmong(referenceGroups(referenceEvents(facts)));
}

function looseAmong(groups: readonly Group[]): Group[] {
  return groups
    .filter((group) => !provesPurchase(group))
    .sort((a, b) => compareEvents(firstOf(a), firstOf(b)));
}

export function referenceFold(
  facts: readonly Fact[],
  settlements: readonly Settlement[] = []
): Ledger {
  const groups = referenceGroups(referenceEvents(facts));
  let purchases = groups.filter(provesPurchase);
  const unmatched: LedgerEvent[] = [];
  for (const loose of looseAmong(groups)) {
    const verdict = settled(loose, purchases, settlements) ?? place(loose, purchases);
    if (verdict === 'unmatched') unmatched.push(...loose);
    else if (verdict === 'own-purchase') purchases = [...purchases, loose];
    else {
      purchases = purchases.map((purchase) =>
        purchase === verdict ? [...purchase, ...loose] : purchase
      );
    }
  }
  return {
    purchases: purchases.map(describePurchase).sort((a, b) => compareValues(a.key, b.key)),
    unmatched: inOrder(unmatched),
  };
}

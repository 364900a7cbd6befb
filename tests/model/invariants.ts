/** What is true of every ledger, whatever the history; told as sentences about what is wrong. */
import type {
  EndReason,
  Fact,
  Ledger,
  LedgerEvent,
  Purchase,
  Settlement,
} from '../../server/src/core/entitlements/fact';

const isPayment = (event: LedgerEvent): boolean => event.kind === 'sale' || event.kind === 'rebill';

const ENDING: Record<EndReason, LedgerEvent['kind']> = {
  cancelled: 'cancellation',
  refunded: 'refund',
  'charged-back': 'chargeback',
};

function faultsOfFacts(ledger: Ledger, facts: readonly Fact[]): string[] {
  const events = [...ledger.purchases.flatMap((purchase) => purchase.events), ...ledger.unmatched];
  const placed = events.flatMap((event) => [...new Set(event.facts.map((fact) => fact.hash))]);
  const known = [...new Set(facts.map((fact) => fact.hash))];
  if (placed.sort().join() === known.sort().join()) return [];
  return ['a fact is missing, invented or in two places'];
}

function* faultsOfState({ state, events, lastPayment }: Purchase): Generator<string> {
  if (state.kind === 'past-due') {
    if (state.since.kind !== 'failed') yield 'past due since something that is no failed payment';
    if (events.indexOf(state.since) < events.indexOf(lastPayment))
      yield 'past due before it was paid';
  }
  if (state.kind === 'ended') {
    if (state.by.kind !== ENDING[state.reason]) yield `${state.reason} by a ${state.by.kind}`;
    if (!events.includes(state.by)) yield 'ended by an event of another purchase';
  }
}

/** Every internal id is tied to every other by events that carry both: nothing but that may bring two together. */
function holdsTwoSubscriptions(purchase: Purchase): boolean {
  const sets = purchase.events.map((event) => event.internalIds).filter((ids) => ids.size > 0);
  const tied = new Set(sets[0] ?? []);
  for (let grown = true; grown; ) {
    const before = tied.size;
    for (const ids of sets) {
      if ([...ids].some((id) => tied.has(id))) ids.forEach((id) => tied.add(id));
    }
    grown = tied.size > before;
  }
  return sets.some((ids) => [...ids].some((id) => !tied.has(id)));
}

function* faultsOfPurchase(purchase: Purchase): Generator<string> {
  const payments = purchase.events.filter(isPayment);
  if (payments[0] !== purchase.firstPayment) yield 'its first payment is another';
  if (payments.at(-1) !== purchase.lastPayment) yield 'its last payment is another';
  if (purchase.events[0]?.key !== purchase.key) yield 'its key is not that of its first event';
  yield* faultsOfState(purchase);
}

export function faultsOf(
  ledger: Ledger,
  facts: readonly Fact[],
  settlements: readonly Settlement[]
): string[] {
  const faults = [
    ...faultsOfFacts(ledger, facts),
    ...ledger.purchases.flatMap((p) => [...faultsOfPurchase(p)]),
  ];
  // Only a person may say that a payment belongs to nothing, or that two subscriptions are one purchase.
  if (settlements.length === 0) {
    if (ledger.unmatched.some(isPayment)) faults.push('a payment is unmatched');
    if (ledger.purchases.some(holdsTwoSubscriptions))
      faults.push('two subscriptions are one purchase');
  }
  return faults;
}

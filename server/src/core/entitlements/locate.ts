import type { Ledger, LedgerEvent, Purchase, Unmatched } from './fact';

/** Where an event belongs: to purchases (an ending may end several lines of one subscription), or to none. */
export interface Located {
  readonly event: LedgerEvent;
  readonly purchases: readonly Purchase[];
  /** Why it belongs to none. */
  readonly unmatched: Unmatched | null;
}

export type Locate = (factHash: string) => Located | null;

/** Finds the event of a fact in constant time. */
export function locate({ purchases, unmatched }: Ledger): Locate {
  const byFact = new Map<
    string,
    { event: LedgerEvent; purchases: Purchase[]; unmatched: Unmatched | null }
  >();
  for (const purchase of purchases) {
    for (const event of purchase.events) {
      for (const { hash } of event.facts) {
        const known = byFact.get(hash);
        if (known) known.purchases.push(purchase);
        else byFact.set(hash, { event, purchases: [purchase], unmatched: null });
      }
    }
  }
  for (const one of unmatched) {
    for (const { hash } of one.event.facts) {
      byFact.set(hash, { event: one.event, purchases: [], unmatched: one });
    }
  }
  return (hash) => byFact.get(hash) ?? null;
}

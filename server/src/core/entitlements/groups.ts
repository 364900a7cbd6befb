import type { LedgerEvent } from './fact';
import { compareText, isPayment } from './order';
import { UnionFind } from './union-find';

/**
 * Joins the events of one product that ids tie together, layer by layer: Kartra's subscription id, then the
 * processor's, then order ids. Two different Kartra subscriptions never become one group, whatever else they share.
 * `events` are in the ledger's order, and so is each group.
 */
export function joinByIds(events: readonly LedgerEvent[]): LedgerEvent[][] {
  const sets = new UnionFind(events.length);
  const ownsInternalId = events.map((event) => event.internalIds.size > 0);

  /** Only groups of which at most one names a Kartra subscription; the first layer has joined equal ones. */
  const mayJoin = (a: number, b: number) =>
    a === b || !(ownsInternalId[a] === true && ownsInternalId[b] === true);
  const join = (a: number, b: number) => {
    const owns = ownsInternalId[a] === true || ownsInternalId[b] === true;
    ownsInternalId[sets.union(a, b)] = owns;
  };

  const layer = (tokensOf: (event: LedgerEvent) => Iterable<string>, isFree: boolean) => {
    for (const indexes of indexesByToken(events, tokensOf)) {
      // Groups this token has met and that may not be one; the earliest first.
      const met: number[] = [];
      for (const index of indexes) {
        const group = sets.find(index);
        const partner = met
          .map((member) => sets.find(member))
          .find((other) => isFree || mayJoin(other, group));
        if (partner === undefined) met.push(index);
        else join(partner, group);
      }
    }
  };

  const paidOrders = new Set(
    events.flatMap((event) => (isPayment(event.kind) ? (event.orderId ?? []) : []))
  );
  layer((event) => event.internalIds, true);
  layer((event) => event.processorIds, false);
  layer((event) => orderTokensOf(event, paidOrders), false);

  const groups = new Map<number, LedgerEvent[]>();
  events.forEach((event, index) => {
    const root = sets.find(index);
    const group = groups.get(root);
    if (group) group.push(event);
    else groups.set(root, [event]);
  });
  return [...groups.values()];
}

/** Orders an event speaks about. The own order of an ending is just its number in Kartra's book, unless a payment has it. */
function orderTokensOf(event: LedgerEvent, paidOrders: ReadonlySet<string>): Set<string> {
  const tokens = new Set([...event.originalIds, ...event.parentIds]);
  const { orderId } = event;
  if (orderId !== null) {
    const isOwn = isPayment(event.kind) || event.kind === 'failed';
    if (isOwn || paidOrders.has(orderId)) tokens.add(orderId);
  }
  return tokens;
}

/**
 * Canonical: tokens in ascending order; the events of each payments first, then in the ledger's order. Payments say
 * what a purchase is before anything else joins it: an early reversal must not move one to another purchase.
 */
function indexesByToken(
  events: readonly LedgerEvent[],
  tokensOf: (event: LedgerEvent) => Iterable<string>
): number[][] {
  const byToken = new Map<string, number[]>();
  events.forEach((event, index) => {
    for (const token of tokensOf(event)) {
      const indexes = byToken.get(token);
      if (indexes) indexes.push(index);
      else byToken.set(token, [index]);
    }
  });
  const isPaid = (index: number) => isPayment(events[index]?.kind ?? 'failed');
  return [...byToken]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, indexes]) => [
      ...indexes.filter(isPaid),
      ...indexes.filter((index) => !isPaid(index)),
    ]);
}

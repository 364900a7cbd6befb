/**
 * Reference model, part 2: events → groups, through the ids that tie them together. Three layers, each transitive;
 * the later two never merge groups that hold different internal subscription ids.
 */
import type { LedgerEvent } from '../../server/src/core/entitlements/fact';
import { compareValues, inOrder, isPaid } from './reference-events';

export type Group = LedgerEvent[];

export function idsOf(
  events: readonly LedgerEvent[],
  read: (event: LedgerEvent) => Iterable<string>
): Set<string> {
  return new Set(events.flatMap((event) => [...read(event)]));
}

export function share(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return [...a].some((id) => b.has(id));
}

function mayMerge(a: Group, b: Group): boolean {
  const mine = idsOf(a, (event) => event.internalIds);
  const theirs = idsOf(b, (event) => event.internalIds);
  return mine.size === 0 || theirs.size === 0 || share(mine, theirs);
}

function merge(groups: Group[], a: Group, b: Group): Group[] {
  return [...groups.filter((group) => group !== a && group !== b), [...a, ...b]];
}

function groupOf(groups: readonly Group[], event: LedgerEvent): Group {
  const found = groups.find((group) => group.includes(event));
  if (found === undefined) throw new Error('Every event stands in a group.');
  return found;
}

function joinInternalIds(start: Group[]): Group[] {
  let groups = start;
  for (let changed = true; changed; ) {
    changed = false;
    for (const a of groups) {
      const ids = idsOf(a, (event) => event.internalIds);
      const b = groups.find(
        (other) =>
          other !== a &&
          share(
            ids,
            idsOf(other, (event) => event.internalIds)
          )
      );
      if (b !== undefined) {
        groups = merge(groups, a, b);
        changed = true;
        break;
      }
    }
  }
  return groups;
}

function joinTokens(
  start: Group[],
  events: readonly LedgerEvent[],
  tokensOf: (event: LedgerEvent) => Iterable<string>
): Group[] {
  let groups = start;
  for (const token of [...idsOf(events, tokensOf)].sort(compareValues)) {
    const holders = events.filter((event) => [...tokensOf(event)].includes(token));
    const representatives: LedgerEvent[] = [];
    // Payments first: what an ending says never decides where a payment belongs.
    const payments = holders.filter((event) => isPaid(event.kind));
    const others = holders.filter((event) => !isPaid(event.kind));
    for (const event of [...inOrder(payments), ...inOrder(others)]) {
      const partner = representatives.find((other) =>
        mayMerge(groupOf(groups, event), groupOf(groups, other))
      );
      if (partner === undefined) {
        representatives.push(event);
        continue;
      }
      const a = groupOf(groups, event);
      const b = groupOf(groups, partner);
      if (a !== b) groups = merge(groups, a, b);
    }
  }
  return groups;
}

/** Every event alone at first; then joined by internal ids, by processor ids, by order ids. */
export function referenceGroups(events: readonly LedgerEvent[]): Group[] {
  const paidOrders = new Set(
    events.filter((event) => isPaid(event.kind)).map((event) => event.orderId)
  );
  const orderTokens = (event: LedgerEvent): string[] => {
    const tokens = [...event.originalIds, ...event.parentIds];
    const { orderId } = event;
    if (orderId === null) return tokens;
    const speaks = isPaid(event.kind) || event.kind === 'failed' || paidOrders.has(orderId);
    return speaks ? [orderId, ...tokens] : tokens;
  };
  const alone = events.map((event) => [event]);
  const byInternal = joinInternalIds(alone);
  const byProcessor = joinTokens(byInternal, events, (event) => event.processorIds);
  return joinTokens(byProcessor, events, orderTokens);
}

import { rootOf, type Draft } from './drafts';
import type { LedgerEvent } from './fact';

export const namesAny = (known: ReadonlySet<string>, ids: ReadonlySet<string>): boolean => {
  for (const id of ids) if (known.has(id)) return true;
  return false;
};

/** It ever had the product of the event, or the event names its subscription. */
export function isInReach(draft: Draft, event: LedgerEvent): boolean {
  if (draft.products.has(event.productId)) return true;
  for (const family of draft.families) {
    if (namesAny(rootOf(family).internalIds, event.internalIds)) return true;
  }
  return false;
}

/** The one that has the product now, else the one that had it before, else all of the subscription (RULES M4). */
export function linesMeant(lines: readonly Draft[], { productId }: LedgerEvent): Draft[] {
  const now = lines.filter((line) => line.productId === productId);
  if (now.length > 0) return now;
  const before = lines.filter(({ products }) => products.has(productId));
  return before.length > 0 ? before : [...lines];
}

/** Whatever their kind. */
export function idsNamedBy(events: readonly LedgerEvent[]): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const { orderId, parentIds, originalIds, internalIds, processorIds } of events) {
    if (orderId !== null) ids.add(orderId);
    for (const named of [parentIds, originalIds, internalIds, processorIds]) {
      for (const id of named) ids.add(id);
    }
  }
  return ids;
}

import type { Fact, LedgerEvent } from './fact';
import { compareEvents, compareText, isPayment, rankOf } from './order';
import { UnionFind } from './union-find';

/**
 * Facts that tell of the same thing become one event: the same order id and family, or, without an order id,
 * the same person, ids and pay number. Facts of one key split where Kartra's dates differ.
 * The events come back in the ledger's order.
 */
export function gatherEvents(facts: readonly Fact[]): LedgerEvent[] {
  const persons = personsOf(facts);
  const indexes = facts.map((_, index) => index);
  const hasOrder = (index: number) => facts[index]?.orderId != null;

  const numbered = partsOf(indexes.filter(hasOrder));
  // What tells of one event was told of one person, under whichever lead or address.
  for (const part of numbered) part.forEach((index) => persons.tie(part[0] ?? index, index));
  // Only now is it known who is the same person, which facts without an order id are told apart by.
  const unnumbered = partsOf(indexes.filter((index) => !hasOrder(index)));

  return [...numbered, ...unnumbered]
    .map((part) =>
      mergeFacts(
        part.flatMap((index) => facts[index] ?? []),
        part.map((index) => persons.of(index)).find((person) => person !== null) ?? null
      )
    )
    .sort(compareEvents);

  function partsOf(some: readonly number[]): number[][] {
    const byKey = groupBy(some, (index) => {
      const fact = facts[index];
      return fact ? eventKeyOf(fact, persons.of(index)) : '';
    });
    return byKey.flatMap(splitByDate);
  }

  /** An undated fact joins the earliest date. */
  function splitByDate(part: readonly number[]): number[][] {
    const dateOf = (index: number) => facts[index]?.date ?? null;
    const dates = part.map(dateOf).filter((date) => date !== null);
    const earliest = dates.sort(compareText)[0] ?? '';
    return groupBy(part, (index) => dateOf(index) ?? earliest);
  }
}

/** The items by key, groups and items in their first order. */
function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[][] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()];
}

function eventKeyOf(fact: Fact, person: string | null): string {
  const family = isPayment(fact.kind) ? 'paid' : fact.kind;
  if (fact.orderId !== null) return JSON.stringify([family, fact.orderId]);
  const { parentId, originalId, internalSubscriptionId, processorSubscriptionId, payNumber } = fact;
  return JSON.stringify([
    family,
    null,
    person,
    parentId,
    originalId,
    internalSubscriptionId,
    processorSubscriptionId,
    payNumber,
  ]);
}

/**
 * Who is the same person within this product: a fact with a lead and an e-mail ties the two together.
 * Facts of other products have no say, so an event of another product can change nothing here.
 */
function personsOf(facts: readonly Fact[]) {
  const sets = new UnionFind(facts.length);
  const firstWith = new Map<string, number>();
  facts.forEach((fact, index) => {
    for (const token of [
      fact.leadToken && `lead ${fact.leadToken}`,
      fact.emailToken && `email ${fact.emailToken}`,
    ]) {
      if (!token) continue;
      const first = firstWith.get(token);
      if (first === undefined) firstWith.set(token, index);
      else sets.union(first, index);
    }
  });
  const isNamed = new Set<number>();
  facts.forEach((fact, index) => {
    if (fact.leadToken !== null || fact.emailToken !== null) isNamed.add(index);
  });
  return {
    /** Null when neither this fact nor what it is tied to names anybody. */
    of(index: number): string | null {
      const root = sets.find(index);
      return isNamed.has(index) || isNamed.has(root) ? String(root) : null;
    },
    tie(a: number, b: number): void {
      const named = isNamed.has(sets.find(a)) || isNamed.has(sets.find(b));
      const root = sets.union(a, b);
      if (named) isNamed.add(root);
    },
  };
}

function mergeFacts(facts: readonly Fact[], person: string | null): LedgerEvent {
  const sorted = [...facts].sort(
    (a, b) => compareText(a.surface, b.surface) || compareText(a.hash, b.hash)
  );
  const ids = (
    name: 'parentId' | 'originalId' | 'internalSubscriptionId' | 'processorSubscriptionId'
  ) => new Set(sorted.map((fact) => fact[name]).filter((id) => id !== null));
  /** The smallest of (IPN before Outbound, value). */
  const pick = <Value extends string | number>(
    read: (fact: Fact) => Value | null
  ): Value | null => {
    const told = sorted.map((fact) => ({ surface: fact.surface, value: read(fact) }));
    return (
      told.reduce<{ surface: string; value: Value } | null>((best, { surface, value }) => {
        if (value === null) return best;
        const isSmaller =
          !best || surface < best.surface || (surface === best.surface && value < best.value);
        return isSmaller ? { surface, value } : best;
      }, null)?.value ?? null
    );
  };
  const kind = sorted
    .map((fact) => fact.kind)
    .reduce((highest, next) => (rankOf(next) > rankOf(highest) ? next : highest));
  return {
    key: sorted.map((fact) => fact.hash).sort(compareText)[0] ?? '',
    kind,
    facts: sorted,
    date: pick((fact) => fact.date),
    orderId: pick((fact) => fact.orderId),
    payNumber: pick((fact) => fact.payNumber),
    productName: pick((fact) => fact.productName),
    pricePoint: pick((fact) => fact.pricePoint),
    trial: sorted.some((fact) => fact.trial),
    trialDays: pick((fact) => fact.trialDays),
    paymentsLeft: pick((fact) => fact.paymentsLeft),
    parentIds: ids('parentId'),
    originalIds: ids('originalId'),
    internalIds: ids('internalSubscriptionId'),
    processorIds: ids('processorSubscriptionId'),
    person,
  };
}

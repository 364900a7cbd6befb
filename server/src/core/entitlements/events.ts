import type { Surface } from '../kartra/event';
import type { Fact, LedgerEvent } from './fact';
import { compareEvents, compareText } from './order';
import { isPayment, rankOf } from './kinds';
import { PersonIndex, relationOf } from './persons';

/**
 * Facts that tell of the same thing that one person did become one event: the same product, family and order id, or,
 * without an order id, the same ids and pay number. Facts of strangers are never one event, whatever they share
 * (RULES M2). Facts of one key split where Kartra's dates differ. The events come back in the ledger's order.
 */
export function gatherEvents(facts: readonly Fact[]): LedgerEvent[] {
  return groupBy(facts, eventKeyOf)
    .flatMap(splitByPerson)
    .flatMap(splitByDate)
    .map(mergeFacts)
    .sort(compareEvents);
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

function eventKeyOf(fact: Fact): string {
  const family = isPayment(fact.kind) ? 'paid' : fact.kind;
  const { productId, orderId } = fact;
  if (orderId !== null) return JSON.stringify([family, productId, orderId]);
  return JSON.stringify([
    family,
    productId,
    null,
    fact.parentId,
    fact.originalId,
    fact.internalSubscriptionId,
    fact.processorSubscriptionId,
    fact.payNumber,
  ]);
}

const howMuchIsNamed = ({ leadToken, emailToken }: Fact): number =>
  (leadToken === null ? 0 : 2) + (emailToken === null ? 0 : 1);

const compareFacts = (a: Fact, b: Fact): number =>
  compareText(a.surface, b.surface) || compareText(a.hash, b.hash);

/** By the person they name, not by the surface: what the other surface repeats says nothing new about the person. */
const comparePersons = (a: Fact, b: Fact): number =>
  howMuchIsNamed(b) - howMuchIsNamed(a) ||
  compareText(a.leadToken ?? '', b.leadToken ?? '') ||
  compareText(a.emailToken ?? '', b.emailToken ?? '');

const personKeyOf = ({ leadToken, emailToken }: Fact): string =>
  `${leadToken ?? ''}\u0000${emailToken ?? ''}`;

/** Each fact is compared with the first of a group only: one step, never through a third fact. */
function splitByPerson(facts: readonly Fact[]): Fact[][] {
  if (facts.length === 1) return [[...facts]];
  // What names the same lead and address is always of one group: most often that is all of it.
  const tellings = groupBy(facts, personKeyOf)
    .flatMap((told) => (told[0] ? { first: told[0], told } : []))
    .sort((a, b) => comparePersons(a.first, b.first));
  const groups: Fact[][] = [];
  const index = new PersonIndex<Fact[]>();
  for (const { first, told } of tellings) {
    const group = index.first('', first, () => true) ?? loneGroup(groups, first);
    if (group) {
      for (const fact of told) group.push(fact);
      continue;
    }
    groups.push(told);
    index.add('', first, told);
  }
  return groups;
}

const carriesId = (fact: Fact): boolean =>
  fact.orderId !== null ||
  fact.parentId !== null ||
  fact.originalId !== null ||
  fact.internalSubscriptionId !== null ||
  fact.processorSubscriptionId !== null;

/** Where nothing can be compared, the id decides if only one has it; without any id nothing does. */
function loneGroup(groups: readonly Fact[][], fact: Fact): Fact[] | undefined {
  const [group] = groups;
  const first = group?.[0];
  if (!group || !first || groups.length > 1 || !carriesId(fact)) return undefined;
  return relationOf(first, fact) === 'unknown' ? group : undefined;
}

/** An undated fact joins the earliest date. */
function splitByDate(part: readonly Fact[]): Fact[][] {
  if (part.length === 1) return [[...part]];
  const dates = part.map(({ date }) => date).filter((date) => date !== null);
  const earliest = dates.sort(compareText)[0] ?? '';
  return groupBy(part, ({ date }) => date ?? earliest);
}

/** Shared: most events lack most ids. */
const NONE: ReadonlySet<string> = new Set();

type IdField = 'parentId' | 'originalId' | 'internalSubscriptionId' | 'processorSubscriptionId';

const only = (id: string | null): ReadonlySet<string> => (id === null ? NONE : new Set([id]));

/** Most events are told once: nothing to choose from. */
function readFact(fact: Fact): LedgerEvent {
  return {
    key: fact.hash,
    kind: fact.kind,
    facts: [fact],
    productId: fact.productId,
    date: fact.date ?? (fact.kind === 'cancellation' ? fact.arrivedOn : null),
    orderId: fact.orderId,
    payNumber: fact.payNumber,
    productName: fact.productName,
    pricePoint: fact.pricePoint,
    trial: fact.trial,
    trialDays: fact.trialDays,
    paymentsLeft: fact.paymentsLeft,
    parentIds: only(fact.parentId),
    originalIds: only(fact.originalId),
    internalIds: only(fact.internalSubscriptionId),
    processorIds: only(fact.processorSubscriptionId),
    leadToken: fact.leadToken,
    emailToken: fact.emailToken,
    surfaces: [fact.surface],
  };
}

function mergeFacts(facts: readonly Fact[]): LedgerEvent {
  const [alone] = facts;
  if (alone && facts.length === 1) return readFact(alone);
  const sorted = [...facts].sort(compareFacts);
  const ids = (name: IdField): ReadonlySet<string> => {
    const named = sorted.map((fact) => fact[name]).filter((id) => id !== null);
    return named.length === 0 ? NONE : new Set(named);
  };
  /** The smallest of (IPN before Outbound, value). */
  const pick = <Value extends string | number>(
    read: (fact: Fact) => Value | null
  ): Value | null => {
    let best: { readonly surface: Surface; readonly value: Value } | null = null;
    for (const fact of sorted) {
      const value = read(fact);
      if (value === null) continue;
      const { surface } = fact;
      const isSmaller =
        !best || surface < best.surface || (surface === best.surface && value < best.value);
      if (isSmaller) best = { surface, value };
    }
    return best?.value ?? null;
  };
  const kind = sorted
    .map((fact) => fact.kind)
    .reduce((highest, next) => (rankOf(next) > rankOf(highest) ? next : highest));
  const date = pick((fact) => fact.date);
  return {
    key: sorted.map((fact) => fact.hash).sort(compareText)[0] ?? '',
    kind,
    facts: sorted,
    productId: sorted[0]?.productId ?? '',
    date: date ?? (kind === 'cancellation' ? firstArrival(sorted) : null),
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
    leadToken: smallest(sorted, 'leadToken'),
    emailToken: smallest(sorted, 'emailToken'),
    surfaces: [...new Set(sorted.map(({ surface }) => surface))],
  };
}

/** Over any surface: one lead or address of several that belong to one person. */
function smallest(facts: readonly Fact[], name: 'leadToken' | 'emailToken'): string | null {
  let found: string | null = null;
  for (const fact of facts) {
    const token = fact[name];
    if (token !== null && (found === null || token < found)) found = token;
  }
  return found;
}

/** An undated cancellation counts from its first arrival (RULES M6): the one place where arrival counts. */
function firstArrival(facts: readonly Fact[]): string | null {
  const arrivals = facts.map(({ arrivedOn }) => arrivedOn).filter((date) => date !== null);
  return arrivals.sort(compareText)[0] ?? null;
}

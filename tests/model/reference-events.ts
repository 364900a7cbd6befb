/**
 * Reference model, part 1: facts → events, and the order between events. Slow and plain on purpose: it shares no
 * code with `server/src/core`, so that the two can only agree by both following DESIGN section 4.
 */
import type { Fact, LedgerEvent } from '../../server/src/core/entitlements/fact';

export type Kind = Fact['kind'];

const RANK: Record<Kind, number> = {
  sale: 0,
  rebill: 1,
  failed: 2,
  'partial-refund': 2,
  cancellation: 3,
  refund: 4,
  chargeback: 5,
};

export function isPaid(kind: Kind): boolean {
  return kind === 'sale' || kind === 'rebill';
}

export function isReversal(kind: Kind): boolean {
  return kind === 'refund' || kind === 'chargeback';
}

export function isEnding(kind: Kind): boolean {
  return kind === 'cancellation' || isReversal(kind);
}

export function compareValues<T extends string | number>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function isPresent<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}

/** Negative when `a` stands before `b`. An undated payment comes first of all, an undated other event last. */
export function compareEvents(a: LedgerEvent, b: LedgerEvent): number {
  const time = (event: LedgerEvent): string => {
    if (event.date !== null) return `1 ${event.date}`;
    return isPaid(event.kind) ? '0' : '2';
  };
  return (
    compareValues(time(a), time(b)) || RANK[a.kind] - RANK[b.kind] || compareValues(a.key, b.key)
  );
}

export function inOrder(events: readonly LedgerEvent[]): LedgerEvent[] {
  return [...events].sort(compareEvents);
}

function withoutRepeats(facts: readonly Fact[]): Fact[] {
  return facts.filter((fact, at) => facts.findIndex((other) => other.hash === fact.hash) === at);
}

type Persons = ReadonlyMap<string, string | null>;

/**
 * One label for each person, by fact hash. Facts are of one person when they share a lead or an e-mail, or when
 * `isTied` says so; directly or through others. A fact that names nobody has no person.
 */
function labelPersons(
  facts: readonly Fact[],
  isTied: (one: Fact, other: Fact) => boolean = () => false
): Persons {
  const labels = new Map<string, string | null>();
  for (const fact of facts) {
    labels.set(fact.hash, [fact.leadToken, fact.emailToken].filter(isPresent).sort()[0] ?? null);
  }
  for (let changed = true; changed; ) {
    changed = false;
    for (const one of facts) {
      for (const other of facts) {
        const tied =
          (one.leadToken !== null && one.leadToken === other.leadToken) ||
          (one.emailToken !== null && one.emailToken === other.emailToken) ||
          isTied(one, other);
        const mine = labels.get(one.hash) ?? null;
        const theirs = labels.get(other.hash) ?? null;
        if (tied && mine !== null && theirs !== null && mine < theirs) {
          labels.set(other.hash, mine);
          changed = true;
        }
      }
    }
  }
  return labels;
}

/** The field of the fact that has one, IPN before Outbound, then the smallest value. */
function smallest<T extends string | number>(
  facts: readonly Fact[],
  read: (fact: Fact) => T | null
): T | null {
  const values = (surface: Fact['surface']): T[] =>
    facts
      .filter((fact) => fact.surface === surface)
      .map(read)
      .filter(isPresent)
      .sort(compareValues);
  return [...values('ipn'), ...values('outbound')][0] ?? null;
}

function union(facts: readonly Fact[], read: (fact: Fact) => string | null): Set<string> {
  return new Set(facts.map(read).filter(isPresent));
}

/** IPN before Outbound, then by hash: the order in which facts of one event are asked for what only one may answer. */
function inFactOrder(facts: readonly Fact[]): Fact[] {
  return [...facts].sort(
    (a, b) => compareValues(a.surface, b.surface) || compareValues(a.hash, b.hash)
  );
}

function makeEvent(facts: readonly Fact[], persons: Persons): LedgerEvent {
  const sorted = inFactOrder(facts);
  const [key] = sorted.map((fact) => fact.hash).sort();
  const [kind] = sorted.map((fact) => fact.kind).sort((a, b) => RANK[b] - RANK[a]);
  if (key === undefined || kind === undefined) throw new Error('An event has at least one fact.');
  return {
    key,
    kind,
    facts: sorted,
    date: sorted.map((fact) => fact.date).find(isPresent) ?? null,
    orderId: sorted.map((fact) => fact.orderId).find(isPresent) ?? null,
    payNumber: smallest(sorted, (fact) => fact.payNumber),
    productName: smallest(sorted, (fact) => fact.productName),
    pricePoint: smallest(sorted, (fact) => fact.pricePoint),
    // A webhook that says nothing about a trial reads as false: only true says something.
    trial: sorted.some((fact) => fact.trial),
    trialDays: smallest(sorted, (fact) => fact.trialDays),
    paymentsLeft: smallest(sorted, (fact) => fact.paymentsLeft),
    parentIds: union(sorted, (fact) => fact.parentId),
    originalIds: union(sorted, (fact) => fact.originalId),
    internalIds: union(sorted, (fact) => fact.internalSubscriptionId),
    processorIds: union(sorted, (fact) => fact.processorSubscriptionId),
    person: sorted.map((fact) => persons.get(fact.hash)).find(isPresent) ?? null,
  };
}

/** Equal keys, split where dates differ; an undated fact joins the earliest. */
function splitByDate(same: readonly Fact[]): Fact[][] {
  const dates = [...new Set(same.map((fact) => fact.date).filter(isPresent))].sort();
  const undated = same.filter((fact) => fact.date === null);
  if (dates.length === 0) return [[...undated]];
  return dates.map((date, at) => [
    ...same.filter((fact) => fact.date === date),
    ...(at === 0 ? undated : []),
  ]);
}

function groupBy(facts: readonly Fact[], keyOf: (fact: Fact) => string): Fact[][] {
  return [...new Set(facts.map(keyOf))].flatMap((key) =>
    splitByDate(facts.filter((fact) => keyOf(fact) === key))
  );
}

/**
 * All events of one product, in order. Facts with an order id come first: whoever the facts of one such event name,
 * it is one buyer, and only with that known can two facts without order id be told to be the same.
 */
export function referenceEvents(repeated: readonly Fact[]): LedgerEvent[] {
  const facts = withoutRepeats(repeated);
  const family = (fact: Fact): string => (isPaid(fact.kind) ? 'paid' : fact.kind);
  const numbered = groupBy(
    facts.filter((fact) => fact.orderId !== null),
    (fact) => JSON.stringify([family(fact), fact.orderId])
  );
  const persons = labelPersons(facts, (one, other) =>
    numbered.some((group) => group.includes(one) && group.includes(other))
  );
  const others = groupBy(
    facts.filter((fact) => fact.orderId === null),
    (fact) =>
      JSON.stringify([
        family(fact),
        persons.get(fact.hash) ?? null,
        fact.parentId,
        fact.originalId,
        fact.internalSubscriptionId,
        fact.processorSubscriptionId,
        fact.payNumber,
      ])
  );
  return inOrder([...numbered, ...others].map((group) => makeEvent(group, persons)));
}

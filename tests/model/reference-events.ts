/**
 * Reference model, part 1: persons, the order between events, and facts → events. Slow and plain on purpose: it shares
 * no code with `server/src/core`, so that the two can only agree by both following the rules.
 */
import type { Fact, LedgerEvent, Person } from '../../server/src/core/entitlements/fact';

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

export function share(a: Iterable<string>, b: Iterable<string>): boolean {
  const others = [...b];
  return [...a].some((id) => others.includes(id));
}

/** How one person is to another: `unknown` where nothing can be compared. */
export type Relation = 'same-lead' | 'same-email' | 'strangers' | 'unknown';

export function relate(a: Person, b: Person): Relation {
  const leads = isPresent(a.leadToken) && isPresent(b.leadToken);
  const emails = isPresent(a.emailToken) && isPresent(b.emailToken);
  if (leads && a.leadToken === b.leadToken) return 'same-lead';
  if (emails && a.emailToken === b.emailToken) return 'same-email';
  return leads || emails ? 'strangers' : 'unknown';
}

export function isSamePerson(a: Person, b: Person): boolean {
  return relate(a, b).startsWith('same');
}

export function namesSomebody({ leadToken, emailToken }: Person): boolean {
  return leadToken !== null || emailToken !== null;
}

/** Those of the same person; an equal lead beats an equal e-mail. */
export function ownOf<T>(person: Person, items: readonly T[], buyerOf: (item: T) => Person): T[] {
  const related = (relation: Relation): T[] =>
    items.filter((item) => relate(person, buyerOf(item)) === relation);
  const byLead = related('same-lead');
  return byLead.length > 0 ? byLead : related('same-email');
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

/** Of the surface that counts more, IPN before Outbound, the smallest value. */
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

/** Kartra's date; an undated cancellation stands at its first arrival. */
function dateOf(facts: readonly Fact[], kind: Kind): string | null {
  const date = smallest(facts, (fact) => fact.date);
  if (date !== null || kind !== 'cancellation') return date;
  return (
    facts
      .map((fact) => fact.arrivedOn)
      .filter(isPresent)
      .sort()[0] ?? null
  );
}

function makeEvent(facts: readonly Fact[]): LedgerEvent {
  const sorted = [...facts].sort(
    (a, b) => compareValues(a.surface, b.surface) || compareValues(a.hash, b.hash)
  );
  const [first] = sorted;
  const [key] = sorted.map((fact) => fact.hash).sort();
  const [kind] = sorted.map((fact) => fact.kind).sort((a, b) => RANK[b] - RANK[a]);
  if (first === undefined || key === undefined || kind === undefined)
    throw new Error('An event has at least one fact.');
  return {
    key,
    kind,
    facts: sorted,
    productId: first.productId,
    date: dateOf(sorted, kind),
    orderId: first.orderId,
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
    surfaces: [...new Set(sorted.map((fact) => fact.surface))].sort(),
    // The surface does not say who someone is.
    leadToken: [...union(sorted, (fact) => fact.leadToken)].sort()[0] ?? null,
    emailToken: [...union(sorted, (fact) => fact.emailToken)].sort()[0] ?? null,
  };
}

function keyOf(fact: Fact): string {
  const family = isPaid(fact.kind) ? 'paid' : fact.kind;
  if (fact.orderId !== null) return JSON.stringify([family, fact.productId, fact.orderId]);
  return JSON.stringify([
    family,
    fact.productId,
    null,
    fact.parentId,
    fact.originalId,
    fact.internalSubscriptionId,
    fact.processorSubscriptionId,
    fact.payNumber,
  ]);
}

/** 0: lead and e-mail, 1: lead, 2: e-mail, 3: nobody. */
export function vagueness({ leadToken, emailToken }: Person): number {
  return (leadToken === null ? 2 : 0) + (emailToken === null ? 1 : 0);
}

/** Where nothing can be compared, an id decides; what has none is tied to nobody else. */
function hasId(fact: Fact): boolean {
  const { orderId, parentId, originalId, internalSubscriptionId, processorSubscriptionId } = fact;
  return [orderId, parentId, originalId, internalSubscriptionId, processorSubscriptionId].some(
    isPresent
  );
}

/** The facts of one key by person: those that say most come first, and each is compared with the first of a group. */
function splitByPerson(facts: readonly Fact[]): Fact[][] {
  const groups: [Fact, ...Fact[]][] = [];
  const sorted = [...facts].sort(
    (a, b) =>
      vagueness(a) - vagueness(b) ||
      compareValues(a.leadToken ?? '', b.leadToken ?? '') ||
      compareValues(a.emailToken ?? '', b.emailToken ?? '') ||
      compareValues(a.surface, b.surface) ||
      compareValues(a.hash, b.hash)
  );
  for (const fact of sorted) {
    const [own] = ownOf(fact, groups, ([first]) => first);
    const [only] = groups;
    const nobodys = groups.find(([first]) => !namesSomebody(first) && !namesSomebody(fact));
    if (own) own.push(fact);
    else if (only && groups.length === 1 && hasId(fact) && relate(fact, only[0]) === 'unknown')
      only.push(fact);
    else if (nobodys) nobodys.push(fact);
    else groups.push([fact]);
  }
  return groups;
}

/** Facts of one person and key split where dates differ; an undated fact joins the earliest. */
function splitByDate(same: readonly Fact[]): Fact[][] {
  const dates = [...new Set(same.map((fact) => fact.date).filter(isPresent))].sort();
  const undated = same.filter((fact) => fact.date === null);
  if (dates.length === 0) return [undated];
  return dates.map((date, at) => [
    ...same.filter((fact) => fact.date === date),
    ...(at === 0 ? undated : []),
  ]);
}

/** All events, in order. */
export function referenceEvents(repeated: readonly Fact[]): LedgerEvent[] {
  const facts = withoutRepeats(repeated);
  const keys = [...new Set(facts.map(keyOf))];
  const groups = keys.flatMap((key) => {
    const same = facts.filter((fact) => keyOf(fact) === key);
    return splitByPerson(same).flatMap(splitByDate);
  });
  return inOrder(groups.map(makeEvent));
}

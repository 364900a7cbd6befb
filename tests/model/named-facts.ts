/**
 * Facts for histories that a person reads: each has a name, which is its hash, so that a ledger can be told in one
 * line for each purchase: `subscription ended cancelled: A B C`.
 */
import type {
  Fact,
  Ledger,
  LedgerEvent,
  Settlement,
} from '../../server/src/core/entitlements/fact';
import { foldFacts } from '../../server/src/core/entitlements/fold';
import { arrivalsOf } from './arrivals';
import type { FactContent } from './histories';
import { buildFact } from './histories';
import { referenceFold } from './reference-fold';

export const day = (of: number, second = 0): string =>
  `2026-03-${String(of).padStart(2, '0')} 10:00:${String(second).padStart(2, '0')}`;

/** Something that Dana did, unless it says who else did. */
export function named(name: string, kind: Fact['kind'], fields: Partial<FactContent> = {}): Fact {
  const dana = { leadToken: 'lead-dana', emailToken: 'mail-dana' };
  return { ...buildFact({ ...dana, ...fields, kind }), hash: name };
}

export const nobody = { leadToken: null, emailToken: null };
export const lee = { leadToken: 'lead-lee', emailToken: 'mail-lee' };

/** Facts of one event stand together with `+`. */
const namesOf = (events: readonly LedgerEvent[]): string =>
  events
    .map((event) => [...new Set(event.facts.map((fact) => fact.hash))].sort().join('+'))
    .join(' ');

export function tell({ purchases, unmatched }: Ledger): string[] {
  const lines = purchases.map(({ type, state, events }) => {
    const reason = state.kind === 'ended' ? ` ${state.reason}` : '';
    return `${type} ${state.kind}${reason}: ${namesOf(events)}`;
  });
  const whys = ['unmatched', 'conflicting-id', 'set-aside'] as const;
  const rest = whys.flatMap((why) => {
    const events = unmatched.filter((one) => one.why === why).map(({ event }) => event);
    return events.length === 0 ? [] : [`${why}: ${namesOf(events)}`];
  });
  return [...lines.sort(), ...rest];
}

type Fold = (facts: readonly Fact[], settlements?: readonly Settlement[]) => Ledger;
export type Told = (facts: readonly Fact[], settlements?: readonly Settlement[]) => string[];

/** What a fold tells of a history, provided that it is the same for every order of arrival. */
function inEveryOrder(fold: Fold): Told {
  return (facts, settlements = []) => {
    const answers = arrivalsOf(facts).map((arrival) => tell(fold(arrival, settlements)));
    const [answer] = answers;
    if (answer === undefined) throw new Error('A history has at least one order.');
    for (const other of answers) expect(other).toEqual(answer);
    return answer;
  };
}

/** Both have to give the same answers: the model that the property tests compare with is itself tested by them. */
export const FOLDS: [name: string, told: Told, fold: Fold][] = [
  ['the fold', inEveryOrder(foldFacts), foldFacts],
  ['the reference model', inEveryOrder(referenceFold), referenceFold],
];

/** Products that give something, in every order of arrival the same. */
export function levels(fold: Fold, facts: readonly Fact[]): string[] {
  const answers = arrivalsOf(facts).map((arrival) =>
    fold(arrival)
      .purchases.filter(({ state }) => state.kind !== 'ended')
      .map(({ productId }) => productId)
      .sort()
  );
  const [answer] = answers;
  if (answer === undefined) throw new Error('A history has at least one order.');
  for (const other of answers) expect(other).toEqual(answer);
  return answer;
}

/** Ids of two purchases that share nothing. */
export const one = { orderId: '100', date: day(1) };
export const two = { orderId: '200', date: day(2) };
export const plan = {
  originalId: '100',
  internalSubscriptionId: 'S1',
  processorSubscriptionId: 'I-1',
};
export const newerPlan = {
  originalId: '200',
  internalSubscriptionId: 'S2',
  processorSubscriptionId: 'I-2',
};

/** Policies and time, over random histories whose dates are moved to where calendars go wrong. */
import fc from 'fast-check';
import { GUIDE_POLICY, type Policy } from '../../../server/src/core/rules/policy';
import { epochOf } from '../../../server/src/core/entitlements/calendar';
import type { Fact, Purchase } from '../../../server/src/core/entitlements/fact';
import { foldFacts } from '../../../server/src/core/entitlements/fold';
import { isLive, termOf, type Term } from '../../../server/src/core/entitlements/term';
import { shuffledWithRepeats } from '../../model/arrivals';
import { histories, type History } from '../../model/histories';
import { referenceTerm } from '../../model/reference-term';
import { holdsFor, PROPERTY_TIMEOUT_MS } from '../../model/run-property';
import { printFacts } from '../../model/summary';
import { inNewYork } from '../../model/wall-clock';

jest.setTimeout(PROPERTY_TIMEOUT_MS);

/**
 * Month ends, a leap day, both nights on which New York changes its clocks, hours skipped and repeated; and twelve
 * hours after another, within which payments are one.
 */
const EDGES = [
  '2027-12-31 23:59:59',
  '2028-01-30 10:00:00',
  '2028-01-31 10:00:00',
  '2028-02-28 10:00:00',
  '2028-02-29 10:00:00',
  '2028-03-01 00:00:00',
  '2028-03-12 02:30:00',
  '2028-03-13 02:30:00',
  '2028-03-31 10:00:00',
  '2028-04-30 10:00:00',
  '2028-04-30 22:00:00',
  '2028-05-01 10:00:01',
  '2028-05-31 10:00:00',
  '2028-10-06 01:30:00',
  '2028-11-05 01:30:00',
  '2028-11-05 02:30:00',
  '2029-02-28 10:00:00',
  '2029-03-11 02:15:00',
];

const policies: fc.Arbitrary<Policy> = fc.record({
  onCancellation: fc.constantFrom('end-now', 'end-of-period', 'end-of-period'),
  period: fc.constantFrom(null, null, 'P1M', 'P1W', 'P3M', 'P1Y', 'P10D'),
  onRefund: fc.constantFrom('end-now', 'keep'),
  onPartialRefund: fc.constantFrom('keep', 'end-now'),
  graceDays: fc.constantFrom(null, 1, 7, 30),
  durationDays: fc.constantFrom(null, null, 1, 30, 365),
  whenPaidInFull: fc.constantFrom('keep', 'end-of-period'),
});

/** Each date of the history becomes one of the edges; what was earlier, and what was at once, stays so. */
function redated(facts: readonly Fact[], edges: readonly string[]): Fact[] {
  const dates = [...new Set(facts.flatMap(({ date }) => date ?? []))].sort();
  const chosen = [...edges].sort();
  const step = Math.max(1, Math.floor(chosen.length / Math.max(dates.length, 1)));
  const moved = new Map(
    dates.map((date, at) => [date, chosen[at * step] ?? `2030-01-${10 + at} 10:00:00`])
  );
  return facts.map((fact) => ({ ...fact, date: fact.date && (moved.get(fact.date) ?? fact.date) }));
}

interface Case {
  readonly history: History;
  readonly edges: readonly string[];
  readonly policy: Policy;
  readonly now: number;
}

const cases: fc.Arbitrary<Case> = fc.record({
  history: histories,
  edges: fc.shuffledSubarray(EDGES, { minLength: 6 }),
  policy: policies,
  now: fc.oneof(
    fc.constantFrom(...EDGES).map(epochOf),
    fc.integer({ min: epochOf('2027-12-01 00:00:00'), max: epochOf('2030-06-01 00:00:00') })
  ),
});

const purchasesOf = (
  { history, edges }: Pick<Case, 'history' | 'edges'>,
  seed?: number
): readonly Purchase[] => {
  const facts = redated(history.facts, edges);
  const arrived = seed === undefined ? facts : shuffledWithRepeats(facts, seed);
  return foldFacts(arrived, history.settlements).purchases;
};

const told = ({ state, reason, endsAt, endedAt }: Term) => ({ state, reason, endsAt, endedAt });

test('the term is what the reference model says', () => {
  holdsFor(0.4, cases, ({ history, edges, policy, now }) => {
    for (const purchase of purchasesOf({ history, edges })) {
      const is = told(termOf(purchase.history, policy, now));
      const shouldBe = referenceTerm(purchase.history, policy, now);
      if (JSON.stringify(is) === JSON.stringify(shouldBe)) continue;
      const facts = purchase.events.flatMap((event) => event.facts);
      throw new Error(
        [printFacts(facts), policy, new Date(now).toISOString(), is, shouldBe]
          .map((part) => (typeof part === 'string' ? part : JSON.stringify(part)))
          .join('\n\n')
      );
    }
  });
});

test('order of arrival changes no term', () => {
  holdsFor(0.1, fc.tuple(cases, fc.nat()), ([one, seed]) => {
    const terms = (purchases: readonly Purchase[]) =>
      purchases.map((purchase) => termOf(purchase.history, one.policy, one.now));
    expect(terms(purchasesOf(one, seed))).toEqual(terms(purchasesOf(one)));
  });
});

test('by the guide, time changes nothing, and the term is the state of the purchase', () => {
  holdsFor(0.1, cases, ({ history, edges, now }) => {
    for (const purchase of purchasesOf({ history, edges })) {
      const term = termOf(purchase.history, GUIDE_POLICY, now);
      const { state } = purchase;
      expect(term).toMatchObject({ state: state.kind, endsAt: null });
      expect(term.reason).toBe(state.kind === 'ended' ? state.reason : null);
    }
  });
});

test('nothing changes before the end that was named, and something does at it', () => {
  holdsFor(0.2, cases, ({ history, edges, policy, now }) => {
    for (const purchase of purchasesOf({ history, edges })) {
      const at = (moment: number) => termOf(purchase.history, policy, moment);
      const term = at(now);
      if (!isLive(term)) {
        // Time never gives anything back.
        expect(isLive(at(now + 400 * 86_400_000))).toBe(false);
        continue;
      }
      if (term.endsAt === null) {
        expect(at(now + 4000 * 86_400_000)).toEqual(term);
        continue;
      }
      expect(term.endsAt).toBeGreaterThan(now);
      expect(at(term.endsAt - 1)).toEqual(term);
      expect(isLive(at(term.endsAt))).toBe(false);
    }
  });
});

test('a date of Kartra’s is the moment at which New York’s clock shows it', () => {
  const dates = fc
    .tuple(fc.integer({ min: 2020, max: 2035 }), fc.integer({ min: 0, max: 366 * 86_400 - 1 }))
    .map(([year, second]) =>
      new Date(Date.UTC(year, 0, 1) + second * 1000).toISOString().slice(0, 19).replace('T', ' ')
    );
  holdsFor(0.2, fc.oneof(dates, fc.constantFrom(...EDGES)), (date) => {
    expect(epochOf(date)).toBe(inNewYork(date));
  });
});

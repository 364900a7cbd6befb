/**
 * What must hold for every history. `npm run test:histories` runs these over hundreds of thousands of them; a failure
 * prints the seed and the smallest history that shows it.
 */
import fc from 'fast-check';
import type {
  Fact,
  Ledger,
  LedgerEvent,
  Purchase,
} from '../../../server/src/core/entitlements/fact';
import { foldProduct } from '../../../server/src/core/entitlements/fold';
import { shuffledWithRepeats } from '../../model/arrivals';
import { factLists, histories } from '../../model/histories';
import { faultsOf } from '../../model/invariants';
import { looseGroups, referenceFold } from '../../model/reference-fold';
import { expectSameLedger, holdsFor, PROPERTY_TIMEOUT_MS } from '../../model/run-property';
import { outline, printFacts, printLedger, summarise } from '../../model/summary';

jest.setTimeout(PROPERTY_TIMEOUT_MS);

const AFTER_ALL = '2027-01-01 10:00:00';

function fail(why: string, facts: readonly Fact[], ...ledgers: Ledger[]): never {
  throw new Error([why, printFacts(facts), ...ledgers.map(printLedger)].join('\n\n'));
}

function pick<T>(items: readonly T[], at: number): T | undefined {
  return items[at % Math.max(items.length, 1)];
}

/** Two ledgers made from unlike facts: same purchases, same events in them, same states. */
function expectSameOutline(before: Ledger, after: Ledger, facts: readonly Fact[]): void {
  const known = new Set(
    [...before.purchases.flatMap((purchase) => purchase.events), ...before.unmatched].flatMap(
      (event) => event.facts.map((fact) => fact.hash)
    )
  );
  if (outline(after, known) !== outline(before, known)) fail('differs', facts, before, after);
}

test('the fold says what the reference model says', () => {
  holdsFor(0.5, histories, ({ facts, settlements }) => {
    expectSameLedger(foldProduct(facts, settlements), referenceFold(facts, settlements), facts);
  });
});

test('order of arrival and repetition change nothing', () => {
  holdsFor(0.15, fc.tuple(histories, fc.nat()), ([{ facts, settlements }, seed]) => {
    const arrived = shuffledWithRepeats(facts, seed);
    const settled = shuffledWithRepeats(settlements, seed);
    expectSameLedger(foldProduct(arrived, settled), foldProduct(facts, settlements), facts);
  });
});

test('every fact stands in exactly one event of one purchase, and every state has its cause', () => {
  holdsFor(0.1, histories, ({ facts, settlements }) => {
    const ledger = foldProduct(facts, settlements);
    const faults = faultsOf(ledger, facts, settlements);
    if (faults.length > 0) fail(faults.join('; '), facts, ledger);
  });
});

test('events of another product change nothing, and nothing that was read is changed', () => {
  holdsFor(0.05, fc.tuple(histories, histories), ([one, other]) => {
    for (const fact of [...one.facts, ...other.facts]) Object.freeze(fact);
    Object.freeze(one.facts);
    const before = summarise(foldProduct(one.facts, one.settlements));
    foldProduct(other.facts, other.settlements);
    expect(summarise(foldProduct(one.facts, one.settlements))).toEqual(before);
  });
});

test('all over one surface or all over the other: the same purchases', () => {
  holdsFor(0.05, histories, ({ facts, settlements }) => {
    const over = (surface: Fact['surface']): Ledger =>
      foldProduct(
        facts.map((fact) => ({ ...fact, surface })),
        settlements
      );
    expectSameLedger(over('ipn'), over('outbound'), facts);
  });
});

test('the other surface telling a known event with the same ids adds no purchase and changes no state', () => {
  holdsFor(0.05, fc.tuple(factLists, fc.nat()), ([facts, at]) => {
    const told = pick(facts, at);
    if (told === undefined) return;
    const surface = told.surface === 'ipn' ? 'outbound' : 'ipn';
    const echo: Fact = { ...told, surface, hash: `z${told.hash}` };
    expectSameOutline(foldProduct(facts), foldProduct([...facts, echo]), [...facts, echo]);
  });
});

test('one webhook with all ids or two with some of them each: the same purchases', () => {
  const parts = fc.tuple(factLists, fc.nat(), fc.infiniteStream(fc.boolean()));
  holdsFor(0.1, parts, ([facts, at, coins]) => {
    const whole = pick(facts, at);
    if (whole === undefined || whole.orderId === null) return;
    const left: Writable<Fact> = { ...whole };
    const right: Writable<Fact> = { ...whole, hash: `z${whole.hash}` };
    for (const field of SPLIT_FIELDS) {
      const [isLeft] = coins.take(1);
      (isLeft ? left : right)[field] = null;
    }
    const split = facts.flatMap((fact) => (fact.hash === whole.hash ? [left, right] : [fact]));
    expectSameOutline(foldProduct(facts), foldProduct(split), split);
  });
});

type Writable<T> = { -readonly [K in keyof T]: T[K] };

const SPLIT_FIELDS = [
  'parentId',
  'originalId',
  'internalSubscriptionId',
  'processorSubscriptionId',
  'leadToken',
  'emailToken',
] as const;

test('a reversal that names known ids touches one purchase only', () => {
  const parts = fc.record({
    history: factLists,
    whichPurchase: fc.nat(),
    whichPayment: fc.nat(),
    kind: fc.constantFrom<Fact['kind']>('refund', 'chargeback'),
    date: fc.constantFrom('2026-03-01 09:00:00', '2026-03-03 10:00:00', AFTER_ALL, null),
    namesParent: fc.boolean(),
    namesSubscription: fc.boolean(),
  });
  let tried = 0;
  holdsFor(0.15, parts, ({ history, whichPurchase, whichPayment, ...how }) => {
    const facts = withoutLoose(history);
    if (looseGroups(facts).length > 0) return;
    const before = foldProduct(facts);
    const target = pick(before.purchases, whichPurchase);
    const payment = pick(target?.events.filter(isPayment) ?? [], whichPayment);
    if (target === undefined || payment === undefined) return;
    const reversal = reverse(payment, how);
    if (reversal === null) return;

    tried += 1;
    const after = foldProduct([...facts, reversal]);
    const touched = after.purchases.filter((purchase) => holds(purchase, reversal.hash));
    const others = after.purchases.filter((purchase) => !touched.includes(purchase));
    const changed = before.purchases.find((purchase) =>
      touched.some((one) => holds(one, purchase.key))
    );
    const othersBefore = before.purchases.filter((purchase) => purchase !== changed);
    const isClear = payment.internalIds.size > 0 && how.namesSubscription;
    if (isClear && changed !== target) fail('it missed', [...facts, reversal], before, after);
    if (touched.length !== 1 || after.unmatched.length > 0 || !areSame(others, othersBefore)) {
      fail('it touched more than what it names', [...facts, reversal], before, after);
    }
  });
  expect(tried).toBeGreaterThan(100);
});

const isPayment = ({ kind }: LedgerEvent): boolean => kind === 'sale' || kind === 'rebill';

function holds(purchase: Purchase, hash: string): boolean {
  return purchase.events.some((event) => event.facts.some((fact) => fact.hash === hash));
}

function areSame(some: readonly Purchase[], others: readonly Purchase[]): boolean {
  const text = (purchases: readonly Purchase[]): string =>
    JSON.stringify(summarise({ purchases, unmatched: [] }));
  return text(some) === text(others);
}

/** What no id ties to a purchase goes by who else is open, so an ending may rightly change where that belongs. */
function withoutLoose(facts: readonly Fact[]): Fact[] {
  const loose = looseGroups(facts).flatMap((group) => group.flatMap((event) => event.facts));
  return facts.filter((fact) => !loose.some((other) => other.hash === fact.hash));
}

/** A refund or chargeback with a new order id and ids of this payment; null if that would name nothing. */
function reverse(
  payment: LedgerEvent,
  how: Pick<Fact, 'kind' | 'date'> & { namesParent: boolean; namesSubscription: boolean }
): Fact | null {
  const [fact] = payment.facts;
  const first = (ids: ReadonlySet<string>): string | null =>
    how.namesSubscription ? ([...ids].sort()[0] ?? null) : null;
  const ids = {
    parentId: how.namesParent ? payment.orderId : null,
    originalId: first(payment.originalIds),
    internalSubscriptionId: first(payment.internalIds),
    processorSubscriptionId: first(payment.processorIds),
  };
  if (fact === undefined || Object.values(ids).every((id) => id === null)) return null;
  return { ...fact, ...ids, kind: how.kind, date: how.date, orderId: 'R1', hash: `z${fact.hash}` };
}

test('a renewal after everything else makes the purchase that it names active', () => {
  let tried = 0;
  holdsFor(0.1, fc.tuple(factLists, fc.nat()), ([facts, at]) => {
    const before = foldProduct(facts);
    const purchase = pick(before.purchases, at);
    const named = purchase?.lastPayment.facts.find(
      (fact) =>
        fact.internalSubscriptionId !== null ||
        fact.processorSubscriptionId !== null ||
        fact.originalId !== null
    );
    if (named === undefined) return;
    const renewal: Fact = {
      ...named,
      kind: 'rebill',
      date: AFTER_ALL,
      orderId: 'N1',
      parentId: null,
      hash: `z${named.hash}`,
    };
    const after = foldProduct([...facts, renewal]);
    const renewed = after.purchases.find((one) => one.lastPayment.orderId === 'N1');
    if (renewed === undefined) return fail('the renewal was lost', facts, before, after);
    // An ending without a date stands after everything, the renewal too.
    const endsLater = renewed.events.some(
      (event) => event.date === null && !['sale', 'rebill'].includes(event.kind)
    );
    if (endsLater) return;
    tried += 1;
    if (renewed.state.kind !== 'active') fail('still not active', facts, before, after);
  });
  expect(tried).toBeGreaterThan(100);
});

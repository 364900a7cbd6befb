/**
 * What must hold for every history. `npm run test:histories` runs these over hundreds of thousands of them; a failure
 * prints the seed and the smallest history that shows it.
 */
import fc from 'fast-check';
import type { Fact, Ledger, Purchase } from '../../../server/src/core/entitlements/fact';
import { foldFacts } from '../../../server/src/core/entitlements/fold';
import { shuffledWithRepeats } from '../../model/arrivals';
import { factLists, histories } from '../../model/histories';
import { faultsOf } from '../../model/invariants';
import { neighborhoodOf, tokensOf } from '../../model/neighborhood';
import { referenceFold } from '../../model/reference-fold';
import {
  expectSameLedger,
  fail,
  holdsFor,
  pick,
  PROPERTY_TIMEOUT_MS,
} from '../../model/run-property';
import { outline, summarise } from '../../model/summary';

jest.setTimeout(PROPERTY_TIMEOUT_MS);

/** Two ledgers made from unlike facts: same purchases, same events in them, same states. */
function expectSameOutline(before: Ledger, after: Ledger, facts: readonly Fact[]): void {
  const known = new Set(
    [
      ...before.purchases.flatMap((purchase) => purchase.events),
      ...before.unmatched.map(({ event }) => event),
    ].flatMap((event) => event.facts.map((fact) => fact.hash))
  );
  if (outline(after, known) !== outline(before, known)) fail('differs', facts, before, after);
}

test('the fold says what the reference model says', () => {
  holdsFor(0.5, histories, ({ facts, settlements }) => {
    expectSameLedger(foldFacts(facts, settlements), referenceFold(facts, settlements), facts);
  });
});

test('order of arrival and repetition change nothing', () => {
  holdsFor(0.15, fc.tuple(histories, fc.nat()), ([{ facts, settlements }, seed]) => {
    const arrived = shuffledWithRepeats(facts, seed);
    const settled = shuffledWithRepeats(settlements, seed);
    expectSameLedger(foldFacts(arrived, settled), foldFacts(facts, settlements), facts);
  });
});

test('every payment is in one purchase of its own buyer or held, and every state has its cause', () => {
  holdsFor(0.1, histories, ({ facts, settlements }) => {
    const ledger = foldFacts(facts, settlements);
    const faults = faultsOf(ledger, facts, settlements);
    if (faults.length > 0) fail(faults.join('; '), facts, ledger);
  });
});

test('nothing that was read is changed, and nothing is kept for the next reading', () => {
  holdsFor(0.05, fc.tuple(histories, histories), ([one, other]) => {
    for (const fact of [...one.facts, ...other.facts]) Object.freeze(fact);
    Object.freeze(one.facts);
    const before = summarise(foldFacts(one.facts, one.settlements));
    foldFacts(other.facts, other.settlements);
    expect(summarise(foldFacts(one.facts, one.settlements))).toEqual(before);
  });
});

test('what shares no person and no id changes nothing', () => {
  const apart = (fact: Fact): Fact => {
    const other = (id: string | null): string | null => id && `x${id}`;
    return {
      ...fact,
      hash: `x${fact.hash}`,
      orderId: other(fact.orderId),
      parentId: other(fact.parentId),
      originalId: other(fact.originalId),
      internalSubscriptionId: other(fact.internalSubscriptionId),
      processorSubscriptionId: other(fact.processorSubscriptionId),
      leadToken: other(fact.leadToken),
      emailToken: other(fact.emailToken),
    };
  };
  // Two that name neither a person nor an id have that in common, and are one event.
  const namesSomething = (fact: Fact): boolean =>
    [...IDS, ...NAMES, 'orderId' as const].some((field) => fact[field] !== null);
  holdsFor(0.1, fc.tuple(factLists, factLists), ([facts, others]) => {
    const both = [...facts, ...others.filter(namesSomething).map(apart)];
    const before = foldFacts(facts);
    const after = foldFacts(both);
    const isOther = ({ key }: { key: string }): boolean => key.startsWith('x');
    const rest: Ledger = {
      purchases: after.purchases.filter((purchase) => !isOther(purchase)),
      unmatched: after.unmatched.filter(({ event }) => !isOther(event)),
      sharedIds: [],
    };
    expectSameOutline(before, rest, both);
  });
});

/**
 * A subscription that came to a product by a payment that names its buyer by another lead or address, or not at all:
 * whose purchase of that product it is stands only in facts of the other product. A neighborhood spans products through
 * subscription ids and nothing else, so a search that begins with the buyer within that product does not find it.
 */
function cameByAnotherName(facts: readonly Fact[]): boolean {
  return facts.some(
    ({ internalSubscriptionId, productId, leadToken, emailToken }) =>
      internalSubscriptionId !== null &&
      facts.some(
        (other) =>
          other.internalSubscriptionId === internalSubscriptionId &&
          other.productId !== productId &&
          (other.leadToken !== leadToken || other.emailToken !== emailToken)
      )
  );
}

/**
 * An ending that names nobody is found by its ids within its own product. That a subscription of that product had the
 * id before it was changed stands only in facts of the other product, as above.
 */
function isNamedByAnotherProduct(facts: readonly Fact[]): boolean {
  const idsOf = ({ orderId, parentId, originalId, processorSubscriptionId }: Fact) =>
    [orderId, parentId, originalId, processorSubscriptionId].filter((id) => id !== null);
  return facts.some(
    (fact) =>
      tokensOf(fact).length === 0 &&
      facts.some(
        (other) =>
          other.productId !== fact.productId &&
          other.internalSubscriptionId !== null &&
          idsOf(other).some((id) => idsOf(fact).includes(id))
      )
  );
}

test('the facts of one person, and what shares an id with them, say as much about them as all facts', () => {
  let tried = 0;
  holdsFor(0.15, fc.tuple(factLists, fc.nat()), ([facts, at]) => {
    const seed = pick(facts, at);
    if (!seed || tokensOf(seed).length === 0) return;
    // Who is meant by half a name may depend on facts that a search by person and id does not reach.
    if (facts.some((fact) => tokensOf(fact).length === 1)) return;
    if (cameByAnotherName(facts) || isNamedByAnotherProduct(facts)) return;
    tried += 1;
    const near = neighborhoodOf(seed, facts);
    const isTheirs = ({ firstPayment }: Purchase): boolean =>
      tokensOf(firstPayment).some((token) => near.tokens.has(token)) &&
      near.productIds.has(firstPayment.productId);
    const theirs = (ledger: Ledger): Ledger => ({
      purchases: ledger.purchases.filter(isTheirs),
      unmatched: [],
      sharedIds: [],
    });
    const [local, whole] = [theirs(foldFacts(near.facts)), theirs(foldFacts(facts))];
    const told = [local, whole].map((ledger) => JSON.stringify(summarise(ledger)));
    if (told[0] !== told[1]) fail('less is known nearby', facts, local, whole);
  });
  expect(tried).toBeGreaterThan(20);
});

/** A one-time purchase told by the IPN is no subscription; of Outbound nobody knows (RULES, case 15). */
function readsTheSurface(facts: readonly Fact[]): boolean {
  const namesSubscription = (fact: Fact): boolean =>
    fact.internalSubscriptionId !== null || fact.processorSubscriptionId !== null;
  return (
    facts.some((fact) => fact.kind === 'sale') &&
    facts.some((fact) => !['sale', 'rebill'].includes(fact.kind) && namesSubscription(fact))
  );
}

test('all over one surface or all over the other: the same purchases', () => {
  let tried = 0;
  holdsFor(0.1, histories, ({ facts, settlements }) => {
    if (readsTheSurface(facts)) return;
    tried += 1;
    const over = (surface: Fact['surface']): Ledger =>
      foldFacts(
        facts.map((fact) => ({ ...fact, surface })),
        settlements
      );
    expectSameOutline(over('ipn'), over('outbound'), facts);
  });
  expect(tried).toBeGreaterThan(100);
});

/** Of two facts of one event that tell unlike numbers, that of the IPN counts: which surface told what decides. */
function isContradicted(told: Fact, facts: readonly Fact[]): boolean {
  const numbers = ['payNumber', 'paymentsLeft', 'pricePoint', 'trialDays'] as const;
  return facts.some(
    (other) =>
      other.productId === told.productId &&
      other.orderId === told.orderId &&
      numbers.some(
        (field) => told[field] !== null && other[field] !== null && told[field] !== other[field]
      )
  );
}

test('the other surface telling a known event with the same ids adds no purchase and changes no state', () => {
  let tried = 0;
  holdsFor(0.1, fc.tuple(factLists, fc.nat()), ([facts, at]) => {
    const told = pick(facts, at);
    if (told === undefined || readsTheSurface(facts) || isContradicted(told, facts)) return;
    tried += 1;
    const surface = told.surface === 'ipn' ? 'outbound' : 'ipn';
    const echo: Fact = { ...told, surface, hash: `z${told.hash}` };
    expectSameOutline(foldFacts(facts), foldFacts([...facts, echo]), [...facts, echo]);
  });
  expect(tried).toBeGreaterThan(100);
});

test('one webhook with all ids or two with some of them each: the same purchases', () => {
  const parts = fc.tuple(factLists, fc.nat(), fc.infiniteStream(fc.boolean()));
  holdsFor(0.1, parts, ([facts, at, coins]) => {
    const whole = pick(facts, at);
    if (whole === undefined || whole.orderId === null) return;
    // Half a name under an order that strangers share may be any of theirs.
    const isShared = facts.some(
      (other) => other.orderId === whole.orderId && other.hash !== whole.hash
    );
    const left: Writable<Fact> = { ...whole };
    const right: Writable<Fact> = { ...whole, hash: `z${whole.hash}` };
    for (const field of isShared ? IDS : [...IDS, ...NAMES]) {
      const [isLeft] = coins.take(1);
      (isLeft ? left : right)[field] = null;
    }
    const split = facts.flatMap((fact) => (fact.hash === whole.hash ? [left, right] : [fact]));
    expectSameOutline(foldFacts(facts), foldFacts(split), split);
  });
});

type Writable<T> = { -readonly [K in keyof T]: T[K] };

const IDS = [
  'parentId',
  'originalId',
  'internalSubscriptionId',
  'processorSubscriptionId',
] as const;
const NAMES = ['leadToken', 'emailToken'] as const;

/** Who gives access and who takes it (RULES, "Properties"), for every history. */
import fc from 'fast-check';
import type {
  Fact,
  Ledger,
  LedgerEvent,
  Person,
  Purchase,
} from '../../../server/src/core/entitlements/fact';
import { foldFacts } from '../../../server/src/core/entitlements/fold';
import { buildFact, factLists } from '../../model/histories';
import { tokensOf } from '../../model/neighborhood';
import { relate } from '../../model/reference-events';
import { fail, holdsFor, pick, PROPERTY_TIMEOUT_MS } from '../../model/run-property';
import { summarise } from '../../model/summary';

jest.setTimeout(PROPERTY_TIMEOUT_MS);

const isPayment = ({ kind }: Pick<Fact, 'kind'>): boolean => kind === 'sale' || kind === 'rebill';
const isReversal = ({ kind }: Pick<Fact, 'kind'>): boolean =>
  kind === 'refund' || kind === 'chargeback' || kind === 'partial-refund';
const isLive = ({ state }: Purchase): boolean => state.kind !== 'ended';
const holds = (purchase: Purchase, hash: string): boolean =>
  purchase.events.some((event) => event.facts.some((fact) => fact.hash === hash));

const dates = fc.constantFrom(
  '2026-02-28 10:00:00',
  '2026-03-01 10:00:00',
  '2026-03-03 10:00:00',
  '2026-03-04 22:00:00',
  '2027-01-01 10:00:00',
  null
);

/** Renewals that may belong to any of several purchases: quiet ones, and held ones. */
function floatingOf({ purchases, unmatched }: Ledger): LedgerEvent[] {
  const held = unmatched.map(({ event }) => event);
  const quiet = purchases.flatMap(({ events, history }) =>
    history.moments.some((moment) => isPayment(moment) && moment.isQuiet) ? events : []
  );
  return [...held, ...quiet].filter(isPayment);
}

/**
 * Two things are left out. Endings that share a subscription id that no payment they can mean has (a processor's id ties
 * within one product): such an id is learned, so a new ending may say better which purchase the known one meant. And reversals of renewals that may belong to several
 * purchases: they go where the renewal goes, and that is to a purchase that runs, which an ending may change.
 */
function mayMoveAnother(facts: readonly Fact[], ending: Fact): boolean {
  const learned = (
    read: (fact: Fact) => string | null,
    mayMean: (payment: Fact) => boolean
  ): boolean => {
    const id = read(ending);
    return (
      id !== null &&
      facts.some((fact) => !isPayment(fact) && read(fact) === id) &&
      !facts.some((fact) => isPayment(fact) && mayMean(fact) && read(fact) === id)
    );
  };
  const isOfProduct = ({ productId }: Fact): boolean => productId === ending.productId;
  if (
    learned(
      (fact) => fact.internalSubscriptionId,
      () => true
    )
  )
    return true;
  if (learned((fact) => fact.processorSubscriptionId, isOfProduct)) return true;
  const floating = floatingOf(foldFacts(facts)).flatMap(({ orderId }) => orderId ?? []);
  return facts.some(
    (fact) =>
      isReversal(fact) && [fact.parentId, fact.orderId].some((id) => id && floating.includes(id))
  );
}

test('an ending never gives access', () => {
  const parts = fc.record({
    history: factLists,
    from: fc.nat(),
    kind: fc.constantFrom<Fact['kind']>('refund', 'chargeback', 'cancellation', 'cancellation'),
    date: dates,
    parent: fc.constantFrom(null, '10', '11', '20', '21', '91'),
    without: fc.subarray([
      'internalSubscriptionId',
      'processorSubscriptionId',
      'originalId',
      'leadToken',
      'emailToken',
    ] as const),
  });
  let tried = 0;
  holdsFor(0.4, parts, ({ history, from, kind, date, parent, without }) => {
    const like = pick(history, from);
    if (!like) return;
    const nothing = Object.fromEntries(without.map((field) => [field, null]));
    const fields = { ...like, ...nothing, kind, date, parentId: parent, orderId: 'E1' };
    const ending: Fact = { ...fields, hash: `z${like.hash}` };
    if (mayMoveAnother(history, ending)) return;
    tried += 1;
    const [before, after] = [foldFacts(history), foldFacts([...history, ending])];
    for (const purchase of after.purchases) {
      const was = before.purchases.find(({ key }) => key === purchase.key);
      if (!was) fail('an ending made a purchase', [...history, ending], before, after);
      if (isLive(purchase) && !isLive(was))
        fail('an ending gave access', [...history, ending], before, after);
    }
  });
  expect(tried).toBeGreaterThan(500);
});

/** A payment with ids and a person from these facts, under an order of its own or a known one. */
const paymentsLike = fc.record({
  history: factLists,
  from: fc.nat(),
  person: fc.record({
    leadToken: fc.constantFrom('lead-1', 'lead-2', 'lead-9', null),
    emailToken: fc.constantFrom('mail-a', 'mail-b', 'mail-z'),
  }),
  kind: fc.constantFrom<Fact['kind']>('sale', 'rebill'),
  date: dates,
  ownOrder: fc.boolean(),
});

/**
 * One names only a lead and the other only an address: an id alone put them together, and it does so only as long as no
 * one else's purchase has that id (RULES M2). With a second one they are purchases of their own: what they had renewed is
 * not renewed, what named the one is no longer about the other, and a renewal that names nothing may belong to either.
 */
function someAreHeldTogetherByAnId({ purchases }: Ledger, asked = purchases): boolean {
  const paymentsOf = ({ events }: Purchase): Fact[] =>
    events.filter(isPayment).flatMap((event) => event.facts);
  const paid = purchases.map(paymentsOf);
  // The purchases of one subscription are of one buyer, whatever their products.
  const isOfSubscriptionOf = (fact: Fact, other: Fact): boolean =>
    fact.internalSubscriptionId !== null &&
    fact.internalSubscriptionId === other.internalSubscriptionId;
  return asked.map(paymentsOf).some((own) =>
    own.some((fact) => {
      const along = paid.flat().filter((other) => isOfSubscriptionOf(fact, other));
      return [...own, ...along].some((other) => relate(fact, other) === 'unknown');
    })
  );
}

/**
 * Left out: payments of one purchase or subscription that cannot be compared with each other.
 * And buyers who are also a stranger to themselves, one by their lead and one by their e-mail: an equal lead beats an
 * equal e-mail, so what they did may turn out to belong to another purchase.
 */
test('a payment never takes access from a stranger', () => {
  let tried = 0;
  holdsFor(0.4, paymentsLike, ({ history, from, person, kind, date, ownOrder }) => {
    const like = pick(history, from);
    if (!like || history.some((fact) => isPayment(fact) && tokensOf(fact).length === 0)) return;
    const fields = { ...like, ...person, kind, date };
    const payment = buildFact({ ...fields, orderId: ownOrder ? 'N1' : like.orderId });
    // RULES M2 itself reads an ending differently once strangers have its processor's id, or a second buyer its subscription.
    const { internalSubscriptionId, processorSubscriptionId } = payment;
    const isNamedByEnding = history.some(
      (fact) =>
        !isPayment(fact) &&
        ((internalSubscriptionId !== null &&
          fact.internalSubscriptionId === internalSubscriptionId) ||
          (processorSubscriptionId !== null &&
            fact.processorSubscriptionId === processorSubscriptionId))
    );
    if (isNamedByEnding) return;
    const all = [...history, payment];
    const [before, after] = [foldFacts(history), foldFacts(all)];
    if (someAreHeldTogetherByAnId(before)) return;
    // Nor may the payment itself take in, by an id alone, what another buyer's purchase was renewed by.
    const itsOwn = after.purchases.filter((purchase) => holds(purchase, payment.hash));
    if (someAreHeldTogetherByAnId(after, itsOwn)) return;
    for (const purchase of before.purchases) {
      const { firstPayment } = purchase;
      if (!isLive(purchase) || relate(firstPayment, payment) !== 'strangers') continue;
      const isSame = (a: Person, b: Person): boolean => relate(a, b).startsWith('same');
      const areBoth = history
        .filter((fact) => isSame(fact, firstPayment))
        .some((fact) =>
          all.some((other) => isSame(fact, other) && relate(other, firstPayment) === 'strangers')
        );
      if (areBoth) continue;
      tried += 1;
      // It may show that two purchases of one buyer are one, and then that one gives the access.
      const now = after.purchases.find((one) => holds(one, firstPayment.key));
      if (!now || !isLive(now) || relate(now.firstPayment, firstPayment) === 'strangers')
        fail('a payment took access from a stranger', all, before, after);
    }
  });
  expect(tried).toBeGreaterThan(500);
});

test('a reversal that names a known payment of its own person touches that purchase and no other', () => {
  const parts = fc.record({
    history: factLists,
    which: fc.nat(),
    kind: fc.constantFrom<Fact['kind']>('refund', 'chargeback'),
    date: dates,
    byParent: fc.boolean(),
  });
  let tried = 0;
  holdsFor(0.3, parts, ({ history, which, kind, date, byParent }) => {
    // Only what was paid: what an unnamed ending means may change with who is still running.
    const paid = history.filter(isPayment);
    const before = foldFacts(paid);
    const floating = floatingOf(before);
    const payments = before.purchases.flatMap((purchase) =>
      purchase.events
        .filter((event) => isPayment(event) && event.orderId !== null && !floating.includes(event))
        .map((event) => ({ purchase, event }))
    );
    const named = pick(payments, which);
    const { leadToken = null, emailToken = null } = named?.purchase.firstPayment ?? {};
    if (!named || (leadToken === null && emailToken === null)) return;
    const { orderId, productId } = named.event;
    const same = payments.filter(
      ({ event, purchase }) =>
        event.orderId === orderId &&
        event.productId === productId &&
        purchase !== named.purchase &&
        relate(purchase.firstPayment, named.purchase.firstPayment).startsWith('same')
    );
    if (same.length > 0 || floating.length > 0) return;
    tried += 1;
    const reversal = buildFact({
      kind,
      date,
      productId,
      leadToken,
      emailToken,
      ...(byParent ? { parentId: orderId, orderId: 'R1' } : { orderId }),
    });
    const after = foldFacts([...paid, reversal]);
    const touched = after.purchases.filter((purchase) => holds(purchase, reversal.hash));
    const rest = (ledger: Ledger): string => {
      const purchases = ledger.purchases.filter(({ key }) => key !== named.purchase.key);
      return JSON.stringify(summarise({ purchases, unmatched: [], sharedIds: [] }));
    };
    if (touched.length !== 1 || touched[0]?.key !== named.purchase.key)
      fail('it missed what it names', [...paid, reversal], before, after);
    if (rest(before) !== rest(after))
      fail('it touched more than what it names', [...paid, reversal], before, after);
  });
  expect(tried).toBeGreaterThan(300);
});

test('a renewal after everything else makes the purchase that it names active', () => {
  let tried = 0;
  holdsFor(0.1, fc.tuple(factLists, fc.nat()), ([facts, at]) => {
    const before = foldFacts(facts);
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
      date: '2027-01-01 10:00:00',
      orderId: 'N1',
      parentId: null,
      hash: `z${named.hash}`,
    };
    const after = foldFacts([...facts, renewal]);
    const renewed = after.purchases.find((one) => holds(one, renewal.hash));
    if (renewed === undefined) return fail('the renewal was lost', facts, before, after);
    // An ending without a date stands after everything, the renewal too.
    if (renewed.events.some((event) => event.date === null && !isPayment(event))) return;
    tried += 1;
    if (!['active', 'completed'].includes(renewed.state.kind))
      fail('still not active', [...facts, renewal], before, after);
  });
  expect(tried).toBeGreaterThan(100);
});

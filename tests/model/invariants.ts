/** What is true of every ledger, whatever the history; told as sentences about what is wrong. */
import type {
  EndReason,
  Fact,
  Ledger,
  LedgerEvent,
  Person,
  Purchase,
  Settlement,
} from '../../server/src/core/entitlements/fact';

const isPayment = (event: LedgerEvent): boolean => event.kind === 'sale' || event.kind === 'rebill';

const ENDING: Record<EndReason, LedgerEvent['kind']> = {
  cancelled: 'cancellation',
  refunded: 'refund',
  'charged-back': 'chargeback',
};

/** Every fact is somewhere; a payment in one place, anything else in several purchases at most. */
function* faultsOfFacts(ledger: Ledger, facts: readonly Fact[]): Generator<string> {
  const placed = ledger.purchases.flatMap(({ events }) => events);
  const left = ledger.unmatched.map(({ event }) => event);
  const hashesOf = (events: readonly LedgerEvent[]): string[] =>
    events.flatMap((event) => event.facts.map(({ hash }) => hash)).sort();
  const known = [...new Set(facts.map(({ hash }) => hash))].sort();
  const events = [...new Set([...placed, ...left])];
  if (hashesOf(events).join() !== known.join())
    yield 'a fact is missing, invented or in two events';
  if (placed.some((event) => left.includes(event))) yield 'an event is placed and unmatched';
  const payments = placed.filter(isPayment);
  if (new Set(payments).size < payments.length) yield 'a payment is in two purchases';
}

function* faultsOfState({ state, events, lastPayment }: Purchase): Generator<string> {
  if (state.kind === 'past-due') {
    if (state.since.kind !== 'failed') yield 'past due since something that is no failed payment';
    if (events.indexOf(state.since) < events.indexOf(lastPayment))
      yield 'past due before it was paid';
  }
  if (state.kind === 'ended') {
    if (state.by.kind !== ENDING[state.reason]) yield `${state.reason} by a ${state.by.kind}`;
    if (!events.includes(state.by)) yield 'ended by an event of another purchase';
  }
}

/** By a lead or an e-mail; where nothing can be compared, an id decides. */
const areStrangers = (a: Person, b: Person): boolean => {
  const isComparable = (x: string | null, y: string | null): boolean => x !== null && y !== null;
  const leads = isComparable(a.leadToken, b.leadToken);
  const emails = isComparable(a.emailToken, b.emailToken);
  const isSame =
    (leads && a.leadToken === b.leadToken) || (emails && a.emailToken === b.emailToken);
  return (leads || emails) && !isSame;
};

function* faultsOfPurchase(purchase: Purchase): Generator<string> {
  const payments = purchase.events.filter(isPayment);
  const { firstPayment } = purchase;
  const named = payments.filter(
    ({ leadToken, emailToken }) => leadToken !== null || emailToken !== null
  );
  if ((named[0] ?? payments[0]) !== firstPayment) yield 'its first payment is another';
  if (!payments.includes(purchase.lastPayment)) yield 'its last payment is elsewhere';
  if (purchase.key !== firstPayment.key) yield 'its key is not that of its first payment';
  yield* faultsOfState(purchase);
}

/** What only a person may say: that payments of strangers are one purchase. */
function* faultsOfPersons({ firstPayment, events }: Purchase): Generator<string> {
  if (events.some((event) => isPayment(event) && areStrangers(event, firstPayment)))
    yield 'a payment is reported as the renewal of a stranger';
}

export function faultsOf(
  ledger: Ledger,
  facts: readonly Fact[],
  settlements: readonly Settlement[]
): string[] {
  const isSettled = settlements.length > 0;
  // Half a name may have joined while nothing could be compared, and brought others along.
  const hasHalfNames = facts.some(
    ({ leadToken, emailToken }) => (leadToken === null) !== (emailToken === null)
  );
  return [
    ...faultsOfFacts(ledger, facts),
    ...ledger.purchases.flatMap((purchase) => [
      ...faultsOfPurchase(purchase),
      ...(isSettled || hasHalfNames ? [] : faultsOfPersons(purchase)),
    ]),
    ...ledger.unmatched.flatMap(({ event, why }) => {
      if (why === 'set-aside') return isSettled ? [] : ['set aside by no one'];
      // Only a renewal that names nothing may wait for an answer.
      return isPayment(event) && (why !== 'unmatched' || event.kind !== 'rebill')
        ? [`a ${event.kind} is ${why}`]
        : [];
    }),
  ];
}

/** Reference model, part 2: payments that name a Kartra subscription (S) → families of one buyer → lines (RULES M2, M4). */
import type { LedgerEvent } from '../../server/src/core/entitlements/fact';
import {
  compareEvents,
  inOrder,
  isPresent,
  isSamePerson,
  namesSomebody,
  ownOf,
  relate,
  share,
} from './reference-events';

/** What one buyer paid under the same S, whatever the products. */
export interface Family {
  readonly payments: readonly LedgerEvent[];
}

/** The running subscription of that product was changed to another one by this payment. */
export interface Change {
  readonly from: string;
  readonly to: string;
  readonly by: LedgerEvent;
}

/** One subscription through its changes of product. */
export interface Line {
  readonly family: Family;
  product: string;
  readonly payments: LedgerEvent[];
  readonly changes: Change[];
  /** Counts up through all lines of a family: when it began or got its present product. */
  since: number;
}

/** Those that name nobody after all others. */
export function inOrderOfPersons(payments: readonly LedgerEvent[]): LedgerEvent[] {
  const sorted = inOrder(payments);
  return [...sorted.filter(namesSomebody), ...sorted.filter((event) => !namesSomebody(event))];
}

/** The first payment that says whose it is; if none does, the first. */
export function buyerAmong(payments: readonly LedgerEvent[]): LedgerEvent {
  const [first] = inOrderOfPersons(payments);
  if (first === undefined) throw new Error('A purchase has at least one payment.');
  return first;
}

export function internalIdsOf({ payments }: Family): Set<string> {
  return new Set(payments.flatMap((event) => [...event.internalIds]));
}

export function familiesOf(payments: readonly LedgerEvent[]): Family[] {
  let families: Family[] = [];
  const buyerOf = (family: Family): LedgerEvent => buyerAmong(family.payments);
  for (const payment of inOrderOfPersons(
    payments.filter(({ internalIds }) => internalIds.size > 0)
  )) {
    const known = families.filter((family) => share(internalIdsOf(family), payment.internalIds));
    const [earliest, ...further] = ownOf(payment, known, buyerOf);
    const [only] = known;
    if (earliest !== undefined) {
      const joined = [
        earliest,
        ...further.filter((family) => isSamePerson(buyerOf(family), buyerOf(earliest))),
      ];
      const whole = { payments: [...joined.flatMap((family) => family.payments), payment] };
      // The place of the earliest is kept: families stand in the order in which they began.
      families = families
        .map((family) => (family === earliest ? whole : family))
        .filter((family) => !joined.includes(family));
    } else if (
      only !== undefined &&
      known.length === 1 &&
      relate(payment, buyerOf(only)) === 'unknown'
    ) {
      families = families.map((family) =>
        family === only ? { payments: [...only.payments, payment] } : family
      );
    } else families.push({ payments: [payment] });
  }
  return families;
}

const HALF_A_DAY_MS = 12 * 3_600_000;
const msOf = (event: LedgerEvent): number => Date.parse(`${(event.date ?? '').replace(' ', 'T')}Z`);

/** Dated payments of one order, or less than 12 hours after the first of the moment. */
function momentsOf(payments: readonly LedgerEvent[]): LedgerEvent[][] {
  const moments: LedgerEvent[][] = [];
  for (const payment of inOrder(payments)) {
    const current = moments.at(-1);
    const first = current?.[0];
    const isNear = first !== undefined && msOf(payment) - msOf(first) < HALF_A_DAY_MS;
    const sharesOrder =
      payment.orderId !== null && current?.some(({ orderId }) => orderId === payment.orderId);
    if (current && (isNear || sharesOrder)) current.push(payment);
    else moments.push([payment]);
  }
  return moments;
}

const productsOf = (payments: readonly LedgerEvent[]): string[] => [
  ...new Set(payments.map(({ productId }) => productId)),
];

export function linesOf(family: Family): Line[] {
  const lines: Line[] = [];
  let clock = 0;
  const begin = (product: string): Line => {
    const line: Line = { family, product, payments: [], changes: [], since: (clock += 1) };
    lines.push(line);
    return line;
  };
  /** Those with the product now, the latest first. */
  const having = (product: string): Line[] =>
    lines.filter((line) => line.product === product).sort((a, b) => b.since - a.since);

  const moments = momentsOf(family.payments.filter(({ date }) => date !== null));
  const werePaidTogether = (one: string, other: string): boolean =>
    moments.some((moment) => [one, other].every((product) => productsOf(moment).includes(product)));

  for (const [at, moment] of moments.entries()) {
    const before = productsOf(moments[at - 1] ?? []);
    const now = productsOf(moment);
    const [missing, ...moreMissing] = before.filter((product) => !now.includes(product));
    const [fresh, ...moreFresh] = now.filter(
      (product) => !before.includes(product) && having(product).length === 0
    );
    const isSwap =
      missing !== undefined &&
      fresh !== undefined &&
      moreMissing.length + moreFresh.length === 0 &&
      !werePaidTogether(missing, fresh);
    const by = moment.find(({ productId }) => productId === fresh);
    const line = isSwap && by ? ofBuyer(by, having(missing)) : undefined;
    if (line && fresh !== undefined && by) {
      line.changes.push({ from: line.product, to: fresh, by });
      line.product = fresh;
      line.since = clock += 1;
    }
    for (const payment of inOrderOfPersons(moment)) {
      const { productId } = payment;
      (ofBuyer(payment, having(productId)) ?? begin(productId)).payments.push(payment);
    }
  }

  for (const payment of inOrder(family.payments.filter(({ date }) => date === null))) {
    const { productId } = payment;
    const line = ofBuyer(payment, having(productId)) ?? ofBuyer(payment, thatHad(lines, productId));
    (line ?? begin(productId)).payments.push(payment);
  }
  return lines;
}

/** Of these the first whose buyer the payment names; where nothing can be compared, if they are one person's. */
function ofBuyer(payment: LedgerEvent, lines: readonly Line[]): Line | undefined {
  const buyerOf = (line: Line): LedgerEvent => buyerAmong(line.payments);
  // With the payment, each payment of a line is its buyer's, whichever is the first one then.
  const possible = lines.filter(({ payments }) => {
    const whole = [...payments, payment];
    return whole.every((one) => relate(one, buyerAmong(whole)) !== 'strangers');
  });
  const [own] = ownOf(payment, possible, buyerOf);
  const [first] = possible;
  const isOfOne = possible.every(
    (line) => first && relate(buyerOf(line), buyerOf(first)) !== 'strangers'
  );
  return own ?? (isOfOne ? first : undefined);
}

/** The lines that had this product, the last one first. */
function thatHad(lines: readonly Line[], product: string): Line[] {
  const left = (line: Line): LedgerEvent | undefined =>
    line.changes.filter(({ from }) => from === product).at(-1)?.by;
  return lines
    .filter((line) => isPresent(left(line)))
    .sort((a, b) => {
      const [mine, theirs] = [left(a), left(b)];
      return mine && theirs ? compareEvents(theirs, mine) : 0;
    });
}

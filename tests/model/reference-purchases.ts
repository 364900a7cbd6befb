/** Reference model, part 3: payments → purchases. Endings have no say in it (RULES, property 1). */
import type { LedgerEvent, Settlement } from '../../server/src/core/entitlements/fact';
import { compareEvents, inOrder, isSamePerson, ownOf, relate } from './reference-events';
import type { Change, Family } from './reference-lines';
import { buyerAmong, familiesOf, inOrderOfPersons, linesOf } from './reference-lines';

/** A purchase as its payments make it. */
export interface Bought {
  readonly payments: readonly LedgerEvent[];
  /** Empty where no payment names an S; several only by a person's settlement. */
  readonly families: readonly Family[];
  /** The product it has now. */
  readonly product: string;
  readonly changes: readonly Change[];
}

/** Its first payment, as far as persons are concerned: the first that names somebody. */
export const buyerOf = ({ payments }: Bought): LedgerEvent => buyerAmong(payments);

export const compareBegin = (a: Bought, b: Bought): number => compareEvents(buyerOf(a), buyerOf(b));

export const hadProduct = (bought: Bought, product: string): boolean =>
  bought.payments.some(({ productId }) => productId === product);

export const beganBefore = (bought: Bought, moment: LedgerEvent): boolean =>
  compareEvents(buyerOf(bought), moment) < 0;

export function typeOf({ payments }: Bought): 'one-time' | 'subscription' {
  return payments.some((event) => event.kind === 'rebill' || namesSubscription(event))
    ? 'subscription'
    : 'one-time';
}

function namesSubscription(event: LedgerEvent): boolean {
  return event.internalIds.size > 0 || event.processorIds.size > 0 || event.originalIds.size > 0;
}

const isProven = ({ payments }: Bought): boolean =>
  payments.some((event) => event.kind === 'sale' || namesSubscription(event));

const bought = (payment: LedgerEvent): Bought => ({
  payments: [payment],
  families: [],
  product: payment.productId,
  changes: [],
});

const lastOf = ({ payments }: Bought): LedgerEvent =>
  inOrder(payments).at(-1) ?? buyerAmong(payments);

/** Purchases that grow and become one; each is looked up by a payment that it holds. */
class Purchases {
  list: Bought[];

  constructor(start: readonly Bought[]) {
    this.list = [...start];
  }

  of(payment: LedgerEvent): Bought | undefined {
    return this.list.find(({ payments }) => payments.includes(payment));
  }

  add(purchase: Bought): void {
    this.list.push(purchase);
  }

  /** The product is that of a line of an S, else that of the part with the latest payment. */
  join(a: Bought, b: Bought): Bought {
    if (a === b) return a;
    const isLine = ({ families }: Bought): boolean => families.length > 0;
    const newer = compareEvents(lastOf(a), lastOf(b)) > 0 ? a : b;
    const whole = {
      payments: inOrder([...a.payments, ...b.payments]),
      families: [...new Set([...a.families, ...b.families])],
      product: (isLine(a) === isLine(b) ? newer : isLine(a) ? a : b).product,
      changes: [...a.changes, ...b.changes].sort((one, other) => compareEvents(one.by, other.by)),
    };
    this.list = [...this.list.filter((other) => other !== a && other !== b), whole];
    return whole;
  }
}

function tokensOf(payment: LedgerEvent): string[] {
  const orders = [payment.orderId ?? [], ...payment.originalIds, ...payment.parentIds].flat();
  const token = (space: string) => (id: string) => `${payment.productId} ${space} ${id}`;
  return [
    ...[...payment.processorIds].sort().map(token('processor')),
    ...[...new Set(orders)].sort().map(token('order')),
  ];
}

/** Every payment is its own buyer's (RULES, property 4). */
const hasStranger = ({ payments }: Bought, other: Bought): boolean =>
  payments.some((payment) => relate(payment, buyerOf(other)) === 'strangers');

/** Processor's ids and orders tie what no S has tied, for each buyer alone. */
function joinByOtherIds(purchases: Purchases, payments: readonly LedgerEvent[]): void {
  const registered: { token: string; payment: LedgerEvent }[] = [];
  for (const payment of inOrderOfPersons(payments)) {
    const tokens = tokensOf(payment);
    const under = (token: string): Bought[] => [
      ...new Set(
        registered.flatMap((one) => (one.token === token ? (purchases.of(one.payment) ?? []) : []))
      ),
    ];
    const ownUnder = (token: string): Bought[] =>
      ownOf(payment, under(token), buyerOf).sort(compareBegin);

    const own = tokens.flatMap(ownUnder);
    const [unknown] = tokens
      .map(under)
      .filter((found) => found.every((one) => relate(payment, buyerOf(one)) === 'unknown'))
      .filter((found) => found.length === 1)
      .flat();
    let home = purchases.of(payment);
    if (home === undefined) {
      const target = own[0] ?? unknown;
      purchases.add(bought(payment));
      const alone = purchases.of(payment) ?? bought(payment);
      home = target === undefined ? alone : purchases.join(target, alone);
    }
    for (const token of tokens) {
      for (const found of ownUnder(token)) {
        // By now it may have become one with another.
        const further = purchases.of(buyerOf(found)) ?? found;
        const areLines = home.families.length > 0 && further.families.length > 0;
        if (further === home || areLines) continue;
        if (!isSamePerson(buyerOf(home), buyerOf(further))) continue;
        const isFirst = compareBegin(home, further) <= 0;
        const [first, second] = isFirst ? [home, further] : [further, home];
        if (hasStranger(second, first)) continue;
        home = purchases.join(home, further);
      }
    }
    registered.push(...tokens.map((token) => ({ token, payment })));
  }
}

export const holdsFact = (event: LedgerEvent, hash: string): boolean =>
  event.facts.some((fact) => fact.hash === hash);

/** What counts of all that was settled about an event. */
export function settlementOf(
  event: LedgerEvent,
  settlements: readonly Settlement[]
): Settlement | undefined {
  return settlements
    .filter(({ eventHash }) => holdsFact(event, eventHash))
    .sort((a, b) => b.sequence - a.sequence)[0];
}

function joinBySettlements(
  purchases: Purchases,
  payments: readonly LedgerEvent[],
  settlements: readonly Settlement[]
): void {
  for (const payment of payments) {
    const hash = settlementOf(payment, settlements)?.purchaseHash ?? null;
    const target = hash === null ? undefined : payments.find((other) => holdsFact(other, hash));
    const [mine, theirs] = [purchases.of(payment), target && purchases.of(target)];
    if (mine && theirs) purchases.join(mine, theirs);
  }
}

/** A renewal that may belong to any of several purchases. */
export interface Floating {
  readonly renewals: readonly LedgerEvent[];
  readonly pool: readonly Bought[];
}

export interface Paid {
  readonly purchases: readonly Bought[];
  readonly floating: readonly Floating[];
  readonly setAside: readonly LedgerEvent[];
}

export function referencePurchases(
  payments: readonly LedgerEvent[],
  settlements: readonly Settlement[]
): Paid {
  const purchases = new Purchases(
    familiesOf(payments)
      .flatMap(linesOf)
      .map((line) => ({ ...line, families: [line.family] }))
  );
  joinByOtherIds(purchases, payments);
  joinBySettlements(purchases, payments, settlements);
  return placeLooseRenewals(purchases, settlements);
}

function placeLooseRenewals(purchases: Purchases, settlements: readonly Settlement[]): Paid {
  const loose = purchases.list.filter((one) => !isProven(one)).sort(compareBegin);
  const placed = new Purchases(purchases.list.filter(isProven));
  const floating: { renewals: readonly LedgerEvent[]; pool: readonly LedgerEvent[] }[] = [];
  const setAside: LedgerEvent[] = [];
  for (const renewal of loose) {
    const { payments } = renewal;
    if (payments.some((event) => settlementOf(event, settlements)?.purchaseHash === null)) {
      setAside.push(...payments);
      continue;
    }
    const pool = poolOf(renewal, placed.list);
    const [only] = pool;
    if (only === undefined) placed.add(renewal);
    // What names no S changes no product.
    else if (pool.length === 1) placed.join(only, { ...renewal, product: only.product });
    else floating.push({ renewals: payments, pool: pool.map(buyerOf) });
  }
  return {
    purchases: placed.list,
    // By then a purchase of the pool may have got further renewals: it is looked up again.
    floating: floating.map(({ renewals, pool }) => ({
      renewals,
      pool: pool.flatMap((payment) => placed.of(payment) ?? []),
    })),
    setAside,
  };
}

function poolOf(renewal: Bought, purchases: readonly Bought[]): Bought[] {
  const first = buyerOf(renewal);
  const candidates = purchases.filter(
    (one) => hadProduct(one, first.productId) && beganBefore(one, first)
  );
  const own = ownOf(first, candidates, buyerOf);
  const subscriptions = own.filter((one) => typeOf(one) === 'subscription');
  const meant = subscriptions.length > 0 ? subscriptions : own;
  return meant.filter((one) => !hasStranger(renewal, one));
}

import { Draft, rootOf, type Family } from './drafts';
import type { LedgerEvent } from './fact';
import { compareEvents } from './order';
import { isSamePerson, namedFirst, PersonIndex, relationOf, sharesLead } from './persons';

const buyerOf = ({ payments }: Family): LedgerEvent => payments[0];

/**
 * Payments that name a Kartra subscription, by subscription and buyer: what strangers share proves nothing.
 * `payments` are in order, those that name no person last.
 */
export function gatherFamilies(payments: readonly LedgerEvent[]): Family[] {
  const index = new PersonIndex<Family>();
  const families = new Set<Family>();

  for (const payment of payments) {
    const found = ownFamilies(index, payment);
    const [first] = found;
    const known = first ?? loneFamily(index, payment);
    const family = known ?? { internalIds: new Set(), payments: [payment], mergedInto: null };
    if (known) known.payments.push(payment);
    families.add(family);
    for (const other of found.slice(1)) {
      merge(family, other);
      for (const id of other.internalIds) index.add(id, buyerOf(family), family);
    }
    register(family, payment);
  }
  return [...families].filter(({ mergedInto }) => mergedInto === null);

  function register(family: Family, payment: LedgerEvent): void {
    for (const id of payment.internalIds) {
      if (family.internalIds.has(id)) continue;
      family.internalIds.add(id);
      index.add(id, buyerOf(family), family);
    }
  }
}

/** Those of the payment's own person that its ids name, and that are one subscription: the earliest buyer first. */
function ownFamilies(index: PersonIndex<Family>, payment: LedgerEvent): Family[] {
  const isOwn = (family: Family) => isSamePerson(buyerOf(rootOf(family)), payment);
  const found = new Set<Family>();
  for (const id of payment.internalIds) {
    const family = index.first(id, payment, isOwn);
    if (family) found.add(rootOf(family));
  }
  const sorted = [...found].sort((a, b) => compareEvents(buyerOf(a), buyerOf(b)));
  const [earliest] = sorted;
  return sorted.filter((family) => isSamePerson(buyerOf(earliest ?? family), buyerOf(family)));
}

/** Where nothing can be compared, the id decides if only one has it; one that two have is not looked through. */
function loneFamily(index: PersonIndex<Family>, payment: LedgerEvent): Family | undefined {
  let lone: Family | undefined;
  for (const id of payment.internalIds) {
    for (const entry of index.all(id)) {
      const family = rootOf(entry);
      if (lone && family !== lone) return undefined;
      lone = family;
    }
  }
  return lone && relationOf(buyerOf(lone), payment) === 'unknown' ? lone : undefined;
}

function merge(into: Family, other: Family): void {
  into.payments.push(...other.payments);
  for (const id of other.internalIds) into.internalIds.add(id);
  other.mergedInto = into;
}

/** Payments of one order, or less than this apart, are one moment (RULES M4). */
const MOMENT_MS = 12 * 3_600_000;

interface PaidTogether {
  readonly start: number;
  readonly products: Set<string>;
  readonly orderIds: Set<string | null>;
  readonly payments: LedgerEvent[];
}

const epochOf = (date: string): number => Date.parse(`${date.replace(' ', 'T')}Z`);

type Dated = LedgerEvent & { readonly date: string };

function momentsOf(dated: readonly Dated[]): PaidTogether[] {
  const moments: PaidTogether[] = [];
  for (const payment of dated) {
    const at = epochOf(payment.date);
    let current = moments.at(-1);
    const belongs =
      current &&
      (at - current.start < MOMENT_MS ||
        (payment.orderId !== null && current.orderIds.has(payment.orderId)));
    if (!current || !belongs) {
      current = { start: at, products: new Set(), orderIds: new Set(), payments: [] };
      moments.push(current);
    }
    current.products.add(payment.productId);
    current.orderIds.add(payment.orderId);
    current.payments.push(payment);
  }
  return moments;
}

/**
 * The purchases within one subscription (RULES M4). A payment continues the purchase of its product. If exactly one
 * product of the moment before is missing and exactly one is new, the new one replaces it: the same purchase, with
 * another product. Any other new product is a purchase of its own. Its own first payment says whose purchase it is:
 * someone known to the first payment of the subscription may be a stranger to that one, and then buys alone (M2).
 */
export function linesOf(family: Family): Draft[] {
  const payments = [...family.payments].sort(compareEvents);
  const moments = momentsOf(payments.filter((payment): payment is Dated => payment.date !== null));
  const paidTogether = togetherness(moments);
  const lines: Draft[] = [];
  /** The lines that have a product now, and those that had it before. */
  const present = new Lines();
  const former = new Lines();
  const begin = (productId: string): Draft => {
    const line = new Draft(family, productId);
    lines.push(line);
    present.add(productId, line);
    return line;
  };

  moments.forEach((moment, at) => {
    const before = moments[at - 1]?.products ?? new Set<string>();
    const missing = [...before].filter((product) => !moment.products.has(product));
    const fresh = [...moment.products].filter(
      (product) => !before.has(product) && !present.isAny(product)
    );
    const [from, to] = [onlyOf(missing), onlyOf(fresh)];
    if (from !== undefined && to !== undefined) {
      const by = moment.payments.find(({ productId }) => productId === to);
      const line = by && present.of(from, by);
      if (line && by && !paidTogether(from, to)) {
        line.becomes(to, by);
        present.remove(from, line);
        former.add(from, line);
        present.add(to, line);
      }
    }
    for (const payment of namedFirst(moment.payments)) {
      const { productId } = payment;
      (present.of(productId, payment) ?? begin(productId)).pay(payment);
    }
  });
  for (const payment of payments.filter(({ date }) => date === null)) {
    const { productId } = payment;
    const line = present.of(productId, payment) ?? former.of(productId, payment);
    (line ?? begin(productId)).pay(payment);
  }
  return lines;
}

const onlyOf = <Item>(items: readonly Item[]): Item | undefined =>
  items.length === 1 ? items[0] : undefined;

/** Lines by product: one, unless strangers to each other are both known to the first payment of the subscription. */
class Lines {
  private readonly byProduct = new Map<string, Set<Draft>>();

  add(productId: string, line: Draft): void {
    const known = this.byProduct.get(productId) ?? new Set();
    known.delete(line);
    this.byProduct.set(productId, known.add(line));
  }

  remove(productId: string, line: Draft): void {
    this.byProduct.get(productId)?.delete(line);
  }

  isAny(productId: string): boolean {
    return (this.byProduct.get(productId)?.size ?? 0) > 0;
  }

  /** Of the payment's buyer the last one added: an equal lead beats an equal e-mail. Who cannot be compared joins a lone buyer. */
  of(productId: string, payment: LedgerEvent): Draft | undefined {
    const meant = [...(this.byProduct.get(productId) ?? [])]
      .reverse()
      .filter((line) => canBePaidBy(line, payment));
    const [lone, ...others] = meant.map(({ firstPayment }) => firstPayment);
    const isOfSeveral = lone && others.some((other) => relationOf(lone, other) === 'strangers');
    return (
      meant.find(({ firstPayment }) => sharesLead(firstPayment, payment)) ??
      meant.find(({ firstPayment }) => isSamePerson(firstPayment, payment)) ??
      (isOfSeveral ? undefined : meant[0])
    );
  }
}

/** An undated payment comes to be the first one: then no other may be a stranger to it. */
function canBePaidBy(line: Draft, payment: LedgerEvent): boolean {
  if (relationOf(line.firstPayment, payment) === 'strangers') return false;
  return compareEvents(payment, line.firstPayment) > 0 || line.mayBeOf(payment);
}

/** Whether two products were ever paid in one moment. */
function togetherness(moments: readonly PaidTogether[]): (a: string, b: string) => boolean {
  const momentsWith = new Map<string, Set<PaidTogether>>();
  for (const moment of moments) {
    for (const product of moment.products) {
      const list = momentsWith.get(product);
      if (list) list.add(moment);
      else momentsWith.set(product, new Set([moment]));
    }
  }
  const known = new Map<string, boolean>();
  return (a, b) => {
    const key = JSON.stringify([a, b]);
    let answer = known.get(key);
    if (answer === undefined) {
      const [some, others] = [momentsWith.get(a) ?? new Set(), momentsWith.get(b) ?? new Set()];
      const [few, many] = some.size < others.size ? [some, others] : [others, some];
      answer = [...few].some((moment) => many.has(moment));
      known.set(key, answer);
    }
    return answer;
  };
}

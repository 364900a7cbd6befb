import type { LedgerEvent, ProductChange } from './fact';
import type { Moment } from './history';
import { compareEvents } from './order';
import { namesSomeone, relationOf } from './persons';

/** The payments of one Kartra subscription and buyer, of whatever products (RULES M4). */
export interface Family {
  readonly internalIds: Set<string>;
  /** The first one is its buyer's. */
  readonly payments: [LedgerEvent, ...LedgerEvent[]];
  mergedInto: Family | null;
}

export function rootOf<Node extends { mergedInto: Node | null }>(node: Node): Node {
  let root = node;
  while (root.mergedInto) root = root.mergedInto;
  // Shortens the way for the next look.
  let next = node;
  while (next.mergedInto) {
    const { mergedInto } = next;
    next.mergedInto = root;
    next = mergedInto;
  }
  return root;
}

/** The first payment of a new product. */
interface Change {
  readonly from: string;
  readonly to: string;
  readonly by: LedgerEvent;
}

/** A purchase while it is being put together, first from payments alone. */
export class Draft {
  mergedInto: Draft | null = null;
  /** Endings, failures and partial refunds that were placed here. */
  readonly others: LedgerEvent[] = [];
  /** Renewals that count here, and may belong elsewhere. */
  readonly floating: LedgerEvent[] = [];
  /** Products that it ever had, by payments of its own. */
  readonly products = new Set<string>();
  private changedBy: Change[] = [];
  private own: LedgerEvent[] = [];
  private isSorted = true;
  private firstNamed: LedgerEvent | null = null;
  private first: LedgerEvent | null = null;
  private last: LedgerEvent | null = null;

  /** Subscriptions that it is a line of: none where no payment names one, several only by an administrator's word. */
  readonly families: Set<Family>;

  constructor(
    family: Family | null,
    public productId: string
  ) {
    this.families = new Set(family ? [family] : []);
  }

  get isOfSubscription(): boolean {
    return this.families.size > 0;
  }

  get payments(): readonly LedgerEvent[] {
    if (!this.isSorted) {
      this.own.sort(compareEvents);
      this.isSorted = true;
    }
    return this.own;
  }

  /** The first payment that names someone: it says whose purchase this is. */
  get firstPayment(): LedgerEvent {
    const first = this.firstNamed ?? this.first;
    if (!first) throw new Error('A purchase has at least one payment.');
    return first;
  }

  get lastPayment(): LedgerEvent {
    return this.last ?? this.firstPayment;
  }

  pay(payment: LedgerEvent): void {
    const pushed = this.own.at(-1);
    if (pushed && compareEvents(pushed, payment) > 0) this.isSorted = false;
    this.own.push(payment);
    this.products.add(payment.productId);
    this.first = earlier(this.first, payment);
    if (namesSomeone(payment)) this.firstNamed = earlier(this.firstNamed, payment);
    if (!this.last || compareEvents(this.last, payment) < 0) this.last = payment;
  }

  /** No payment is certainly a stranger's: what one has in common with a third proves nothing about a fourth. */
  mayBeOf(buyer: LedgerEvent): boolean {
    return this.own.every((payment) => relationOf(payment, buyer) !== 'strangers');
  }

  /** The product of the running subscription is another one from this payment on. */
  becomes(productId: string, by: LedgerEvent): void {
    this.changedBy.push({ from: this.productId, to: productId, by });
    this.productId = productId;
  }

  /** Oldest first, those of one second in the ledger's order. */
  get changes(): ProductChange[] {
    return this.changedBy.map(({ from, to, by }) => ({ from, to, at: by.date }));
  }

  /** Two purchases turn out to be one. */
  absorb(other: Draft): void {
    const otherIsMain =
      other.isOfSubscription === this.isOfSubscription
        ? compareEvents(other.lastPayment, this.lastPayment) > 0
        : other.isOfSubscription;
    if (otherIsMain) this.productId = other.productId;
    this.changedBy = [...this.changedBy, ...other.changedBy].sort((a, b) =>
      compareEvents(a.by, b.by)
    );
    this.take(other);
  }

  /** A renewal that names no product change brings none. */
  renewBy(renewal: Draft): void {
    this.take(renewal);
  }

  private take(other: Draft): void {
    for (const family of other.families) this.families.add(family);
    for (const payment of other.own) this.pay(payment);
    other.mergedInto = this;
  }

  /** A sale proves a purchase; a renewal does when it names the subscription or first order that it belongs to. */
  get isProven(): boolean {
    return this.own.some((payment) => payment.kind === 'sale' || namesSubscription(payment));
  }

  get type(): 'one-time' | 'subscription' {
    return this.own.some((payment) => payment.kind === 'rebill' || namesSubscription(payment))
      ? 'subscription'
      : 'one-time';
  }

  /** A sale that the IPN reported without any id of a subscription: the IPN names one where there is one (RULES, case 15). */
  get isSurelyOneTime(): boolean {
    return (
      this.type === 'one-time' &&
      this.own.some(({ kind, surfaces }) => kind === 'sale' && surfaces.includes('ipn'))
    );
  }

  /** That of the latest payment of the present product naming one. */
  get pricePoint(): string | null {
    return this.latest((payment) => payment.pricePoint);
  }

  get productName(): string | null {
    return this.latest((payment) => payment.productName);
  }

  private latest(read: (payment: LedgerEvent) => string | null): string | null {
    const payments = this.payments;
    for (let at = payments.length - 1; at >= 0; at -= 1) {
      const payment = payments[at];
      const value = payment && payment.productId === this.productId ? read(payment) : null;
      if (value !== null) return value;
    }
    return null;
  }

  momentOf(event: LedgerEvent, pricePoint: string | null, isQuiet: boolean): Moment {
    const isPresent =
      event.productId === this.productId &&
      (event.pricePoint === null || pricePoint === null || event.pricePoint === pricePoint);
    const moment: Moment = {
      kind: event.kind,
      date: event.date,
      trial: event.trial,
      trialDays: event.trialDays,
      payNumber: event.payNumber,
      paymentsLeft: event.paymentsLeft,
      toldBy: event.surfaces,
      isPresent,
      isQuiet,
    };
    const endsOn = event.kind === 'cancellation' ? endGiven(event) : null;
    return endsOn === null ? moment : { ...moment, endsOn };
  }
}

const earlier = (known: LedgerEvent | null, payment: LedgerEvent): LedgerEvent =>
  known && compareEvents(known, payment) <= 0 ? known : payment;

/** The latest day, should an administrator have been asked about each of two facts of one cancellation. */
function endGiven({ facts }: LedgerEvent): string | null {
  let latest: string | null = null;
  for (const { endsOn } of facts) {
    if (endsOn !== undefined && (latest === null || endsOn > latest)) latest = endsOn;
  }
  return latest;
}

export const namesSubscription = (event: LedgerEvent): boolean =>
  event.internalIds.size > 0 || event.processorIds.size > 0 || event.originalIds.size > 0;

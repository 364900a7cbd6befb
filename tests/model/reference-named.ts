/** Reference model, part 5: where the ids of an ending, failed charge or partial refund put it (RULES M2-M4). */
import type { LedgerEvent, Unmatched } from '../../server/src/core/entitlements/fact';
import { isReversal, ownOf, relate, share } from './reference-events';
import { internalIdsOf } from './reference-lines';
import type { Bought, Floating } from './reference-purchases';
import { buyerOf, compareBegin, hadProduct } from './reference-purchases';

export type Verdict =
  | { readonly kind: 'placed'; readonly purchases: readonly Bought[] }
  /** It takes back a renewal that may belong to several: it goes where that goes. */
  | { readonly kind: 'with-floating'; readonly floating: Floating }
  | { readonly kind: 'held'; readonly why: Unmatched['why'] }
  | { readonly kind: 'unnamed' };

const UNMATCHED: Verdict = { kind: 'held', why: 'unmatched' };
const placed = (purchases: readonly Bought[]): Verdict => ({ kind: 'placed', purchases });

const takesMoneyBack = ({ kind }: LedgerEvent): boolean =>
  isReversal(kind) || kind === 'partial-refund';

export class Ids {
  private readonly near: readonly Bought[];

  constructor(
    private readonly ending: LedgerEvent,
    private readonly all: readonly Bought[],
    private readonly floating: readonly Floating[]
  ) {
    this.near = all.filter((one) => hadProduct(one, ending.productId));
  }

  /** Purchases of the families that carry its S. */
  private get ofSubscription(): Bought[] {
    return this.all.filter(({ families }) =>
      families.some((family) => share(internalIdsOf(family), this.ending.internalIds))
    );
  }

  private get inReach(): Bought[] {
    return this.all.filter((one) => this.near.includes(one) || this.ofSubscription.includes(one));
  }

  private withPayment(isNamed: (payment: LedgerEvent) => boolean): Bought[] {
    return this.inReach.filter(({ payments }) => payments.some(isNamed));
  }

  private withOrder(orders: ReadonlySet<string>): Bought[] {
    return this.withPayment(({ orderId }) => orderId !== null && orders.has(orderId));
  }

  private get ownOrder(): ReadonlySet<string> {
    return new Set(this.ending.orderId === null ? [] : [this.ending.orderId]);
  }

  private floatingWith(orders: ReadonlySet<string>): Floating[] {
    return this.floating.filter(({ renewals }) =>
      renewals.some(
        ({ orderId, productId }) =>
          productId === this.ending.productId && orderId !== null && orders.has(orderId)
      )
    );
  }

  /** The orders that it takes back: its parent, or its own order where the parent says nothing. */
  private get takenBack(): ReadonlySet<string> {
    if (!takesMoneyBack(this.ending)) return new Set();
    const { parentIds } = this.ending;
    const isKnown = this.withOrder(parentIds).length > 0 || this.floatingWith(parentIds).length > 0;
    return isKnown ? parentIds : this.ownOrder;
  }

  private get ofProcessor(): Bought[] {
    return this.near.filter(({ payments }) =>
      payments.some(({ processorIds }) => share(processorIds, this.ending.processorIds))
    );
  }

  /** A processor's id that strangers have, or several who may be anyone, and not this person, is as good as none. */
  get isProcessorIdAbsent(): boolean {
    const named = this.ofProcessor;
    if (this.ownAmong(named).length > 0) return false;
    return named.length > 1 || named.some((one) => this.isTo(one) === 'strangers');
  }

  private get ofOriginal(): Bought[] {
    const { originalIds } = this.ending;
    return this.withPayment(
      (payment) =>
        share(payment.originalIds, originalIds) ||
        (payment.kind === 'sale' && payment.orderId !== null && originalIds.has(payment.orderId))
    );
  }

  private get ofOwnOrder(): Bought[] {
    return takesMoneyBack(this.ending) ? [] : this.withOrder(this.ownOrder);
  }

  private isTo(one: Bought): string {
    return relate(this.ending, buyerOf(one));
  }

  private ownAmong(purchases: readonly Bought[]): Bought[] {
    return ownOf(this.ending, purchases, buyerOf).sort(compareBegin);
  }

  get verdict(): Verdict {
    const own = this.byOwn();
    if (own.kind === 'unnamed' || own.kind === 'placed') {
      const all = new Set([
        ...(own.kind === 'placed' ? own.purchases : []),
        ...this.cancelledByFirstOrder(),
      ]);
      if (all.size > 0) return placed([...all]);
      return this.byOthers();
    }
    return own;
  }

  /** The first kind of id that names a purchase of its person decides. */
  private byOwn(): Verdict {
    const takenBack = this.ownAmong(this.withOrder(this.takenBack));
    if (takenBack.length > 0) return this.byTakenBack(takenBack);
    const [floating] = ownOf(
      this.ending,
      this.floatingWith(this.takenBack),
      ({ renewals: [first] }) => first ?? this.ending
    );
    if (floating) return { kind: 'with-floating', floating };
    const ofSubscription = this.ownAmong(this.ofSubscription);
    if (ofSubscription.length > 0) return placed(this.byProduct(ofSubscription));
    for (const named of [this.ofProcessor, this.ofOriginal, this.ofOwnOrder]) {
      const [earliest] = this.ownAmong(named);
      if (earliest) return placed([earliest]);
    }
    return { kind: 'unnamed' };
  }

  /** The product tells apart what was paid under one order; what is left over, S and R. */
  private byTakenBack(own: readonly Bought[]): Verdict {
    const { ending, takenBack } = this;
    const ofProduct = own.filter(({ payments }) =>
      payments.some(
        ({ orderId, productId }) =>
          productId === ending.productId && orderId !== null && takenBack.has(orderId)
      )
    );
    if (ofProduct.length === 0) return placed(own);
    const narrowed = [this.ofSubscription, this.ofProcessor].reduce<readonly Bought[]>(
      (rest, named) => {
        const both = rest.filter((one) => named.includes(one));
        return rest.length > 1 && both.length > 0 ? both : rest;
      },
      ofProduct
    );
    return narrowed.length === 1 ? placed(narrowed) : UNMATCHED;
  }

  /** Of a subscription what has the product now, else what had it, else all. */
  private byProduct(lines: readonly Bought[]): readonly Bought[] {
    const has = lines.filter(({ product }) => product === this.ending.productId);
    const had = lines.filter((one) => hadProduct(one, this.ending.productId));
    return [has, had, lines].find((some) => some.length > 0) ?? [];
  }

  /** A cancellation also ends what was sold as the order that it gives as the first one. */
  private cancelledByFirstOrder(): Bought[] {
    if (this.ending.kind !== 'cancellation') return [];
    return this.ownAmong(this.ofOriginal).filter((one) => {
      const namesNoSubscription = one.payments.every(({ internalIds }) => internalIds.size === 0);
      const { kind, orderId } = buyerOf(one);
      // An original id is compared with an order only where that order's sale is known.
      const isFirstOrder =
        kind === 'sale' && orderId !== null && this.ending.originalIds.has(orderId);
      return namesNoSubscription && isFirstOrder;
    });
  }

  /** No purchase of its person is named. */
  private byOthers(): Verdict {
    const lines = this.ofSubscription;
    const kinds = [
      this.withOrder(this.takenBack),
      lines,
      this.isProcessorIdAbsent ? [] : this.ofProcessor,
      this.ofOriginal,
      this.ofOwnOrder,
    ].filter((named) => named.length > 0);
    const families = new Set(
      lines.flatMap((line) =>
        line.families.filter((family) => share(internalIdsOf(family), this.ending.internalIds))
      )
    );
    /** Those of one buyer, or what a person's settlement made one purchase. */
    const isOfOne = families.size === 1 || lines.length === 1;
    // An id of one kind that names something known is not overruled by another one.
    const [named] = kinds;
    if (named === undefined) return { kind: 'unnamed' };
    if (named.every((one) => this.isTo(one) === 'unknown')) {
      // Nothing can be compared: it decides if only one purchase has it.
      if (named === lines && isOfOne) return placed(this.byProduct(lines));
      return named.length === 1 ? placed(named) : UNMATCHED;
    }
    const canLeadsBeCompared =
      this.ending.leadToken !== null && lines.some((line) => buyerOf(line).leadToken !== null);
    if (isOfOne && !canLeadsBeCompared) return placed(this.byProduct(lines));
    return this.ending.kind === 'failed' ? UNMATCHED : { kind: 'held', why: 'conflicting-id' };
  }
}

import { rootOf, type Draft } from './drafts';
import type { LedgerEvent } from './fact';
import { compareEvents, isReversal } from './order';
import { haveLeads, PersonIndex, relationOf } from './persons';

/** What the ids of an ending, a failed charge or a partial refund say about where it belongs (RULES M2, M3, M4). */
export type Named =
  | { readonly kind: 'purchases'; readonly drafts: readonly Draft[] }
  /** A renewal that several purchases may have a claim on. */
  | { readonly kind: 'floating'; readonly renewal: LedgerEvent }
  /** Two purchases of its person have the order that it names. */
  | { readonly kind: 'ambiguous' }
  /** Its ids name purchases of other people only. */
  | { readonly kind: 'conflict' }
  | {
      readonly kind: 'nothing';
      /** Strangers' only: absent. */ readonly ignoresProcessor: boolean;
    };

type Space = 'subscription' | 'processor' | 'original' | 'order';

interface Entry {
  readonly draft: Draft;
  /** Product of the payment that carries the id. */
  readonly productId: string;
}

const scopeOf = (space: Space, id: string): string => `${space}\u0000${id}`;

const isReversing = (event: LedgerEvent): boolean =>
  isReversal(event.kind) || event.kind === 'partial-refund';

/** Looks up purchases by the ids of their payments. */
export class NameBook {
  private readonly index = new PersonIndex<Entry>();
  private readonly floating = new PersonIndex<LedgerEvent>();
  private readonly known = new Map<string, Set<Draft>>();

  constructor(drafts: readonly Draft[], floating: readonly LedgerEvent[]) {
    for (const draft of drafts) {
      for (const family of draft.families) {
        for (const id of rootOf(family).internalIds) {
          this.add('subscription', id, draft, draft.firstPayment);
        }
      }
      for (const payment of draft.payments) this.addPayment(draft, payment);
    }
    for (const renewal of floating) {
      if (renewal.orderId === null) continue;
      this.floating.add(renewal.orderId, renewal, renewal);
    }
  }

  private addPayment(draft: Draft, payment: LedgerEvent): void {
    for (const id of payment.processorIds) this.add('processor', id, draft, payment);
    for (const id of payment.originalIds) this.add('original', id, draft, payment);
    const { orderId, kind } = payment;
    if (orderId === null) return;
    this.add('order', orderId, draft, payment);
    if (kind === 'sale') this.add('original', orderId, draft, payment);
  }

  /** Once for each purchase, and of an order once for each product: a long subscription has one original id. */
  private add(space: Space, id: string, draft: Draft, { productId }: LedgerEvent): void {
    const scope = scopeOf(space, id);
    const key = space === 'order' ? `${scope}\u0000${productId}` : scope;
    const known = this.known.get(key) ?? new Set();
    if (known.has(draft)) return;
    this.known.set(key, known.add(draft));
    this.index.add(scope, draft.firstPayment, { draft, productId });
  }

  /** Purchases of the same person that carry the id, the earliest begun first; only those that the event can mean. */
  private own(space: Space, ids: ReadonlySet<string>, event: LedgerEvent): readonly Entry[] {
    const found = [...ids].flatMap((id) =>
      this.index.of(scopeOf(space, id), event, ({ draft }) => isInReach(draft, event))
    );
    return byLeadFirst(found, event);
  }

  private others(space: Space, ids: ReadonlySet<string>, event: LedgerEvent): Entry[] {
    return [...ids].flatMap((id) =>
      this.index.all(scopeOf(space, id)).filter(({ draft }) => isInReach(draft, event))
    );
  }

  /** Whether any payment that the event can mean has this order, of whomever. */
  private isPaid(ids: ReadonlySet<string>, event: LedgerEvent): boolean {
    return [...ids].some(
      (id) =>
        this.index.all(scopeOf('order', id)).some(({ draft }) => isInReach(draft, event)) ||
        this.floating.all(id).some(({ productId }) => productId === event.productId)
    );
  }

  /** The order that a reversal takes back: its parent, else its own (RULES, property 3). */
  private reversedOrders(event: LedgerEvent): ReadonlySet<string> {
    if (!isReversing(event)) return new Set();
    if (event.parentIds.size > 0 && this.isPaid(event.parentIds, event)) return event.parentIds;
    return new Set(event.orderId === null ? event.parentIds : [event.orderId]);
  }

  name(event: LedgerEvent): Named {
    const reversed = this.reversedOrders(event);
    const byOrder = this.own('order', reversed, event);
    if (byOrder.length > 0) return this.choose(byOrder, event);
    for (const id of reversed) {
      const renewal = this.floating.first(
        id,
        event,
        ({ productId }) => productId === event.productId
      );
      if (renewal) return { kind: 'floating', renewal };
    }

    const named = this.byOtherIds(event);
    const firstOrder = event.kind === 'cancellation' ? this.withFirstOrder(event) : [];
    const drafts = [...new Set([...named, ...firstOrder])];
    if (drafts.length > 0) return { kind: 'purchases', drafts };
    return this.ofOthers(event, reversed);
  }

  /** An order paid for several products: the product decides, else all of the order. */
  private choose(entries: readonly Entry[], event: LedgerEvent): Named {
    const ofProduct = entries.filter(({ productId }) => productId === event.productId);
    if (ofProduct.length === 0) return { kind: 'purchases', drafts: draftsOf(entries) };
    let drafts = draftsOf(ofProduct);
    for (const narrowed of [
      this.own('subscription', event.internalIds, event),
      this.own('processor', event.processorIds, event),
    ]) {
      const both = draftsOf(narrowed).filter((draft) => drafts.includes(draft));
      if (drafts.length > 1 && both.length > 0) drafts = both;
    }
    return drafts.length > 1 ? { kind: 'ambiguous' } : { kind: 'purchases', drafts };
  }

  /** An id of one kind that names something known is not overruled by a later one. */
  private byOtherIds(event: LedgerEvent): Draft[] {
    const bySubscription = draftsOf(this.own('subscription', event.internalIds, event));
    if (bySubscription.length > 0) return linesMeant(bySubscription, event);
    const { kind, orderId } = event;
    const ownOrder =
      orderId !== null && (kind === 'cancellation' || kind === 'failed') ? [orderId] : [];
    for (const entries of [
      this.own('processor', event.processorIds, event),
      this.own('original', event.originalIds, event),
      this.own('order', new Set(ownOrder), event),
    ]) {
      const [earliest] = draftsOf(entries);
      if (earliest) return [earliest];
    }
    return [];
  }

  /** A cancellation also ends its person's purchase without a subscription id whose first order is its original. */
  private withFirstOrder(event: LedgerEvent): Draft[] {
    const { originalIds } = event;
    const found = [
      ...this.own('original', originalIds, event),
      ...this.own('order', originalIds, event),
    ];
    return draftsOf(byLeadFirst(found, event)).filter(
      ({ isOfSubscription, firstPayment: { orderId } }) =>
        !isOfSubscription && orderId !== null && originalIds.has(orderId)
    );
  }

  /** None of its own person's: where nothing can be compared the id decides, strangers' ids prove nothing. */
  private ofOthers(event: LedgerEvent, reversed: ReadonlySet<string>): Named {
    const { kind, orderId } = event;
    const ownOrder = new Set(
      orderId !== null && (kind === 'cancellation' || kind === 'failed') ? [orderId] : []
    );
    const kinds = [
      { space: 'order', entries: this.others('order', reversed, event) },
      { space: 'subscription', entries: this.others('subscription', event.internalIds, event) },
      { space: 'processor', entries: this.others('processor', event.processorIds, event) },
      { space: 'original', entries: this.others('original', event.originalIds, event) },
      { space: 'order', entries: this.others('order', ownOrder, event) },
    ] as const;
    const isStranger = ({ draft }: Entry) => relationOf(draft.firstPayment, event) === 'strangers';
    const ignoresProcessor = kinds.some(
      ({ space, entries }) => space === 'processor' && entries.some(isStranger)
    );
    const first = kinds.find(
      ({ space, entries }) =>
        entries.length > 0 && !(space === 'processor' && entries.some(isStranger))
    );
    if (first && !first.entries.some(isStranger)) {
      const drafts = draftsOf(first.entries);
      const isOne =
        first.space === 'subscription' ? areOneSubscription(drafts, event) : drafts.length === 1;
      return isOne
        ? { kind: 'purchases', drafts: linesMeant(drafts, event) }
        : { kind: 'nothing', ignoresProcessor };
    }
    const lines = draftsOf(kinds[1].entries);
    const cannotCompareLeads = lines.every((line) => !haveLeads(line.firstPayment, event));
    if (areOneSubscription(lines, event) && cannotCompareLeads) {
      return { kind: 'purchases', drafts: linesMeant(lines, event) };
    }
    if (!first) return { kind: 'nothing', ignoresProcessor };
    // A failed charge takes nothing away, so no one has to decide about it.
    return { kind: kind === 'failed' ? 'ambiguous' : 'conflict' };
  }
}

/** An equal lead beats an equal e-mail. */
function byLeadFirst(entries: readonly Entry[], { leadToken }: LedgerEvent): readonly Entry[] {
  const byLead = entries.filter(
    ({ draft }) => leadToken !== null && draft.firstPayment.leadToken === leadToken
  );
  return byLead.length > 0 ? byLead : entries;
}

/** It ever had the product of the event, or the event names its subscription. */
function isInReach(draft: Draft, event: LedgerEvent): boolean {
  if (draft.products.has(event.productId)) return true;
  for (const family of draft.families) {
    const { internalIds } = rootOf(family);
    for (const id of event.internalIds) if (internalIds.has(id)) return true;
  }
  return false;
}

/** The one that has the product now, else the one that had it before, else all of the subscription (RULES M4). */
function linesMeant(lines: readonly Draft[], { productId }: LedgerEvent): Draft[] {
  const now = lines.filter((line) => line.productId === productId);
  if (now.length > 0) return now;
  const before = lines.filter(({ products }) => products.has(productId));
  return before.length > 0 ? before : [...lines];
}

/** The event's subscription is that of one buyer: purchases of one family carry it. */
function areOneSubscription(drafts: readonly Draft[], { internalIds }: LedgerEvent): boolean {
  const families = drafts.flatMap((draft) => [...draft.families].map(rootOf));
  const named = families.filter((family) =>
    [...internalIds].some((id) => family.internalIds.has(id))
  );
  return new Set(named).size === 1;
}

/** Each once, the earliest begun first. */
function draftsOf(entries: readonly Entry[]): Draft[] {
  const drafts = [...new Set(entries.map(({ draft }) => draft))];
  return drafts.length < 2 ? drafts : drafts.sort(byBegin);
}

const byBegin = (a: Draft, b: Draft): number => compareEvents(a.firstPayment, b.firstPayment);

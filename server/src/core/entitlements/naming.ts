import type { Draft } from './drafts';
import type { LedgerEvent } from './fact';
import { IdIndex, sharesLead } from './id-index';
import { isReversal } from './kinds';
import { haveLeads, PersonIndex } from './persons';
import { linesMeant } from './reach';

/** What the ids of an ending, a failed charge or a partial refund say about where it belongs (RULES M2, M3, M4). */
export type Named =
  | { readonly kind: 'purchases'; readonly drafts: readonly Draft[] }
  /** A renewal that several purchases may have a claim on. */
  | { readonly kind: 'floating'; readonly renewal: LedgerEvent }
  /** Several purchases have the id that it names, and nothing tells them apart. */
  | { readonly kind: 'ambiguous' }
  /** Its ids name purchases of other people only. */
  | { readonly kind: 'conflict' }
  | {
      readonly kind: 'nothing';
      /** Others have it, and it does not say who is meant: absent. */
      readonly ignoresProcessor: boolean;
    };

const isReversing = (event: LedgerEvent): boolean =>
  isReversal(event.kind) || event.kind === 'partial-refund';

const namesNothing = (event: LedgerEvent): boolean =>
  event.orderId === null &&
  event.parentIds.size === 0 &&
  event.originalIds.size === 0 &&
  event.internalIds.size === 0 &&
  event.processorIds.size === 0;

const ownOrderOf = ({ kind, orderId }: LedgerEvent): ReadonlySet<string> =>
  new Set(orderId !== null && (kind === 'cancellation' || kind === 'failed') ? [orderId] : []);

/** Reads the ids of endings, failed charges and partial refunds, those that say most first. */
export class NameBook {
  private readonly paid: IdIndex;
  private readonly floating = new PersonIndex<LedgerEvent>();

  /** `drafts` are in the order of their starts. */
  constructor(
    drafts: readonly Draft[],
    floating: readonly LedgerEvent[],
    endings: readonly LedgerEvent[]
  ) {
    this.paid = new IdIndex(drafts, endings);
    for (const renewal of floating) {
      if (renewal.orderId === null) continue;
      this.floating.add(renewal.orderId, renewal, renewal);
    }
  }

  name(event: LedgerEvent): Named {
    if (namesNothing(event)) return { kind: 'nothing', ignoresProcessor: false };
    const reversed = this.reversedOrders(event);
    const first = this.paid.firstOwn('order', reversed, event);
    if (first) return this.choose(reversed, first, event);
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

  /** The order that a reversal takes back: its parent, else its own (RULES, property 3). */
  private reversedOrders(event: LedgerEvent): ReadonlySet<string> {
    if (!isReversing(event)) return new Set();
    if (event.parentIds.size > 0 && this.isPaid(event.parentIds, event)) return event.parentIds;
    return new Set(event.orderId === null ? event.parentIds : [event.orderId]);
  }

  /** Whether any payment that the event can mean has this order, of whomever. */
  private isPaid(orders: ReadonlySet<string>, event: LedgerEvent): boolean {
    if (this.paid.isPaid(orders, event)) return true;
    return [...orders].some((id) =>
      this.floating.all(id).some(({ productId }) => productId === event.productId)
    );
  }

  /**
   * An order paid for several products: the product decides, else all of the order. `first` is the first purchase of
   * its person with the order.
   */
  private choose(orders: ReadonlySet<string>, first: Draft, event: LedgerEvent): Named {
    const hasLead = sharesLead(first, event);
    // What was paid under the order for the event's product is in its reach.
    const isMeant = (draft: Draft) => !hasLead || sharesLead(draft, event);
    const [only, another] = this.paid.firstTwoOfOrder(orders, event, isMeant);
    if (!only) return { kind: 'purchases', drafts: this.paid.own('order', orders, event) };
    if (!another) return { kind: 'purchases', drafts: [only] };

    // Several: the ids of a subscription may tell them apart.
    const isAmong = (draft: Draft) => isMeant(draft) && this.paid.isOfOrder(draft, orders, event);
    const bySubscription = this.paid.linesWith('ever', event).filter(isAmong);
    const [line, otherLine] = bySubscription;
    if (line && !otherLine) return { kind: 'purchases', drafts: [line] };
    const byProcessor = this.paid
      .own('processor', event.processorIds, event)
      .filter((draft) => isAmong(draft) && (!line || bySubscription.includes(draft)));
    return byProcessor.length === 1
      ? { kind: 'purchases', drafts: byProcessor }
      : { kind: 'ambiguous' };
  }

  /** An id of one kind that names something known is not overruled by a later one. */
  private byOtherIds(event: LedgerEvent): Draft[] {
    const lines = this.paid.ownLines(event);
    if (lines.length > 0) return lines;
    const earliest =
      this.paid.firstOwn('processor', event.processorIds, event) ??
      this.paid.firstOwn('original', event.originalIds, event) ??
      this.paid.firstOwn('order', ownOrderOf(event), event);
    return earliest ? [earliest] : [];
  }

  /** A cancellation also ends its person's purchase without a subscription id whose first order is its original. */
  private withFirstOrder(event: LedgerEvent): Draft[] {
    const { originalIds } = event;
    const named = this.paid.firstOwn('original', originalIds, event);
    const hasLead = named !== undefined && sharesLead(named, event);
    return this.paid
      .own('first-order', originalIds, event)
      .filter((draft) => !hasLead || sharesLead(draft, event));
  }

  /** None of its own person's: where nothing can be compared the id decides, strangers' ids prove nothing. */
  private ofOthers(event: LedgerEvent, reversed: ReadonlySet<string>): Named {
    const { paid } = this;
    const byProcessor = paid.others('processor', event.processorIds, event);
    const byOne =
      byProcessor.isAny && !byProcessor.hasStrangers
        ? paid.lone('processor', event.processorIds, event)
        : null;
    const ignoresProcessor = byProcessor.isAny && byOne === null;
    const bySubscription = paid.others('subscription', event.internalIds, event);
    const first = [
      paid.others('order', reversed, event),
      bySubscription,
      ...(byOne ? [byProcessor] : []),
      paid.others('original', event.originalIds, event),
      paid.others('order', ownOrderOf(event), event),
    ].find(({ isAny }) => isAny);
    if (first && !first.hasStrangers) {
      const drafts =
        first === bySubscription
          ? linesMeant(paid.ofOneSubscription(event), event)
          : [paid.lone(first.space, first.ids, event)].filter((draft) => draft !== null);
      // Several have it: whose it is has to be said, or a stranger's payment would make it someone else's ending.
      return drafts.length > 0 ? { kind: 'purchases', drafts } : { kind: 'ambiguous' };
    }
    const lines = bySubscription.isAny ? paid.ofOneSubscription(event) : [];
    if (lines.length > 0 && lines.every((line) => !haveLeads(line.firstPayment, event))) {
      return { kind: 'purchases', drafts: linesMeant(lines, event) };
    }
    if (!first) return { kind: 'nothing', ignoresProcessor };
    // A failed charge takes nothing away, so no one has to decide about it.
    return { kind: event.kind === 'failed' ? 'ambiguous' : 'conflict' };
  }
}

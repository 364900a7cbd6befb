import { rootOf, type Draft, type Family } from './drafts';
import type { LedgerEvent } from './fact';
import { isReversal } from './kinds';
import { haveLeads, namesSomeone, PersonIndex, relationOf } from './persons';
import { compareDrafts } from './purchases';
import { idsNamedBy, isInReach, linesMeant, namesAny } from './reach';

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

type Space = 'subscription' | 'processor' | 'original' | 'order' | 'first-order';

const scopeOf = (space: Space, id: string): string => `${space}\u0000${id}`;

const orderOf = (id: string, productId: string): string =>
  `${scopeOf('order', id)}\u0000${productId}`;

const isReversing = (event: LedgerEvent): boolean =>
  isReversal(event.kind) || event.kind === 'partial-refund';

/**
 * Looks up purchases by the ids of their payments. Thousands of purchases may share an id, of one person or of
 * strangers, and thousands of endings may name it: no look-up goes through all of them where a few say as much.
 */
export class NameBook {
  private readonly index = new PersonIndex<Draft>();
  private readonly floating = new PersonIndex<LedgerEvent>();
  private readonly known = new Map<string, Set<Draft>>();

  private readonly ids: ReadonlySet<string>;

  /**
   * `drafts` are in the order in which they were begun, so what an id names comes in that order too. Of their ids
   * only those are kept that `endings` name.
   */
  constructor(
    drafts: readonly Draft[],
    floating: readonly LedgerEvent[],
    endings: readonly LedgerEvent[]
  ) {
    this.ids = idsNamedBy(endings);
    for (const draft of drafts) {
      const { firstPayment, isOfSubscription } = draft;
      for (const family of draft.families) {
        for (const id of rootOf(family).internalIds) {
          this.add('subscription', id, draft);
        }
      }
      for (const payment of draft.payments) this.addPayment(draft, payment);
      if (!isOfSubscription && firstPayment.orderId !== null) {
        this.add('first-order', firstPayment.orderId, draft);
      }
    }
    for (const renewal of floating) {
      if (renewal.orderId === null) continue;
      this.floating.add(renewal.orderId, renewal, renewal);
    }
  }

  private addPayment(draft: Draft, payment: LedgerEvent): void {
    for (const id of payment.processorIds) this.add('processor', id, draft);
    for (const id of payment.originalIds) this.add('original', id, draft);
    const { orderId, kind, productId } = payment;
    if (orderId === null) return;
    this.add('order', orderId, draft);
    if (this.ids.has(orderId)) this.keep(orderOf(orderId, productId), draft);
    if (kind === 'sale') this.add('original', orderId, draft);
  }

  private add(space: Space, id: string, draft: Draft): void {
    if (this.ids.has(id)) this.keep(scopeOf(space, id), draft);
  }

  /** Once for each purchase: a long subscription has one original id. */
  private keep(scope: string, draft: Draft): void {
    const known = this.known.get(scope) ?? new Set();
    if (known.has(draft)) return;
    this.known.set(scope, known.add(draft));
    this.index.add(scope, draft.firstPayment, draft);
  }

  /** Purchases of the same person that carry the id, the earliest begun first; only those that the event can mean. */
  private own(space: Space, ids: ReadonlySet<string>, event: LedgerEvent): Draft[] {
    const found = [...ids].flatMap((id) =>
      this.index.of(scopeOf(space, id), event, (draft) => isInReach(draft, event))
    );
    return inOrder(byLeadFirst(found, event));
  }

  /** The first of `own`, without a look at the rest. */
  private firstOwn(space: Space, ids: ReadonlySet<string>, event: LedgerEvent): Draft | undefined {
    const found = [...ids].flatMap(
      (id) => this.index.first(scopeOf(space, id), event, (draft) => isInReach(draft, event)) ?? []
    );
    return inOrder(byLeadFirst(found, event))[0];
  }

  /** Whether any payment that the event can mean has this order, of whomever. */
  private isPaid(ids: ReadonlySet<string>, event: LedgerEvent): boolean {
    return [...ids].some(
      (id) =>
        this.index.all(scopeOf('order', id)).some((draft) => isInReach(draft, event)) ||
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
    const first = this.firstOwn('order', reversed, event);
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

  /**
   * An order paid for several products: the product decides, else all of the order. `first` is the first purchase of
   * its person with the order.
   */
  private choose(orders: ReadonlySet<string>, first: Draft, event: LedgerEvent): Named {
    const hasLead = sharesLead(first, event);
    const scopes = [...orders].map((id) => orderOf(id, event.productId));
    const isMeant = (draft: Draft) =>
      isInReach(draft, event) && (!hasLead || sharesLead(draft, event));
    const firstTwo = new Set<Draft>();
    const next = (scope: string) =>
      this.index.first(scope, event, (draft) => isMeant(draft) && !firstTwo.has(draft));
    for (const scope of scopes) {
      for (let found = next(scope); found && firstTwo.size < 2; found = next(scope)) {
        firstTwo.add(found);
      }
    }
    const [only, another] = firstTwo;
    if (!only) return { kind: 'purchases', drafts: this.own('order', orders, event) };
    if (!another) return { kind: 'purchases', drafts: [only] };

    // Several: the ids of a subscription may tell them apart.
    const isAmong = (draft: Draft) =>
      isMeant(draft) && scopes.some((scope) => this.known.get(scope)?.has(draft));
    const bySubscription = this.own('subscription', event.internalIds, event).filter(isAmong);
    const [line, otherLine] = bySubscription;
    if (line && !otherLine) return { kind: 'purchases', drafts: [line] };
    const byProcessor = this.own('processor', event.processorIds, event).filter(
      (draft) => isAmong(draft) && (!line || bySubscription.includes(draft))
    );
    return byProcessor.length === 1
      ? { kind: 'purchases', drafts: byProcessor }
      : { kind: 'ambiguous' };
  }

  /** An id of one kind that names something known is not overruled by a later one. */
  private byOtherIds(event: LedgerEvent): Draft[] {
    const bySubscription = this.own('subscription', event.internalIds, event);
    if (bySubscription.length > 0) return linesMeant(bySubscription, event);
    const earliest =
      this.firstOwn('processor', event.processorIds, event) ??
      this.firstOwn('original', event.originalIds, event) ??
      this.firstOwn('order', ownOrderOf(event), event);
    return earliest ? [earliest] : [];
  }

  /** A cancellation also ends its person's purchase without a subscription id whose first order is its original. */
  private withFirstOrder(event: LedgerEvent): Draft[] {
    const { originalIds } = event;
    const known = [
      this.firstOwn('original', originalIds, event),
      this.firstOwn('order', originalIds, event),
    ];
    const hasLead = known.some((draft) => draft && sharesLead(draft, event));
    return this.own('first-order', originalIds, event).filter(
      (draft) => !hasLead || sharesLead(draft, event)
    );
  }

  /** None of its own person's: where nothing can be compared the id decides, strangers' ids prove nothing. */
  private ofOthers(event: LedgerEvent, reversed: ReadonlySet<string>): Named {
    const kinds = [
      this.others('order', reversed, event),
      this.others('subscription', event.internalIds, event),
      this.others('processor', event.processorIds, event),
      this.others('original', event.originalIds, event),
      this.others('order', ownOrderOf(event), event),
    ] as const;
    const ignoresProcessor = kinds[2].hasStrangers;
    const first = kinds.find(
      ({ space, isAny, hasStrangers }) => isAny && !(space === 'processor' && hasStrangers)
    );
    if (first && !first.hasStrangers) {
      const drafts =
        first.space === 'subscription'
          ? this.ofOneSubscription(event)
          : this.lone(first.space, first.ids, event);
      return drafts.length > 0
        ? { kind: 'purchases', drafts: linesMeant(drafts, event) }
        : { kind: 'nothing', ignoresProcessor };
    }
    const lines = kinds[1].isAny ? this.ofOneSubscription(event) : [];
    if (lines.length > 0 && lines.every((line) => !haveLeads(line.firstPayment, event))) {
      return { kind: 'purchases', drafts: linesMeant(lines, event) };
    }
    if (!first) return { kind: 'nothing', ignoresProcessor };
    // A failed charge takes nothing away, so no one has to decide about it.
    return { kind: event.kind === 'failed' ? 'ambiguous' : 'conflict' };
  }

  /** What purchases of others say that carry one of these ids, and that the event can mean. */
  private others(space: Space, ids: ReadonlySet<string>, event: LedgerEvent) {
    const some = (passes: (draft: Draft) => boolean) =>
      [...ids].some((id) =>
        this.index.all(scopeOf(space, id)).some((draft) => passes(draft) && isInReach(draft, event))
      );
    // None of them is of the same person, so one with whom it can be compared is a stranger.
    const hasStrangers =
      namesSomeone(event) && some((draft) => relationOf(draft.firstPayment, event) !== 'unknown');
    return { space, ids, isAny: hasStrangers || some(() => true), hasStrangers };
  }

  /** The only purchase that carries one of these ids; none if several do. */
  private lone(space: Space, ids: ReadonlySet<string>, event: LedgerEvent): Draft[] {
    let lone: Draft | undefined;
    for (const id of ids) {
      for (const draft of this.index.all(scopeOf(space, id))) {
        if (draft === lone || !isInReach(draft, event)) continue;
        if (lone) return [];
        lone = draft;
      }
    }
    return lone ? [lone] : [];
  }

  /** The purchases of the event's subscription, if it is that of one buyer: then they are of one family. */
  private ofOneSubscription(event: LedgerEvent): Draft[] {
    const { internalIds } = event;
    let family: Family | undefined;
    const drafts: Draft[] = [];
    for (const id of internalIds) {
      for (const draft of this.index.all(scopeOf('subscription', id))) {
        if (!isInReach(draft, event)) continue;
        for (const root of [...draft.families].map(rootOf)) {
          if (root === family || !namesAny(root.internalIds, internalIds)) continue;
          if (family) return [];
          family = root;
        }
        drafts.push(draft);
      }
    }
    return inOrder(drafts);
  }
}

const ownOrderOf = ({ kind, orderId }: LedgerEvent): ReadonlySet<string> =>
  new Set(orderId !== null && (kind === 'cancellation' || kind === 'failed') ? [orderId] : []);

const sharesLead = ({ firstPayment }: Draft, { leadToken }: LedgerEvent): boolean =>
  leadToken !== null && firstPayment.leadToken === leadToken;

/** An equal lead beats an equal e-mail. */
function byLeadFirst(drafts: readonly Draft[], event: LedgerEvent): readonly Draft[] {
  const byLead = drafts.filter((draft) => sharesLead(draft, event));
  return byLead.length > 0 ? byLead : drafts;
}

/** Each once, the earliest begun first. */
function inOrder(drafts: readonly Draft[]): Draft[] {
  return drafts.length < 2 ? [...drafts] : [...new Set(drafts)].sort(compareDrafts);
}

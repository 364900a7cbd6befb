import { rootOf, type Draft, type Family } from './drafts';
import type { LedgerEvent, Person } from './fact';
import { namesSomeone, PersonIndex, relationOf } from './persons';
import { compareDrafts } from './purchases';
import { idsNamedBy, isInReach, namesAny } from './reach';

export type IdSpace = 'subscription' | 'processor' | 'original' | 'order' | 'first-order';

/** What purchases of others say that carry an id of one kind. */
export interface Others {
  readonly space: IdSpace;
  readonly ids: ReadonlySet<string>;
  readonly isAny: boolean;
  /** One of them is certainly another person's. */
  readonly hasStrangers: boolean;
}

const scopeOf = (space: IdSpace, id: string): string => `${space}\u0000${id}`;

const orderScope = (id: string, productId: string): string =>
  `${scopeOf('order', id)}\u0000${productId}`;

/** Lines of a subscription that have the product now, or that ever had it. */
type When = 'now' | 'ever';

const lineScope = (id: string, when: When, productId: string): string =>
  `${scopeOf('subscription', id)}\u0000${when}\u0000${productId}`;

/**
 * Looks up purchases by the ids of their payments. Thousands of purchases may share an id, of one person or of
 * strangers, and thousands of endings may name it: no look-up goes through all of them where a few say as much.
 */
export class IdIndex {
  private readonly index = new PersonIndex<Draft>();
  private readonly known = new Map<string, Set<Draft>>();
  private readonly ids: ReadonlySet<string>;

  /**
   * `drafts` are in the order of their starts, so what an id names comes in that order too. Of their ids
   * only those are kept that `endings` name.
   */
  constructor(drafts: readonly Draft[], endings: readonly LedgerEvent[]) {
    this.ids = idsNamedBy(endings);
    for (const draft of drafts) {
      const { firstPayment, isOfSubscription } = draft;
      for (const family of draft.families) {
        for (const id of rootOf(family).internalIds) this.addLine(id, draft);
      }
      for (const payment of draft.payments) this.addPayment(draft, payment);
      const { kind, orderId } = firstPayment;
      // The order of a renewal is the first of nothing: an original id is compared with orders of known sales only.
      if (!isOfSubscription && kind === 'sale' && orderId !== null) {
        this.add('first-order', orderId, draft);
      }
    }
  }

  private addLine(id: string, draft: Draft): void {
    this.add('subscription', id, draft);
    this.keep(id, lineScope(id, 'now', draft.productId), draft);
    for (const product of draft.products) this.keep(id, lineScope(id, 'ever', product), draft);
  }

  private addPayment(draft: Draft, payment: LedgerEvent): void {
    for (const id of payment.processorIds) this.add('processor', id, draft);
    for (const id of payment.originalIds) this.add('original', id, draft);
    const { orderId, kind, productId } = payment;
    if (orderId === null) return;
    this.add('order', orderId, draft);
    this.keep(orderId, orderScope(orderId, productId), draft);
    if (kind === 'sale') this.add('original', orderId, draft);
  }

  private add(space: IdSpace, id: string, draft: Draft): void {
    this.keep(id, scopeOf(space, id), draft);
  }

  /** Once for each purchase: a long subscription has one original id. */
  private keep(id: string, scope: string, draft: Draft): void {
    if (!this.ids.has(id)) return;
    const known = this.known.get(scope) ?? new Set();
    if (known.has(draft)) return;
    this.known.set(scope, known.add(draft));
    this.index.add(scope, draft.firstPayment, draft);
  }

  /** Purchases of the same person that carry the id, in the order of their starts; only those that the event can mean. */
  own(space: IdSpace, ids: ReadonlySet<string>, event: LedgerEvent): Draft[] {
    const found = [...ids].flatMap((id) =>
      this.index.of(scopeOf(space, id), event, (draft) => isInReach(draft, event))
    );
    return inOrder(byLeadFirst(found, event));
  }

  /** The first of `own`, without a look at the rest. */
  firstOwn(space: IdSpace, ids: ReadonlySet<string>, event: LedgerEvent): Draft | undefined {
    const found = [...ids].flatMap(
      (id) => this.index.first(scopeOf(space, id), event, (draft) => isInReach(draft, event)) ?? []
    );
    return inOrder(byLeadFirst(found, event))[0];
  }

  /**
   * Of its person's subscription the line that has the product of the event now, else the one that had it before, else
   * all of it (RULES M4).
   */
  ownLines(event: LedgerEvent): Draft[] {
    const now = this.linesWith('now', event);
    if (now.length > 0) return now;
    const ever = this.linesWith('ever', event);
    return ever.length > 0 ? ever : this.own('subscription', event.internalIds, event);
  }

  /** Of its person's subscription those with the product of the event, without a look at the rest. */
  linesWith(when: When, event: LedgerEvent): Draft[] {
    const ids = [...event.internalIds];
    const hasLead = ids.some(
      (id) => this.index.byLead(scopeOf('subscription', id), event).length > 0
    );
    const list = hasLead ? 'byLead' : 'byEmail';
    return inOrder(
      ids.flatMap((id) => this.index[list](lineScope(id, when, event.productId), event))
    );
  }

  /** Whether the event can mean a payment with one of these orders, of whomever. */
  isPaid(orders: ReadonlySet<string>, event: LedgerEvent): boolean {
    return [...orders].some((id) =>
      this.index.all(scopeOf('order', id)).some((draft) => isInReach(draft, event))
    );
  }

  /** Whether it has a payment of one of these orders and of the event's product. */
  isOfOrder(draft: Draft, orders: ReadonlySet<string>, { productId }: LedgerEvent): boolean {
    return [...orders].some((id) => this.known.get(orderScope(id, productId))?.has(draft));
  }

  /** Of its person's purchases that pass, with such a payment, two at most. */
  firstTwoOfOrder(
    orders: ReadonlySet<string>,
    event: LedgerEvent,
    passes: (draft: Draft) => boolean
  ): ReadonlySet<Draft> {
    const firstTwo = new Set<Draft>();
    const next = (scope: string) =>
      this.index.first(scope, event, (draft) => passes(draft) && !firstTwo.has(draft));
    for (const id of orders) {
      const scope = orderScope(id, event.productId);
      for (let found = next(scope); found && firstTwo.size < 2; found = next(scope)) {
        firstTwo.add(found);
      }
    }
    return firstTwo;
  }

  /** What purchases that carry one of these ids, and that the event can mean, say where none is of its person. */
  others(space: IdSpace, ids: ReadonlySet<string>, event: LedgerEvent): Others {
    const some = (passes: (draft: Draft) => boolean) =>
      [...ids].some((id) =>
        this.index.all(scopeOf(space, id)).some((draft) => passes(draft) && isInReach(draft, event))
      );
    // None of them is of the same person, so one that it can be compared with is a stranger's.
    const hasStrangers =
      namesSomeone(event) && some((draft) => relationOf(draft.firstPayment, event) !== 'unknown');
    return { space, ids, isAny: hasStrangers || some(() => true), hasStrangers };
  }

  /** The only purchase that carries one of these ids; none if several do. */
  lone(space: IdSpace, ids: ReadonlySet<string>, event: LedgerEvent): Draft | null {
    let lone: Draft | null = null;
    for (const id of ids) {
      for (const draft of this.index.all(scopeOf(space, id))) {
        if (draft === lone || !isInReach(draft, event)) continue;
        if (lone) return null;
        lone = draft;
      }
    }
    return lone;
  }

  /**
   * The purchases of the event's subscription, if it is that of one buyer: then they are of one family. An
   * administrator may have said that several families are one purchase.
   */
  ofOneSubscription(event: LedgerEvent): Draft[] {
    const { internalIds } = event;
    const lone = this.lone('subscription', internalIds, event);
    if (lone) return [lone];
    let family: Family | undefined;
    const drafts: Draft[] = [];
    for (const id of internalIds) {
      for (const draft of this.index.all(scopeOf('subscription', id))) {
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

export const sharesLead = ({ firstPayment }: Draft, { leadToken }: Person): boolean =>
  leadToken !== null && firstPayment.leadToken === leadToken;

/** An equal lead beats an equal e-mail. */
function byLeadFirst(drafts: readonly Draft[], event: LedgerEvent): readonly Draft[] {
  const byLead = drafts.filter((draft) => sharesLead(draft, event));
  return byLead.length > 0 ? byLead : drafts;
}

/** Each once, in the order of their starts. */
function inOrder(drafts: readonly Draft[]): Draft[] {
  return drafts.length < 2 ? [...drafts] : [...new Set(drafts)].sort(compareDrafts);
}

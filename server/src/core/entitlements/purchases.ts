import { Draft, rootOf } from './drafts';
import { gatherFamilies, linesOf } from './families';
import type { LedgerEvent, Settlement } from './fact';
import { compareEvents, isPayment } from './order';
import { isSamePerson, namesSomeone, PersonIndex, relationOf } from './persons';

/** Purchases as payments alone prove them, and the renewals that no id ties to one. */
export interface PaidFor {
  readonly drafts: Draft[];
  /** Groups of renewals that name nothing but their own order, in order of their first payment. */
  readonly loose: Draft[];
  readonly draftOf: ReadonlyMap<LedgerEvent, Draft>;
}

/**
 * Which purchases there are, whose, and of which product: decided by payments alone (RULES, property 1), so that no
 * ending can ever give access. Payments that share an id form one purchase for each buyer.
 */
export function gatherPurchases(
  events: readonly LedgerEvent[],
  settledTo: (event: LedgerEvent) => Settlement | null
): PaidFor {
  const payments = events.filter(({ kind }) => isPayment(kind));
  // A payment that names nobody ties nobody: it joins last, and only a lone purchase.
  const inTurn = [
    ...payments.filter(namesSomeone),
    ...payments.filter((payment) => !namesSomeone(payment)),
  ];
  const draftOf = new Map<LedgerEvent, Draft>();
  for (const family of gatherFamilies(inTurn.filter(({ internalIds }) => internalIds.size > 0))) {
    for (const line of linesOf(family)) {
      for (const payment of line.payments) draftOf.set(payment, line);
    }
  }
  joinByTokens(inTurn, draftOf);
  joinAsSettled(payments, draftOf, settledTo);

  for (const payment of payments) {
    const draft = draftOf.get(payment);
    if (draft) draftOf.set(payment, rootOf(draft));
  }
  const all = [...new Set(draftOf.values())].sort(compareDrafts);
  return {
    drafts: all.filter(({ isProven }) => isProven),
    loose: all.filter(({ isProven }) => !isProven),
    draftOf,
  };
}

export const compareDrafts = (a: Draft, b: Draft): number =>
  compareEvents(a.firstPayment, b.firstPayment);

/** Ids other than the subscription's that tie payments of one product, the stronger ones first. */
function tokensOf(payment: LedgerEvent): string[] {
  const { productId, orderId } = payment;
  const orders = [
    ...payment.originalIds,
    ...payment.parentIds,
    ...(orderId === null ? [] : [orderId]),
  ];
  return [
    ...[...payment.processorIds].sort().map((id) => tokenOf('processor', productId, id)),
    ...[...new Set(orders)].sort().map((id) => tokenOf('order', productId, id)),
  ];
}

const tokenOf = (space: 'processor' | 'order', productId: string, id: string): string =>
  JSON.stringify([space, id, productId]);

function joinByTokens(inTurn: readonly LedgerEvent[], draftOf: Map<LedgerEvent, Draft>): void {
  const index = new PersonIndex<Draft>();
  const tokensOfDraft = new Map<Draft, Set<string>>();
  const register = (draft: Draft, tokens: Iterable<string>): void => {
    const known = tokensOfDraft.get(draft) ?? new Set();
    tokensOfDraft.set(draft, known);
    for (const token of tokens) {
      if (known.has(token)) continue;
      known.add(token);
      index.add(token, draft.firstPayment, draft);
    }
  };

  for (const payment of inTurn) {
    const tokens = tokensOf(payment);
    const isOwn = (draft: Draft) => isSamePerson(rootOf(draft).firstPayment, payment);
    const found = new Set<Draft>();
    for (const token of tokens) {
      const own = index.of(token, payment, isOwn).map(rootOf);
      for (const draft of own.length < 2 ? own : own.sort(compareDrafts)) found.add(draft);
    }
    const line = draftOf.get(payment);
    let draft = line && rootOf(line);
    if (!draft) {
      draft =
        [...found][0] ?? loneDraft(index, tokens, payment) ?? new Draft(null, payment.productId);
      draft.pay(payment);
      draftOf.set(payment, draft);
    }
    for (const other of found) {
      const before: Draft = draft;
      draft = unite(draft, rootOf(other));
      // What was known under the later buyer is now known under the earlier one as well.
      for (const part of [before, other]) {
        if (part !== draft && rootOf(part) === draft) {
          register(draft, tokensOfDraft.get(part) ?? []);
          tokensOfDraft.delete(part);
        }
      }
    }
    register(draft, tokens);
  }
}

/** Two purchases of one buyer that an id shows to be one; two subscriptions never are. */
function unite(draft: Draft, other: Draft): Draft {
  if (draft === other || (draft.isOfSubscription && other.isOfSubscription)) return draft;
  if (!isSamePerson(draft.firstPayment, other.firstPayment)) return draft;
  const [first, second] = compareDrafts(draft, other) <= 0 ? [draft, other] : [other, draft];
  first.absorb(second);
  return first;
}

/** Where nothing can be compared, the id decides if only one has it. */
function loneDraft(
  index: PersonIndex<Draft>,
  tokens: readonly string[],
  payment: LedgerEvent
): Draft | undefined {
  for (const token of tokens) {
    const all = new Set<Draft>();
    for (const draft of index.all(token)) {
      all.add(rootOf(draft));
      if (all.size > 1) break;
    }
    const [draft] = all;
    if (draft && all.size === 1 && relationOf(draft.firstPayment, payment) === 'unknown')
      return draft;
  }
  return undefined;
}

/** An administrator may say that payments are of one purchase, whatever their ids. */
function joinAsSettled(
  payments: readonly LedgerEvent[],
  draftOf: ReadonlyMap<LedgerEvent, Draft>,
  settledTo: (event: LedgerEvent) => Settlement | null
): void {
  const paymentOf = new Map(
    payments.flatMap((payment) => payment.facts.map(({ hash }) => [hash, payment] as const))
  );
  for (const payment of payments) {
    const target = settledTo(payment)?.purchaseHash ?? null;
    const other = target === null ? undefined : paymentOf.get(target);
    const [draft, home] = [draftOf.get(payment), other && draftOf.get(other)];
    if (!draft || !home) continue;
    const [a, b] = [rootOf(draft), rootOf(home)];
    if (a === b) continue;
    const [first, second] = compareDrafts(a, b) <= 0 ? [a, b] : [b, a];
    first.absorb(second);
  }
}

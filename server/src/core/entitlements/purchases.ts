import { Draft, rootOf } from './drafts';
import { gatherFamilies, linesOf } from './families';
import type { LedgerEvent, Settlement } from './fact';
import { compareEvents } from './order';
import { isPayment } from './kinds';
import { isSamePerson, namedFirst, PersonIndex, relationOf } from './persons';

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
  const inTurn = namedFirst(payments);
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
  const { productId, orderId, originalIds, parentIds } = payment;
  const own = orderId === null ? [] : [orderId];
  const orders =
    originalIds.size + parentIds.size === 0 ? own : [...originalIds, ...parentIds, ...own];
  return [
    ...[...payment.processorIds].sort().map((id) => tokenOf('processor', productId, id)),
    ...[...new Set(orders)].sort().map((id) => tokenOf('order', productId, id)),
  ];
}

const tokenOf = (space: 'processor' | 'order', productId: string, id: string): string =>
  `${space}\u0000${productId}\u0000${id}`;

/** Of each payment the tokens that another one has too: no other ties anything. */
function sharedTokensOf(payments: readonly LedgerEvent[]): string[][] {
  const tokens = payments.map(tokensOf);
  const once = new Set<string>();
  const several = new Set<string>();
  for (const token of tokens.flat()) {
    if (once.has(token)) several.add(token);
    else once.add(token);
  }
  return tokens.map((own) => own.filter((token) => several.has(token)));
}

/** Purchases by the tokens of their payments. */
class TokenBook {
  private readonly lines = new PersonIndex<Draft>();
  private readonly others = new PersonIndex<Draft>();
  private readonly tokensOf = new Map<Draft, Set<string>>();

  register(draft: Draft, tokens: Iterable<string>): void {
    const known = this.tokensOf.get(draft) ?? new Set();
    this.tokensOf.set(draft, known);
    for (const token of tokens) {
      if (known.has(token)) continue;
      known.add(token);
      (draft.isOfSubscription ? this.lines : this.others).add(token, draft.firstPayment, draft);
    }
  }

  /** What was known under the later buyer is now known under the earlier one as well. */
  pass(from: Draft, to: Draft): void {
    this.register(to, this.tokensOf.get(from) ?? []);
    this.tokensOf.delete(from);
  }

  /**
   * Purchases of the payment's own person under a token, in the order of their starts. A subscription is never united with
   * another, so the payment of one need not look at thousands of others.
   */
  own(token: string, payment: LedgerEvent, isOfSubscription: boolean): Draft[] {
    const isOwn = (draft: Draft) => isSamePerson(rootOf(draft).firstPayment, payment);
    for (const list of ['byLead', 'byEmail'] as const) {
      const others = this.others[list](token, payment).filter(isOwn);
      const lines = this.lines[list](token, payment);
      if (others.length === 0 && !lines.some(isOwn)) continue;
      const own = isOfSubscription ? others : [...others, ...lines.filter(isOwn)];
      return own.length < 2 ? own.map(rootOf) : own.map(rootOf).sort(compareDrafts);
    }
    return [];
  }

  /** Where nothing can be compared, the id decides if only one has it. */
  lone(tokens: readonly string[], payment: LedgerEvent): Draft | undefined {
    for (const token of tokens) {
      const draft = this.loneUnder(token);
      if (draft && relationOf(draft.firstPayment, payment) === 'unknown') return draft;
    }
    return undefined;
  }

  private loneUnder(token: string): Draft | undefined {
    let lone: Draft | undefined;
    for (const index of [this.lines, this.others]) {
      for (const entry of index.all(token)) {
        const draft = rootOf(entry);
        if (lone && draft !== lone) return undefined;
        lone = draft;
      }
    }
    return lone;
  }
}

function joinByTokens(inTurn: readonly LedgerEvent[], draftOf: Map<LedgerEvent, Draft>): void {
  const book = new TokenBook();
  const tokensOfEach = sharedTokensOf(inTurn);
  for (const [at, payment] of inTurn.entries()) {
    const tokens = tokensOfEach[at] ?? [];
    const line = draftOf.get(payment);
    const found = new Set(tokens.flatMap((token) => book.own(token, payment, Boolean(line))));
    let draft = line && rootOf(line);
    if (!draft) {
      draft = [...found][0] ?? book.lone(tokens, payment) ?? new Draft(null, payment.productId);
      draft.pay(payment);
      draftOf.set(payment, draft);
    }
    for (const other of found) {
      const before: Draft = draft;
      draft = unite(draft, rootOf(other));
      for (const part of [before, other]) {
        if (part !== draft && rootOf(part) === draft) book.pass(part, draft);
      }
    }
    book.register(draft, tokens);
  }
}

/** Two purchases of one buyer that an id shows to be one; two subscriptions never are. */
function unite(draft: Draft, other: Draft): Draft {
  if (draft === other || (draft.isOfSubscription && other.isOfSubscription)) return draft;
  if (!isSamePerson(draft.firstPayment, other.firstPayment)) return draft;
  const [first, second] = compareDrafts(draft, other) <= 0 ? [draft, other] : [other, draft];
  if (!second.mayBeOf(first.firstPayment)) return draft;
  first.absorb(second);
  return first;
}

/** An administrator may say that payments are of one purchase, whatever their ids. */
function joinAsSettled(
  payments: readonly LedgerEvent[],
  draftOf: ReadonlyMap<LedgerEvent, Draft>,
  settledTo: (event: LedgerEvent) => Settlement | null
): void {
  const settled = payments.flatMap((payment) => {
    const target = settledTo(payment)?.purchaseHash ?? null;
    return target === null ? [] : [{ payment, target }];
  });
  if (settled.length === 0) return;
  const paymentOf = new Map(
    payments.flatMap((payment) => payment.facts.map(({ hash }) => [hash, payment] as const))
  );
  for (const { payment, target } of settled) {
    const other = paymentOf.get(target);
    const [draft, home] = [draftOf.get(payment), other && draftOf.get(other)];
    if (!draft || !home) continue;
    const [a, b] = [rootOf(draft), rootOf(home)];
    if (a === b) continue;
    const [first, second] = compareDrafts(a, b) <= 0 ? [a, b] : [b, a];
    first.absorb(second);
  }
}

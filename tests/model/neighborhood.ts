/**
 * What of all facts is read to decide about one person: their own facts in the products they have to do with, and what
 * shares an id with these. An id leads to strangers, but not further.
 */
import type { Fact } from '../../server/src/core/entitlements/fact';

export interface Neighborhood {
  readonly facts: readonly Fact[];
  /** Leads and e-mails of the person, as far as these facts tie them together. */
  readonly tokens: ReadonlySet<string>;
  /** Products the person has to do with. Of a product that only a stranger's fact names, not everything is read. */
  readonly productIds: ReadonlySet<string>;
}

export const tokensOf = ({ leadToken, emailToken }: Pick<Fact, 'leadToken' | 'emailToken'>) =>
  [leadToken && `lead ${leadToken}`, emailToken && `email ${emailToken}`].filter(
    (token) => token !== null
  );

const ordersOf = ({ orderId, parentId, originalId }: Fact): string[] =>
  [orderId, parentId, originalId].filter((id) => id !== null);

export function neighborhoodOf(seed: Fact, facts: readonly Fact[]): Neighborhood {
  const inside = new Set<Fact>([seed]);
  for (let grown = true; grown; ) {
    const before = inside.size;
    const own = [...inside];
    const tokens = own.flatMap(tokensOf);
    const subscriptions = own.flatMap((fact) => fact.internalSubscriptionId ?? []);
    const products = own.map(({ productId }) => productId);
    for (const fact of facts) {
      const isOwn =
        products.includes(fact.productId) && tokensOf(fact).some((token) => tokens.includes(token));
      const bySubscription =
        fact.internalSubscriptionId !== null && subscriptions.includes(fact.internalSubscriptionId);
      const isOwnBySubscription =
        bySubscription &&
        (fact.leadToken === null || tokensOf(fact).some((token) => tokens.includes(token)));
      const isNobodys = tokensOf(fact).length === 0;
      if (isOwn || isOwnBySubscription) inside.add(fact);
      if (isNobodys && own.some((other) => shareId(other, fact))) inside.add(fact);
    }
    grown = inside.size > before;
  }
  const own = [...inside];
  return {
    facts: facts.filter((fact) => inside.has(fact) || own.some((other) => shareId(other, fact))),
    tokens: new Set(own.flatMap(tokensOf)),
    productIds: new Set(own.map(({ productId }) => productId)),
  };
}

function shareId(a: Fact, b: Fact): boolean {
  const isEqual = (one: string | null, other: string | null): boolean =>
    one !== null && one === other;
  if (isEqual(a.internalSubscriptionId, b.internalSubscriptionId)) return true;
  if (a.productId !== b.productId) return false;
  return (
    isEqual(a.processorSubscriptionId, b.processorSubscriptionId) ||
    ordersOf(a).some((id) => ordersOf(b).includes(id))
  );
}

import { buildSubscriptionSale, later, outbound, type Transaction } from '../tests/builders/kartra';

export const PRODUCT = '700100';

/** The first payment of a person who never bought before: it makes a member, an account and an entitlement. */
export const saleOfNewBuyer = (): Transaction => buildSubscriptionSale({ productId: PRODUCT });

export const renewalOf = (sale: Transaction): Transaction =>
  later(sale, { type: 'rebill', date: '2026-06-03 14:02:11', payNumber: '2' });

export const bodyOf = (transaction: Transaction): string => JSON.stringify(outbound(transaction));

export const bodyOfNewSale = (): string => bodyOf(saleOfNewBuyer());

/** A body each, until none is left. */
export function eachOf(transactions: readonly Transaction[]): () => string | null {
  const left = transactions[Symbol.iterator]();
  return () => {
    const { value, done } = left.next();
    return done ? null : bodyOf(value);
  };
}

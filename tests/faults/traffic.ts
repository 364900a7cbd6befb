import { buildTransaction, later, outbound, type Transaction } from '../builders/kartra';
import { postWebhook } from '../helpers/kartra';

/** One webhook as its sender saw it: what was sent, and what was answered; null: no answer came. */
export interface Sent {
  readonly transaction: Transaction;
  readonly answer: number | null;
}

/** Everything that was sent in one test. What counts afterwards is this and the database. */
export interface Traffic {
  readonly sent: Sent[];
  /** Sends it and writes down the answer, or that the connection broke. */
  post(address: string, path: string, transaction: Transaction): Promise<void>;
}

export function startTraffic(): Traffic {
  const sent: Sent[] = [];
  return {
    sent,
    async post(address, path, transaction) {
      const answer = await postWebhook(address, path, outbound(transaction)).then(
        ({ status }) => status,
        () => null
      );
      sent.push({ transaction, answer });
    },
  };
}

/** Runs the tasks, so many of them at once, in order. */
export async function runAll(
  tasks: readonly (() => Promise<void>)[],
  atOnce: number
): Promise<void> {
  const waiting = tasks.values();
  const worker = async () => {
    for (const task of waiting) await task();
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/** New buyers, and refunds of what earlier ones were acknowledged to have bought. */
export function mixOf(
  traffic: Traffic,
  productId: string,
  counts: { readonly sales: number; readonly refunds: number }
): Transaction[] {
  const refunded = new Set(
    traffic.sent
      .filter(({ transaction }) => transaction.type === 'refund')
      .map(({ transaction }) => transaction.parentId)
  );
  const refunds = traffic.sent
    .filter(({ transaction: { type, orderId }, answer }) => {
      return type === 'sale' && answer === 200 && !refunded.has(orderId);
    })
    .slice(0, counts.refunds)
    .map(({ transaction }) => later(transaction, { type: 'refund', date: '2026-05-20 10:00:00' }));
  const sales = Array.from({ length: counts.sales }, () => buildTransaction({ productId }));
  return [...sales, ...refunds];
}

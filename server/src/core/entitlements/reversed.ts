import type { LedgerEvent, ProductChange } from './fact';
import { compareEvents } from './order';
import { isReversal } from './kinds';

interface Paid {
  /** In order. */
  readonly payments: readonly LedgerEvent[];
  readonly changes: readonly ProductChange[];
  /** The product it has now. */
  readonly productId: string;
}

/** Which payment of a purchase a reversal takes back, and whether that was of an earlier product (RULES M4). */
export class ReversedPayments {
  private readonly byOrder: ReadonlyMap<string, LedgerEvent>;
  /** The payment that changed the product last; null: it was never changed. */
  private readonly changedAt: LedgerEvent | null;
  private readonly products: ReadonlySet<string>;

  constructor(private readonly paid: Paid) {
    this.byOrder = new Map(
      paid.payments.flatMap((payment) =>
        payment.orderId === null ? [] : [[payment.orderId, payment] as const]
      )
    );
    this.changedAt = lastChange(paid);
    this.products = new Set(this.changedAt ? paid.payments.map(({ productId }) => productId) : []);
  }

  /** The latest payment that a reversal or partial refund names by its parent or own order. */
  namedBy(event: LedgerEvent): LedgerEvent | null {
    if (!isReversal(event.kind) && event.kind !== 'partial-refund') return null;
    const orders = [...event.parentIds, ...(event.orderId === null ? [] : [event.orderId])];
    return orders
      .map((order) => this.byOrder.get(order))
      .filter((payment) => payment !== undefined)
      .reduce<LedgerEvent | null>(
        (latest, next) => (latest && compareEvents(latest, next) >= 0 ? latest : next),
        null
      );
  }

  /**
   * Owners refund the unused rest when they upgrade someone, which is no reason to end what was paid since. A
   * chargeback is never that.
   */
  isOfOldProduct(event: LedgerEvent): boolean {
    const { changedAt } = this;
    if (!changedAt || (event.kind !== 'refund' && event.kind !== 'partial-refund')) return false;
    const named = this.namedBy(event);
    if (named) return compareEvents(named, changedAt) < 0;
    return event.productId !== this.paid.productId && this.products.has(event.productId);
  }
}

function lastChange({ payments, changes }: Paid): LedgerEvent | null {
  const change = changes.at(-1);
  if (!change) return null;
  return (
    payments.find(({ productId, date }) => productId === change.to && date === change.at) ?? null
  );
}

import type { LedgerEvent, ProductChange } from './fact';
import { compareEvents } from './order';
import { isReversal } from './kinds';

interface Paid {
  /** In order. */
  readonly payments: readonly LedgerEvent[];
  readonly changes: readonly ProductChange[];
  /** All that it ever had. */
  readonly products: ReadonlySet<string>;
  /** The product it has now. */
  readonly productId: string;
}

/** Which payment of a purchase a reversal takes back, and whether that was of an earlier product (RULES M4). */
export class ReversedPayments {
  /** The latest payment of each order; null: no reversal has asked yet, and most purchases have none. */
  private byOrder: ReadonlyMap<string, LedgerEvent> | null = null;
  private readonly lastChange: ProductChange | null;

  constructor(private readonly paid: Paid) {
    this.lastChange = paid.changes.at(-1) ?? null;
  }

  /** The latest payment that a reversal or partial refund names by its parent or own order. */
  namedBy(event: LedgerEvent): LedgerEvent | null {
    if (!isReversal(event.kind) && event.kind !== 'partial-refund') return null;
    let latest = event.orderId === null ? null : this.paidUnder(event.orderId);
    for (const order of event.parentIds) {
      const payment = this.paidUnder(order);
      if (payment && (!latest || compareEvents(payment, latest) > 0)) latest = payment;
    }
    return latest;
  }

  private paidUnder(order: string): LedgerEvent | null {
    this.byOrder ??= new Map(
      this.paid.payments.flatMap((payment) =>
        payment.orderId === null ? [] : [[payment.orderId, payment] as const]
      )
    );
    return this.byOrder.get(order) ?? null;
  }

  /**
   * Owners refund the unused rest when they upgrade someone, which is no reason to end what was paid since. A
   * chargeback is never that. Only Kartra's date says that a payment was before the change: what is of the same second
   * was not, whichever of the two the ledger puts first.
   */
  isOfOldProduct(event: LedgerEvent): boolean {
    const { lastChange, paid } = this;
    if (!lastChange || (event.kind !== 'refund' && event.kind !== 'partial-refund')) return false;
    const named = this.namedBy(event);
    if (named) return (named.date ?? '') < (lastChange.at ?? '');
    return event.productId !== paid.productId && paid.products.has(event.productId);
  }
}

import { daysBetween, type Period } from './calendar';
import type { LedgerEvent, Purchase, Settlement } from './fact';
import { isPayment } from './kinds';
import { compareEvents } from './order';
import { usualPeriodOf } from './period';

/** A cancelled purchase, and others that look like its renewals: a person has to say whether they are. */
export interface RenewalQuestion {
  readonly purchase: Purchase;
  /** Oldest first. */
  readonly others: readonly Purchase[];
}

/**
 * Payments without ids are a purchase each, also where they were the renewals of one subscription. A cancellation that
 * names a subscription shows that there was one: its purchase and those of the same product that follow, each about one
 * period after the last, are asked about (RULES M3, case 14). `purchases` are those of one member.
 */
export function likelyRenewals(
  purchases: readonly Purchase[],
  settlements: readonly Settlement[]
): RenewalQuestion[] {
  const declined = new Set(
    settlements
      .filter(({ purchaseHash }) => purchaseHash === null)
      .map(({ eventHash }) => eventHash)
  );
  const isOpen = (purchase: Purchase) =>
    purchase.state.kind !== 'ended' &&
    purchase.firstPayment.facts.every(({ hash }) => !declined.has(hash)) &&
    purchase.events.every(({ kind }) => !isPayment(kind) || kind === 'sale');
  return purchases.flatMap((purchase) => {
    const cancelledAt = dateOfSubscriptionsEnd(purchase);
    if (cancelledAt === null || !isWithoutIds(purchase)) return [];
    const others = purchases
      .filter(({ productId }) => productId === purchase.productId)
      .filter((other) => isOpen(other) && isWithoutIds(other))
      .filter(({ firstPayment: { date } }) => date !== null && date <= cancelledAt)
      .sort((a, b) => compareEvents(a.firstPayment, b.firstPayment));
    const chain = inRhythm(purchase, others);
    return chain.length > 0 ? { purchase, others: chain } : [];
  });
}

function dateOfSubscriptionsEnd({ state }: Purchase): string | null {
  if (state.kind !== 'ended' || state.reason !== 'cancelled') return null;
  return namesSubscription(state.by) ? state.by.date : null;
}

const isWithoutIds = ({ events }: Purchase): boolean =>
  events.every((event) => !isPayment(event.kind) || !namesSubscription(event));

const namesSubscription = ({ internalIds, processorIds }: LedgerEvent): boolean =>
  internalIds.size + processorIds.size > 0;

/** Those that follow one another at the distance of the first. */
function inRhythm(purchase: Purchase, others: readonly Purchase[]): Purchase[] {
  const chain: Purchase[] = [];
  let rhythm: Period | null = null;
  let last = purchase.lastPayment.date;
  for (const other of others) {
    const period = periodBetween(last, other.firstPayment.date);
    if (period === null || (rhythm !== null && period !== rhythm)) continue;
    rhythm = period;
    chain.push(other);
    last = other.lastPayment.date;
  }
  return chain;
}

/** A usual period of about this length; null: there is none, or a date is missing. */
const periodBetween = (from: string | null, to: string | null): Period | null =>
  from === null || to === null ? null : usualPeriodOf(daysBetween(from, to));

import { mappingFor, type MappingRule } from '../access/mappings';
import type { Purchase } from './fact';

/** What one purchase gives now, and why. Derived from the purchase and today's mappings. */
export interface Entitlement {
  readonly purchaseKey: string;
  readonly productId: string;
  readonly productName: string | null;
  readonly pricePoint: string | null;
  readonly type: Purchase['type'];
  readonly state: 'active' | 'past-due' | 'ended';
  readonly reason: string | null;
  readonly roleId: number | null;
  readonly mappingId: number | null;
  readonly orderIds: readonly string[];
  readonly subscriptionId: string | null;
  /** Kartra's own dates. */
  readonly startedAt: string | null;
  readonly lastPaidAt: string | null;
  readonly endedAt: string | null;
}

export const isLiveState = (state: string): boolean => state !== 'ended';

export function entitlementOf(
  purchase: Purchase,
  productId: string,
  mappings: readonly MappingRule[]
): Entitlement {
  const { state, events } = purchase;
  const rule = mappingFor(mappings, productId, purchase.pricePoint);
  const first = <Value>(values: Iterable<Value>): Value | null => {
    for (const value of values) return value;
    return null;
  };
  return {
    purchaseKey: purchase.key,
    productId,
    productName: purchase.productName,
    pricePoint: purchase.pricePoint,
    type: purchase.type,
    state: state.kind,
    reason: state.kind === 'ended' ? state.reason : null,
    roleId: rule?.roleId ?? null,
    mappingId: rule?.id ?? null,
    orderIds: purchase.events.flatMap((event) =>
      event.kind === 'sale' || event.kind === 'rebill' ? (event.orderId ?? []) : []
    ),
    subscriptionId:
      first(events.flatMap((event) => [...event.internalIds])) ??
      first(events.flatMap((event) => [...event.processorIds])),
    startedAt: purchase.firstPayment.date,
    lastPaidAt: purchase.lastPayment.date,
    endedAt: state.kind === 'ended' ? state.by.date : null,
  };
}

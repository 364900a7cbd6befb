import { mappingFor, type MappingRule } from '../rules/mappings';
import { GUIDE_POLICY } from '../rules/policy';
import type { Purchase } from './fact';
import type { History } from './history';
import { termOf, type Term } from './term';

/** What one purchase gives now, and why. Derived from the purchase, today's mappings and the moment. */
export interface Entitlement extends Pick<Term, 'state' | 'reason' | 'endsAt' | 'endedAt'> {
  readonly purchaseKey: string;
  readonly productId: string;
  readonly productName: string | null;
  readonly pricePoint: string | null;
  readonly type: Purchase['type'];
  /** Levels its mapping gives; none when no mapping covers it. */
  readonly roleIds: readonly number[];
  readonly mappingId: number | null;
  readonly orderIds: readonly string[];
  readonly subscriptionId: string | null;
  /** Kartra's own dates. */
  readonly startedAt: string | null;
  readonly lastPaidAt: string | null;
  /** What the purchase went through, for another policy or another moment. */
  readonly history: History;
}

export function entitlementOf(
  purchase: Purchase,
  mappings: readonly MappingRule[],
  now: number
): Entitlement {
  const { history, productId } = purchase;
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
    history,
    ...valueOf({ productId, pricePoint: purchase.pricePoint, history }, mappings, now),
    orderIds: purchase.events.flatMap((event) =>
      event.kind === 'sale' || event.kind === 'rebill' ? (event.orderId ?? []) : []
    ),
    subscriptionId:
      first(purchase.events.flatMap((event) => [...event.internalIds])) ??
      first(purchase.events.flatMap((event) => [...event.processorIds])),
    startedAt: purchase.firstPayment.date,
    lastPaidAt: purchase.lastPayment.date,
  };
}

type Value = Pick<Entitlement, 'roleIds' | 'mappingId' | 'state' | 'reason' | 'endsAt' | 'endedAt'>;

/** The part that mappings and time decide; the rest is the purchase's own. */
export function valueOf(
  { productId, pricePoint, history }: Pick<Entitlement, 'productId' | 'pricePoint' | 'history'>,
  mappings: readonly MappingRule[],
  now: number
): Value {
  const rule = mappingFor(mappings, productId, pricePoint);
  const { state, reason, endsAt, endedAt } = termOf(history, rule ?? GUIDE_POLICY, now);
  return {
    roleIds: rule?.roleIds ?? [],
    mappingId: rule?.id ?? null,
    state,
    reason,
    endsAt,
    endedAt,
  };
}

/** As it was stored when last looked at; `history` is null in a row that an older version wrote. */
interface Stored extends Pick<Entitlement, 'productId' | 'pricePoint' | 'roleIds' | 'mappingId'> {
  readonly history: History | null;
}

/** Entitlements as they are by these mappings and at this moment: both have moved on since they were stored. */
export const entitlementsAt = <Row extends Stored>(
  { mappings }: { readonly mappings: readonly MappingRule[] },
  stored: readonly Row[],
  now: number
): Row[] =>
  stored.map((row) => {
    const { productId, pricePoint, history } = row;
    if (history) return { ...row, ...valueOf({ productId, pricePoint, history }, mappings, now) };
    const rule = mappingFor(mappings, productId, pricePoint);
    return { ...row, roleIds: rule?.roleIds ?? [], mappingId: rule?.id ?? null };
  });

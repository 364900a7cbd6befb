import type { PaymentOutlook } from '../../../../contracts/purchase';
import { mappingFor, type MappingRule } from '../../core/rules/mappings';
import { GUIDE_POLICY } from '../../core/rules/policy';
import { epochOf } from '../../core/entitlements/calendar';
import { NOTHING_EXPECTED, outlookOf, type Outlook } from '../../core/entitlements/outlook';
import type { StoredEntitlement } from '../../repositories/entitlements';
import { isoOrNull } from '../../utils/iso';

/** What the payments of a purchase let expect, by the mapping that covers it. */
export function outlookOfStored(
  { history, productId, pricePoint }: StoredEntitlement,
  mappings: readonly MappingRule[],
  now: number
): Outlook {
  if (history === null) return NOTHING_EXPECTED;
  return outlookOf(history, mappingFor(mappings, productId, pricePoint) ?? GUIDE_POLICY, now);
}

/** The same with ISO dates instead of Kartra's. */
export function showOutlook({ paidUntil, nextPaymentOn, overdueSince }: Outlook): PaymentOutlook {
  const show = (date: string | null) => isoOrNull(date === null ? null : epochOf(date));
  return {
    paidUntil: show(paidUntil),
    nextPaymentAt: show(nextPaymentOn),
    overdueSince: show(overdueSince),
  };
}

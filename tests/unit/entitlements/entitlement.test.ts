/** What one purchase gives now, by the mapping that covers it. */
import type { MappingRule } from '../../../server/src/core/rules/mappings';
import { GUIDE_POLICY } from '../../../server/src/core/rules/policy';
import { epochOf } from '../../../server/src/core/entitlements/calendar';
import { entitlementOf } from '../../../server/src/core/entitlements/entitlement';
import type { Fact } from '../../../server/src/core/entitlements/fact';
import { foldFacts } from '../../../server/src/core/entitlements/fold';
import { day, named } from '../../model/named-facts';

const MAPPING: MappingRule = {
  ...GUIDE_POLICY,
  id: 5,
  productId: 'P',
  pricePoint: null,
  roleIds: [11, 13],
  version: 1,
};
const NOW = epochOf('2026-06-01 10:00:00');

function given(facts: readonly Fact[], mappings: readonly MappingRule[] = [MAPPING]) {
  const [purchase] = foldFacts(facts).purchases;
  if (!purchase) throw new Error('The facts tell of a purchase.');
  return entitlementOf(purchase, mappings, NOW);
}

const SALE = named('SALE', 'sale', {
  orderId: '100',
  internalSubscriptionId: 'S1',
  processorSubscriptionId: 'I-1',
  productName: 'Meal Plan',
  pricePoint: '2',
  date: day(1),
});
const RENEWAL = named('RENEWAL', 'rebill', {
  orderId: '101',
  internalSubscriptionId: 'S1',
  date: day(20),
});
const CANCEL = named('CANCEL', 'cancellation', {
  orderId: '900',
  internalSubscriptionId: 'S1',
  date: day(25),
});

it('has what the purchase is, and what its mapping gives', () => {
  expect(given([SALE, RENEWAL])).toMatchObject({
    purchaseKey: 'SALE',
    productId: 'P',
    productName: 'Meal Plan',
    pricePoint: '2',
    type: 'subscription',
    roleIds: [11, 13],
    mappingId: 5,
    state: 'active',
    reason: null,
    endsAt: null,
    endedAt: null,
    orderIds: ['100', '101'],
    subscriptionId: 'S1',
    startedAt: day(1),
    lastPaidAt: day(20),
  });
});

it('gives nothing without a mapping, and stands as Kartra’s guide says', () => {
  expect(given([SALE, CANCEL], [])).toMatchObject({
    roleIds: [],
    mappingId: null,
    state: 'ended',
    reason: 'cancelled',
    endedAt: day(25),
  });
});

it('stands as the policy of its mapping says', () => {
  const leaving = { ...MAPPING, onCancellation: 'end-of-period' as const, period: 'P1Y' };
  expect(given([SALE, CANCEL], [leaving])).toMatchObject({
    state: 'leaving',
    endsAt: epochOf('2027-03-01 10:00:00'),
  });
});

it('its orders are those of payments, its subscription the processor’s where Kartra names none', () => {
  const once = named('ONCE', 'sale', { orderId: '7', date: day(1) });
  const back = named('BACK', 'refund', { orderId: '8', parentId: '7', date: day(2) });
  expect(given([once, back])).toMatchObject({ orderIds: ['7'], subscriptionId: null });
  const byProcessor = { ...SALE, internalSubscriptionId: null };
  expect(given([byProcessor]).subscriptionId).toBe('I-1');
  expect(given([{ ...byProcessor, orderId: null }]).orderIds).toEqual([]);
});

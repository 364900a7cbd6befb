/** Where an event belongs, found by any of its facts. */
import { foldFacts } from '../../../server/src/core/entitlements/fold';
import { locate } from '../../../server/src/core/entitlements/locate';
import { day, lee, named } from '../../model/named-facts';

const S1 = { internalSubscriptionId: 'S1' };
const sale = named('SALE', 'sale', { ...S1, orderId: '200', date: day(1) });
const bump = named('BUMP', 'sale', { ...S1, orderId: '200', productId: 'Q', date: day(1) });

it('finds an event by each of the facts that tell of it', () => {
  const twin = named('TWIN', 'sale', { ...S1, orderId: '200', surface: 'ipn', date: day(1) });
  const find = locate(foldFacts([sale, twin]));
  expect(find('SALE')?.event.key).toBe('SALE');
  expect(find('SALE')?.event).toBe(find('TWIN')?.event);
  expect(find('SALE')).toMatchObject({ unmatched: null, purchases: [{ productId: 'P' }] });
});

it('finds an ending in every purchase that it ends', () => {
  const ending = named('CANCEL', 'cancellation', { ...S1, productId: 'R', date: day(9) });
  const located = locate(foldFacts([sale, bump, ending]))('CANCEL');
  expect(located?.purchases.map(({ productId }) => productId).sort()).toEqual(['P', 'Q']);
  expect(located?.unmatched).toBeNull();
});

it('finds what belongs to no purchase, and says why', () => {
  const ending = named('CANCEL', 'cancellation', { ...lee, ...S1, date: day(9) });
  const located = locate(foldFacts([sale, ending]))('CANCEL');
  expect(located).toMatchObject({ purchases: [], unmatched: { why: 'conflicting-id' } });
  expect(located?.event.key).toBe('CANCEL');
});

it('finds nothing of a fact that is not there', () => {
  expect(locate(foldFacts([sale]))('OTHER')).toBeNull();
});

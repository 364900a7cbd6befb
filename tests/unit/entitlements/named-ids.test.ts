/** Which purchases of others an event names, and by what: shown where it is held as `conflicting-id` (RULES M2). */
import type { Fact } from '../../../server/src/core/entitlements/fact';
import { foldFacts } from '../../../server/src/core/entitlements/fold';
import { purchasesOfOthersNamedBy } from '../../../server/src/core/entitlements/named-ids';
import { eventOf } from '../../builders/ledger';
import type { FactContent } from '../../model/histories';
import { day, lee, named } from '../../model/named-facts';

const THEIRS = named('THEIRS', 'sale', {
  ...lee,
  orderId: '100',
  originalId: '70',
  internalSubscriptionId: 'S1',
  processorSubscriptionId: 'I-1',
  date: day(1),
});

function told(fields: Partial<FactContent>, kind: Fact['kind'] = 'cancellation', ...more: Fact[]) {
  const ledger = foldFacts([THEIRS, ...more]);
  return purchasesOfOthersNamedBy(ledger, eventOf('END', kind, { date: day(5), ...fields })).map(
    ({ purchase, kind: by, id }) => `${purchase.key} by ${by} ${id}`
  );
}

it.each<[string, Partial<FactContent>, string[]]>([
  ['a parent', { parentId: '100' }, ['THEIRS by parent 100']],
  ['a subscription', { internalSubscriptionId: 'S1' }, ['THEIRS by subscription S1']],
  ['a first order', { originalId: '70' }, ['THEIRS by original 70']],
  ['an order in place of the first', { originalId: '100' }, ['THEIRS by original 100']],
  ['its own order', { orderId: '100' }, ['THEIRS by order 100']],
  [
    'what says most is told first',
    { orderId: '100', originalId: '70', internalSubscriptionId: 'S1', parentId: '100' },
    ['THEIRS by parent 100'],
  ],
  [
    'a subscription before a first order',
    { originalId: '70', internalSubscriptionId: 'S1' },
    ['THEIRS by subscription S1'],
  ],
  ['not a processor’s id, which proves nothing', { processorSubscriptionId: 'I-1' }, []],
  ['not a first order as an order', { orderId: '70' }, []],
  [
    'nothing that is known',
    { orderId: '1', originalId: '2', parentId: '3', internalSubscriptionId: '4' },
    [],
  ],
])('%s', (_rule, fields, expected) => {
  expect(told(fields)).toEqual(expected);
});

it('one’s own purchase is none of others', () => {
  expect(told({ ...lee, internalSubscriptionId: 'S1' })).toEqual([]);
  expect(told({ leadToken: 'lead-lee', internalSubscriptionId: 'S1' })).toEqual([]);
});

it('an ending in a purchase of others lends it no id', () => {
  const ended = named('THEIR-END', 'cancellation', {
    ...lee,
    orderId: '300',
    internalSubscriptionId: 'S1',
    originalId: '301',
    date: day(3),
  });
  expect(told({ orderId: '300' }, 'cancellation', ended)).toEqual([]);
  expect(told({ originalId: '301' }, 'cancellation', ended)).toEqual([]);
});

it('the order of a renewal is no first order, so an original id does not name it', () => {
  const renewed = named('RENEWED', 'rebill', {
    ...lee,
    orderId: '101',
    originalId: '70',
    internalSubscriptionId: 'S1',
    date: day(3),
  });
  expect(told({ originalId: '101' }, 'cancellation', renewed)).toEqual([]);
  expect(told({ parentId: '101' }, 'refund', renewed)).toEqual(['THEIRS by parent 101']);
});

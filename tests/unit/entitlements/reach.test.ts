/** Which purchases an event can mean at all, and which lines of a subscription it means (RULES M3, M4). */
import {
  idsNamedBy,
  isInReach,
  linesMeant,
  namesAny,
} from '../../../server/src/core/entitlements/reach';
import { draftOf, eventOf, lineOf } from '../../builders/ledger';

const pay = (name: string, fields = {}) => eventOf(name, 'sale', { orderId: name, ...fields });
const S1 = { internalSubscriptionId: 'S1' };

it.each([
  [
    'that ever had its product',
    draftOf(pay('A'), pay('B', { productId: 'Q' })),
    { productId: 'Q' },
    true,
  ],
  ['of its subscription, whatever product', lineOf(pay('A', S1)), { productId: 'X', ...S1 }, true],
  ['of another product', draftOf(pay('A')), { productId: 'X', ...S1 }, false],
  [
    'of another product and subscription',
    lineOf(pay('A', S1)),
    { productId: 'X', internalSubscriptionId: 'S2' },
    false,
  ],
  ['of another product, and it names none', lineOf(pay('A', S1)), { productId: 'X' }, false],
])('in reach is a purchase %s', (_rule, draft, fields, is) => {
  expect(isInReach(draft, eventOf('END', 'cancellation', fields))).toBe(is);
});

describe('of the lines of a subscription', () => {
  const changed = lineOf(pay('A', { ...S1, productId: 'Q' }), pay('B', S1));
  changed.productId = 'P';
  const other = lineOf(pay('C', { ...S1, productId: 'X' }));
  const back = lineOf(pay('D', { ...S1, productId: 'Q' }));
  const meant = (productId: string, ...lines: (typeof changed)[]) =>
    linesMeant(lines, eventOf('END', 'cancellation', { productId }));

  it.each([
    ['the one that has the product now', meant('P', changed, other), [changed]],
    ['that one, though another had it', meant('Q', changed, back), [back]],
    ['else the one that had it', meant('Q', changed, other), [changed]],
    ['else all', meant('Y', changed, other), [changed, other]],
  ])('%s', (_rule, lines, expected) => {
    expect(lines).toEqual(expected);
  });
});

it('ids of every kind are named', () => {
  const event = eventOf('END', 'refund', {
    orderId: '1',
    parentId: '2',
    originalId: '3',
    internalSubscriptionId: '4',
    processorSubscriptionId: '5',
  });
  expect([...idsNamedBy([event, eventOf('BARE', 'refund')])].sort()).toEqual([
    '1',
    '2',
    '3',
    '4',
    '5',
  ]);
  expect(namesAny(new Set(['1', '2']), new Set(['2', '3']))).toBe(true);
  expect(namesAny(new Set(['1']), new Set(['2']))).toBe(false);
});

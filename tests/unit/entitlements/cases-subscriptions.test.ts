/**
 * RULES, "Cases": plans that are paid in full, changes of product, and what an ending takes (10 to 13, 16, 19). Every
 * order of arrival, or a few hundred of them; the reference model has to agree.
 */
import type { Fact } from '../../../server/src/core/entitlements/fact';
import { FOLDS, levels, named } from '../../model/named-facts';
import type { FactContent } from '../../model/histories';

const inMonth = (month: number, day = 1): string =>
  `2026-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')} 10:00:00`;

describe.each(FOLDS)('%s: paid in full', (_, told) => {
  const plan = (
    name: string,
    kind: Fact['kind'],
    month: number,
    fields: Partial<FactContent> = {}
  ): Fact =>
    named(name, kind, {
      surface: 'ipn',
      internalSubscriptionId: 'S1',
      orderId: `10${month}`,
      date: inMonth(month),
      ...fields,
    });
  const sale = plan('SALE', 'sale', 1, { payNumber: '1', paymentsLeft: 2 });
  const second = (left: number | null): Fact =>
    plan('SECOND', 'rebill', 2, { payNumber: '2', paymentsLeft: left });
  const third = (left: number | null): Fact =>
    plan('THIRD', 'rebill', 3, { payNumber: '3', paymentsLeft: left });
  const cancel = plan('CANCEL', 'cancellation', 8);

  test.each([
    ['counts', second(1), third(0)],
    ['pay numbers only', second(null), third(null)],
  ])('10: told with %s, a later cancellation changes nothing', (_name, two, three) => {
    expect(told([sale, two, three])).toEqual(['subscription completed: SALE SECOND THIRD']);
    expect(told([sale, two, three, cancel])).toEqual([
      'subscription completed: SALE SECOND THIRD CANCEL',
    ]);
  });

  test('10: the last instalment charged back ends it', () => {
    const back = plan('BACK', 'chargeback', 4, { parentId: '103' });
    expect(told([sale, second(null), third(null), back])).toEqual([
      'subscription ended charged-back: SALE SECOND THIRD BACK',
    ]);
  });

  test('10: changed after the second into an open-ended product and cancelled: ended', () => {
    const other = plan('OTHER', 'rebill', 3, { productId: 'Q', payNumber: '3' });
    const ending = plan('CANCEL', 'cancellation', 8, { productId: 'Q' });
    expect(told([sale, second(1), other, ending])).toEqual([
      'subscription ended cancelled: SALE SECOND OTHER CANCEL',
    ]);
  });

  test('11: one of three paid, three failures, cancelled: ended', () => {
    const failures = [2, 3, 4].map((month) => plan(`FAIL${month}`, 'failed', month));
    expect(told([sale, ...failures, plan('CANCEL', 'cancellation', 5)])).toEqual([
      'subscription ended cancelled: SALE FAIL2 FAIL3 FAIL4 CANCEL',
    ]);
  });
});

describe.each(FOLDS)('%s: changes of product', (_, told, fold) => {
  const of = (
    name: string,
    kind: Fact['kind'],
    productId: string,
    month: number,
    fields: Partial<FactContent> = {}
  ): Fact =>
    named(name, kind, {
      productId,
      internalSubscriptionId: 'S1',
      orderId: `20${month}`,
      date: inMonth(month),
      ...fields,
    });
  const silver = of('SILVER', 'sale', 'Q', 1);
  const gold = of('GOLD', 'rebill', 'P', 2);

  test('12: a renewal that names another product changes the product', () => {
    expect(told([silver, gold])).toEqual(['subscription active: SILVER GOLD']);
    expect(levels(fold, [silver, gold])).toEqual(['P']);
    const [purchase] = fold([silver, gold]).purchases;
    expect(purchase?.changes).toEqual([{ from: 'Q', to: 'P', at: inMonth(2) }]);
  });

  test.each(['P', 'Q'])('12: a cancellation naming S and %s ends it', (productId) => {
    const ending = of('CANCEL', 'cancellation', productId, 3);
    expect(told([silver, gold, ending])).toEqual([
      'subscription ended cancelled: SILVER GOLD CANCEL',
    ]);
  });

  test.each([
    ['by its parent', { parentId: '201' }],
    ['by its product', {}],
  ])('12: a refund of the payment before the change, %s, changes nothing', (_name, ids) => {
    const refund = of('REFUND', 'refund', 'Q', 3, { orderId: '290', ...ids });
    expect(told([silver, gold, refund])).toEqual(['subscription active: SILVER GOLD REFUND']);
    expect(levels(fold, [silver, gold, refund])).toEqual(['P']);
    const back = of('BACK', 'chargeback', 'Q', 3, { orderId: '290', ...ids });
    expect(levels(fold, [silver, gold, back])).toEqual([]);
  });

  test('12: going back is a change as well', () => {
    const again = of('AGAIN', 'rebill', 'Q', 3);
    expect(told([silver, gold, again])).toEqual(['subscription active: SILVER GOLD AGAIN']);
    expect(levels(fold, [silver, gold, again])).toEqual(['Q']);
  });

  test('13: a cancellation that names S and a product that was never paid ends it', () => {
    const sale = of('SALE', 'sale', 'P', 1);
    expect(told([sale, of('CANCEL', 'cancellation', 'Q', 2)])).toEqual([
      'subscription ended cancelled: SALE CANCEL',
    ]);
  });

  test('19: a bump that does not recur stays, and each ends by its own product', () => {
    const both = [
      of('GOLD', 'sale', 'P', 1),
      of('BUMP', 'sale', 'Q', 1),
      of('RENEWAL1', 'rebill', 'P', 2),
      of('RENEWAL2', 'rebill', 'P', 3),
    ];
    expect(told(both)).toEqual([
      'subscription active: BUMP',
      'subscription active: GOLD RENEWAL1 RENEWAL2',
    ]);
    const ending = of('CANCEL', 'cancellation', 'P', 4);
    expect(levels(fold, [...both, ending])).toEqual(['Q']);
    const ofNeither = of('CANCEL', 'cancellation', 'R', 4);
    expect(told([...both, ofNeither])).toEqual([
      'subscription ended cancelled: BUMP CANCEL',
      'subscription ended cancelled: GOLD RENEWAL1 RENEWAL2 CANCEL',
    ]);
  });
});

describe.each(FOLDS)('%s: what was refunded', (_, told) => {
  test('16: a chargeback without ids takes the order that still runs', () => {
    expect(
      told([
        named('SALE1', 'sale', { orderId: '100', date: inMonth(1) }),
        named('REFUND', 'refund', { orderId: '101', parentId: '100', date: inMonth(2) }),
        named('SALE2', 'sale', { orderId: '200', date: inMonth(3) }),
        named('BACK', 'chargeback', { orderId: '300', date: inMonth(4) }),
      ])
    ).toEqual(['one-time ended charged-back: SALE2 BACK', 'one-time ended refunded: SALE1 REFUND']);
  });
});

/** Which payment a reversal takes back, and whether that was of an earlier product (RULES M4). */
import { ReversedPayments } from '../../../server/src/core/entitlements/reversed';
import { eventOf } from '../../builders/ledger';

const at = (month: number): string => `2026-0${month}-01 10:00:00`;
const pay = (name: string, month: number, productId = 'P') =>
  eventOf(name, month === 1 ? 'sale' : 'rebill', {
    productId,
    orderId: `${month}`,
    date: at(month),
  });

const SILVER = pay('SILVER', 1, 'Q');
const GOLD = pay('GOLD', 2);
const LATER = pay('LATER', 3);
const paid = {
  payments: [SILVER, GOLD, LATER],
  changes: [{ from: 'Q', to: 'P', at: at(2) }],
  products: new Set(['P', 'Q']),
  productId: 'P',
};

const back = (kind: 'refund' | 'chargeback' | 'partial-refund' | 'cancellation', fields = {}) =>
  eventOf('BACK', kind, { orderId: '90', date: at(4), ...fields });

describe('the payment that is named', () => {
  const named = (event = back('refund')) => new ReversedPayments(paid).namedBy(event)?.key ?? null;

  it.each([
    ['by its parent', back('refund', { parentId: '2' }), 'GOLD'],
    ['by its own order', back('refund', { orderId: '3' }), 'LATER'],
    ['by both: the later one', back('refund', { parentId: '3', orderId: '1' }), 'LATER'],
    ['by both, the other way round', back('refund', { parentId: '1', orderId: '3' }), 'LATER'],
    ['by a partial refund', back('partial-refund', { parentId: '1' }), 'SILVER'],
    ['by a chargeback', back('chargeback', { parentId: '1' }), 'SILVER'],
    ['not by an order that no payment has', back('refund', { parentId: '8' }), null],
    ['not without any order', back('refund', { orderId: null }), null],
    ['not by what takes nothing back', back('cancellation', { orderId: '3', parentId: '2' }), null],
  ])('%s', (_how, event, name) => {
    expect(named(event)).toBe(name);
  });
});

describe('a refund of what was paid before the product was changed', () => {
  const isOld = (
    event = back('refund'),
    of: ConstructorParameters<typeof ReversedPayments>[0] = paid
  ) => new ReversedPayments(of).isOfOldProduct(event);

  it.each([
    ['names that payment', back('refund', { parentId: '1' }), true],
    ['is a part of it', back('partial-refund', { parentId: '1' }), true],
    ['names the payment that changed it', back('refund', { parentId: '2' }), false],
    ['names a later payment', back('refund', { parentId: '3', productId: 'Q' }), false],
    ['names no payment, but the old product', back('refund', { productId: 'Q' }), true],
    ['names no payment and the present product', back('refund'), false],
    [
      'names no payment and a product that was never paid',
      back('refund', { productId: 'X' }),
      false,
    ],
    ['is a chargeback, which is never that', back('chargeback', { parentId: '1' }), false],
    ['is a cancellation', back('cancellation', { productId: 'Q' }), false],
  ])('%s', (_how, event, is) => {
    expect(isOld(event)).toBe(is);
  });

  it('there is none where the product was never changed', () => {
    expect(isOld(back('refund', { parentId: '1' }), { ...paid, changes: [] })).toBe(false);
  });

  it('a payment of the second in which it was changed is not before it, whatever its hash', () => {
    const sameSecond = (name: string) => ({ ...pay(name, 2, 'Q'), orderId: '7' });
    for (const payments of [
      [SILVER, sameSecond('A'), GOLD],
      [SILVER, GOLD, sameSecond('Z')],
    ]) {
      expect(isOld(back('refund', { parentId: '7' }), { ...paid, payments })).toBe(false);
    }
  });

  it('an undated payment was before it', () => {
    const undated = { ...SILVER, date: null };
    expect(isOld(back('refund', { parentId: '1' }), { ...paid, payments: [undated, GOLD] })).toBe(
      true
    );
  });

  it('of several changes the last counts', () => {
    const again = { from: 'P', to: 'Q', at: at(4) };
    const changed = {
      ...paid,
      payments: [SILVER, GOLD, LATER, pay('AGAIN', 4, 'Q')],
      changes: [...paid.changes, again],
      productId: 'Q',
    };
    expect(isOld(back('refund', { parentId: '3' }), changed)).toBe(true);
    expect(isOld(back('refund', { parentId: '4' }), changed)).toBe(false);
    expect(isOld(back('refund', { productId: 'P' }), changed)).toBe(true);
    expect(isOld(back('refund', { productId: 'Q' }), changed)).toBe(false);
  });
});

/**
 * What must hold, one sentence each. Every history is folded in every order of arrival, and the reference model of the
 * property tests has to give the same answers.
 */
import { day, FOLDS, named, nobody, one, lee, two } from '../../model/named-facts';

describe.each(FOLDS)('%s: one-time orders', (_, told) => {
  const sale = named('SALE', 'sale', one);

  test('a sale is a live purchase', () => {
    expect(told([sale])).toEqual(['one-time active: SALE']);
  });

  test.each([
    ['its parent id', { orderId: '101', parentId: '100' }],
    ['its own order id, when Kartra repeats that of the sale', { orderId: '100' }],
    ['nothing but the person', { orderId: '101' }],
    ['nothing at all but the person', {}],
  ])('a refund that names the order by %s ends it', (_name, ids) => {
    const refund = named('REFUND', 'refund', { ...ids, date: day(2) });
    expect(told([sale, refund])).toEqual(['one-time ended refunded: SALE REFUND']);
  });

  test('a refund dated before its sale ends it: it names the order', () => {
    const refund = named('REFUND', 'refund', {
      orderId: '101',
      parentId: '100',
      date: '2026-02-28 23:00:00',
    });
    expect(told([sale, refund])).toEqual(['one-time ended refunded: REFUND SALE']);
  });

  test('whichever of refund and chargeback came first ended it', () => {
    const refund = named('REFUND', 'refund', { orderId: '101', parentId: '100', date: day(3) });
    const chargeback = named('BACK', 'chargeback', {
      orderId: '102',
      parentId: '100',
      date: day(2),
    });
    expect(told([sale, refund, chargeback])).toEqual([
      'one-time ended charged-back: SALE BACK REFUND',
    ]);
  });

  test('a partial refund and a failed payment change nothing', () => {
    const partial = named('PART', 'partial-refund', {
      orderId: '101',
      parentId: '100',
      date: day(2),
    });
    const failed = named('FAIL', 'failed', { orderId: '102', date: day(3) });
    expect(told([sale, partial, failed])).toEqual(['one-time active: SALE PART FAIL']);
  });

  test('a refund of one of two orders leaves the other', () => {
    const other = named('OTHER', 'sale', two);
    const refund = named('REFUND', 'refund', { orderId: '201', parentId: '200', date: day(3) });
    expect(told([sale, other, refund])).toEqual([
      'one-time active: SALE',
      'one-time ended refunded: OTHER REFUND',
    ]);
  });

  test('a refund that could mean any of several orders takes the oldest that is open', () => {
    const other = named('OTHER', 'sale', two);
    const first = named('REFUND', 'refund', { orderId: '301', date: day(3) });
    const second = named('AGAIN', 'refund', { orderId: '302', date: day(4) });
    expect(told([sale, other, first])).toEqual([
      'one-time active: OTHER',
      'one-time ended refunded: SALE REFUND',
    ]);
    expect(told([sale, other, first, second])).toEqual([
      'one-time ended refunded: OTHER AGAIN',
      'one-time ended refunded: SALE REFUND',
    ]);
  });

  test('a refund of an order that nobody knows takes no other order', () => {
    const refund = named('REFUND', 'refund', { orderId: '901', parentId: '900', date: day(2) });
    expect(told([sale, refund])).toEqual(['one-time active: SALE', 'unmatched: REFUND']);
  });

  test('a refund takes nothing of another person, and nothing when it names nobody', () => {
    const theirs = named('THEIRS', 'refund', { ...lee, orderId: '901', date: day(2) });
    const nobodys = named('NOBODYS', 'refund', { ...nobody, orderId: '902', date: day(3) });
    expect(told([sale, theirs, nobodys])).toEqual([
      'one-time active: SALE',
      'unmatched: THEIRS NOBODYS',
    ]);
  });

  test('a chargeback through the parent id ends the right order, whoever it names', () => {
    const other = named('OTHER', 'sale', two);
    const back = named('BACK', 'chargeback', {
      ...nobody,
      orderId: '301',
      parentId: '100',
      date: day(3),
    });
    expect(told([sale, other, back])).toEqual([
      'one-time active: OTHER',
      'one-time ended charged-back: SALE BACK',
    ]);
  });

  test('the same sale by JSON and IPN is one purchase', () => {
    const ipn = named('IPN', 'sale', { ...one, surface: 'ipn', pricePoint: '2' });
    const undated = named('BARE', 'sale', { orderId: '100', ...nobody });
    expect(told([sale, ipn, undated])).toEqual(['one-time active: BARE+IPN+SALE']);
  });

  test('a bump under another order id is another purchase', () => {
    const bump = named('BUMP', 'sale', { ...one, orderId: '101' });
    expect(told([sale, bump])).toEqual(['one-time active: BUMP', 'one-time active: SALE']);
  });

  test('one order id at two dates is two events', () => {
    const later = named('LATER', 'sale', { ...one, date: day(2) });
    expect(told([sale, later])).toEqual(['one-time active: SALE LATER']);
  });

  test('two strangers without any name are not one person', () => {
    const unnamed = named('SALE', 'sale', { ...one, ...nobody });
    const refund = named('REFUND', 'refund', { ...nobody, orderId: '101', date: day(2) });
    expect(told([unnamed, refund])).toEqual(['one-time active: SALE', 'unmatched: REFUND']);
  });

  test('persons are compared with the buyer, never through a third webhook', () => {
    const byLead = named('SALE', 'sale', { ...one, emailToken: null });
    const tie = named('TIE', 'sale', { ...two, leadToken: 'lead-dana', emailToken: 'mail-two' });
    const byMail = named('REFUND', 'refund', {
      orderId: '301',
      date: day(1, 30),
      leadToken: null,
      emailToken: 'mail-two',
    });
    expect(told([byLead, byMail])).toEqual(['one-time active: SALE', 'unmatched: REFUND']);
    expect(told([byLead, tie, byMail])).toEqual([
      'one-time active: SALE',
      'one-time active: TIE',
      'unmatched: REFUND',
    ]);
  });
});

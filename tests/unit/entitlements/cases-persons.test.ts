/** RULES, "Cases": whose an id is (1, 14, 15, 23, 24). Every order of arrival; the reference model has to agree. */
import { day, FOLDS, lee, named, one, two } from '../../model/named-facts';

describe.each(FOLDS)('%s: whose an id is', (_, told) => {
  const sale = named('SALE', 'sale', { ...one, processorSubscriptionId: '-' });
  const lees = named('LEES', 'sale', { ...lee, ...two, processorSubscriptionId: '-' });

  test('1: two buyers under one id of the processor are two purchases, and a refund ends its own', () => {
    expect(told([sale, lees])).toEqual(['subscription active: LEES', 'subscription active: SALE']);
    const refund = named('REFUND', 'refund', {
      ...lee,
      orderId: '201',
      processorSubscriptionId: '-',
      date: day(3),
    });
    expect(told([sale, lees, refund])).toEqual([
      'subscription active: SALE',
      'subscription ended refunded: LEES REFUND',
    ]);
    const byParent = { ...refund, parentId: '200' };
    expect(told([sale, lees, byParent])).toEqual([
      'subscription active: SALE',
      'subscription ended refunded: LEES REFUND',
    ]);
  });

  test('a renewal is no stranger’s, though another of its order has the buyer’s address', () => {
    const buyer = { leadToken: 'lead-2', emailToken: 'mail-a' };
    const bought = named('BOUGHT', 'sale', {
      ...buyer,
      internalSubscriptionId: 'S1',
      date: day(1),
    });
    const own = { leadToken: 'lead-1', parentId: '10' };
    const known = named('KNOWN', 'rebill', { ...own, emailToken: 'mail-a', date: day(2) });
    const strange = named('STRANGE', 'rebill', { ...own, emailToken: 'mail-c', date: day(3) });
    expect(told([bought, known])).toEqual(['subscription active: BOUGHT KNOWN']);
    expect(told([bought, known, strange])).toEqual([
      'subscription active: BOUGHT',
      'subscription active: KNOWN STRANGE',
    ]);
  });

  test('strangers who are both known to the first payment of one subscription each have their own purchase', () => {
    const S = { internalSubscriptionId: 'S1' };
    const known = named('KNOWN', 'sale', {
      ...S,
      productId: 'R',
      orderId: '10',
      date: null,
      leadToken: 'lead-1',
      emailToken: 'mail-2',
    });
    const shared = { ...S, orderId: '80', date: day(1) };
    const paid = [
      named('ONE', 'sale', { ...shared, leadToken: 'lead-1', emailToken: 'mail-1' }),
      named('OTHER', 'sale', { ...shared, leadToken: 'lead-2', emailToken: 'mail-2' }),
    ];
    expect(told([known, ...paid])).toEqual([
      'subscription active: KNOWN',
      'subscription active: ONE',
      'subscription active: OTHER',
    ]);
    const end = named('CANCEL', 'cancellation', {
      ...S,
      date: day(9),
      leadToken: 'lead-2',
      emailToken: 'mail-9',
    });
    expect(told([known, ...paid, end])).toEqual([
      'subscription active: KNOWN',
      'subscription active: ONE',
      'subscription ended cancelled: OTHER CANCEL',
    ]);
  });

  test('14: of three orders a cancellation that names the first ends the first', () => {
    const orders = [1, 2, 3].map((at) =>
      named(`SALE${at}`, 'sale', { orderId: String(at), date: `2026-0${at}-01 10:00:00` })
    );
    const ending = named('CANCEL', 'cancellation', {
      orderId: '90',
      internalSubscriptionId: 'S1',
      originalId: '1',
      date: '2026-03-15 10:00:00',
    });
    expect(told([...orders, ending])).toEqual([
      'one-time active: SALE2',
      'one-time active: SALE3',
      'one-time ended cancelled: SALE1 CANCEL',
    ]);
    const answer = ['SALE2', 'SALE3'].map((eventHash, at) => ({
      eventHash,
      purchaseHash: 'SALE1',
      sequence: at + 1,
    }));
    expect(told([...orders, ending], answer)).toEqual([
      'one-time ended cancelled: SALE1 SALE2 SALE3 CANCEL',
    ]);
  });

  test('15: a one-time purchase told by the IPN is not the subscription that a cancellation names', () => {
    const ofUnknown = named('CANCEL', 'cancellation', {
      orderId: '900',
      internalSubscriptionId: 'S7',
      date: day(3),
    });
    const byIpn = named('SALE', 'sale', { ...one, surface: 'ipn' });
    expect(told([byIpn, ofUnknown])).toEqual(['one-time active: SALE', 'unmatched: CANCEL']);
    const byOutbound = named('SALE', 'sale', one);
    expect(told([byOutbound, ofUnknown])).toEqual(['one-time ended cancelled: SALE CANCEL']);
  });

  test('23: an address that moved to another lead is the same person', () => {
    const ids = { internalSubscriptionId: 'S5', emailToken: 'mail-a' };
    expect(
      told([
        named('SALE', 'sale', { ...ids, leadToken: 'lead-1', orderId: '100', date: day(1) }),
        named('RENEWAL', 'rebill', { ...ids, leadToken: 'lead-2', orderId: '101', date: day(2) }),
        named('CANCEL', 'cancellation', {
          ...ids,
          leadToken: 'lead-2',
          orderId: '102',
          date: day(3),
        }),
      ])
    ).toEqual(['subscription ended cancelled: SALE RENEWAL CANCEL']);
  });

  test('24: a cancellation of another lead ends nothing', () => {
    const ledger = told([
      named('SALE', 'sale', {
        ...one,
        internalSubscriptionId: 'S501',
        leadToken: 'lead-1',
        emailToken: 'mail-b',
      }),
      named('CANCEL', 'cancellation', {
        internalSubscriptionId: 'S501',
        orderId: '900',
        leadToken: 'lead-9',
        emailToken: 'mail-z',
        date: day(3),
      }),
    ]);
    expect(ledger).toEqual(['subscription active: SALE', 'conflicting-id: CANCEL']);
  });
});

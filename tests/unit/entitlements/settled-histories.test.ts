/**
 * What must hold, one sentence each. Every history is folded in every order of arrival, and the reference model of the
 * property tests has to give the same answers.
 */
import type { Fact, Settlement } from '../../../server/src/core/entitlements/fact';
import { permutations } from '../../model/arrivals';
import { day, FOLDS, named, newerPlan, nobody, one, plan, two } from '../../model/named-facts';

describe.each(FOLDS)('%s: what a purchase says of itself', (_, _told, fold) => {
  test('its price point is that of the latest payment naming one', () => {
    const facts = [
      named('SALE', 'sale', { ...one, ...plan, pricePoint: '1' }),
      named('RB2', 'rebill', { ...plan, orderId: '101', date: day(2), pricePoint: '3' }),
      named('RB3', 'rebill', { ...plan, orderId: '102', date: day(3) }),
      named('REFUND', 'partial-refund', {
        ...plan,
        orderId: '103',
        date: day(4),
        pricePoint: '7',
      }),
    ];
    expect(fold(facts).purchases.map((purchase) => purchase.pricePoint)).toEqual(['3']);
  });

  test('it belongs to the account of its first payment', () => {
    const facts = [
      named('RB', 'rebill', { ...plan, orderId: '101', date: day(2), memberId: 8 }),
      named('SALE', 'sale', { ...one, ...plan, memberId: 7 }),
      named('CANCEL', 'cancellation', { ...plan, date: day(1), memberId: 9 }),
    ];
    for (const arrival of permutations(facts)) {
      expect(fold(arrival).purchases.map((purchase) => purchase.memberId)).toEqual([7]);
    }
  });
});

describe.each(FOLDS)('%s: what a person settled', (_, told) => {
  const sale = named('SALE', 'sale', { ...one, ...plan });
  const newer = named('NEWER', 'sale', { ...two, ...newerPlan });
  const unclear = named('CANCEL', 'cancellation', { orderId: '900', date: day(5) });
  const settle = (purchaseHash: string | null, sequence = 1, eventHash = 'CANCEL'): Settlement => ({
    eventHash,
    purchaseHash,
    sequence,
  });

  test('an unmatched ending goes to the purchase that they chose', () => {
    expect(told([sale, newer, unclear], [settle('NEWER')])).toEqual([
      'subscription active: SALE',
      'subscription ended cancelled: NEWER CANCEL',
    ]);
  });

  test('an ending that was placed by chance can be said to belong to none', () => {
    expect(told([sale, unclear], [settle(null)])).toEqual([
      'subscription active: SALE',
      'set-aside: CANCEL',
    ]);
  });

  test('of several answers the last counts', () => {
    expect(told([sale, newer, unclear], [settle('SALE', 2), settle('NEWER', 1)])).toEqual([
      'subscription active: NEWER',
      'subscription ended cancelled: SALE CANCEL',
    ]);
  });

  test('nothing settled outweighs an id', () => {
    const ending = named('CANCEL', 'cancellation', {
      internalSubscriptionId: 'S1',
      date: day(5),
    });
    expect(told([sale, newer, ending], [settle('NEWER'), settle(null, 2)])).toEqual([
      'subscription active: NEWER',
      'subscription ended cancelled: SALE CANCEL',
    ]);
  });

  test('an ending that its own ids place says before it what else they mean', () => {
    const R9 = { processorSubscriptionId: 'I-9' };
    const facts = [
      named('FIRST', 'sale', one),
      named('SECOND', 'sale', two),
      named('BYID', 'cancellation', { ...R9, orderId: '901', originalId: '100', date: day(6) }),
      named('CANCEL', 'cancellation', { ...R9, orderId: '902', date: day(5) }),
      named('LATER', 'cancellation', { ...R9, orderId: '903', date: day(8) }),
    ];
    expect(told(facts, [settle('SECOND')])).toEqual([
      'one-time ended cancelled: FIRST BYID LATER',
      'one-time ended cancelled: SECOND CANCEL',
    ]);
  });

  test('a purchase that is not there any more leaves it to the rules', () => {
    expect(told([sale, unclear], [settle('GONE')])).toEqual([
      'subscription ended cancelled: SALE CANCEL',
    ]);
  });

  describe('that payments of two people under one subscription are one purchase', () => {
    const S = { internalSubscriptionId: 'S1' };
    const settled = [settle('SALE', 1, 'LEES')];
    const facts = [
      named('SALE', 'sale', { ...one, ...S, leadToken: null }),
      named('LEES', 'sale', { ...two, ...S, leadToken: null, emailToken: 'mail-lee' }),
    ];
    const end = (person: Partial<Fact>) =>
      named('REFUND', 'refund', { ...S, orderId: '900', date: day(5), ...person });

    test.each([
      ['an ending without a person', nobody],
      ['one of a third address', { leadToken: null, emailToken: 'mail-new' }],
    ])('%s and only the subscription ends it', (_who, person) => {
      expect(told([...facts, end(person)], settled)).toEqual([
        'subscription ended refunded: SALE LEES REFUND',
      ]);
    });

    test('before they said so it is held', () => {
      expect(told([...facts, end(nobody)])).toEqual([
        'subscription active: LEES',
        'subscription active: SALE',
        'unmatched: REFUND',
      ]);
    });
  });

  test('settled to an ending of two lines, it is in both as well', () => {
    const line = { orderId: 'O', internalSubscriptionId: 'S1', date: day(1) };
    const facts = [
      named('P', 'sale', line),
      named('Q', 'sale', { ...line, productId: 'Q' }),
      named('BOTH', 'failed', { internalSubscriptionId: 'S1', productId: 'X', date: day(4) }),
      named('FAILED', 'failed', { productId: 'X', date: day(5) }),
    ];
    const word: Settlement = { eventHash: 'FAILED', purchaseHash: 'BOTH', sequence: 1 };
    expect(told(facts, [word])).toEqual([
      'subscription past-due: P BOTH FAILED',
      'subscription past-due: Q BOTH FAILED',
    ]);
  });
});

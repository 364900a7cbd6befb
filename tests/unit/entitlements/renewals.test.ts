/** A renewal that names nothing but its own order (RULES M3). */
import type { Fact, Settlement } from '../../../server/src/core/entitlements/fact';
import type { FactContent } from '../../model/histories';
import { day, FOLDS, lee, named } from '../../model/named-facts';

type Fields = Partial<FactContent>;

const once = (name: string, on: number, fields: Fields = {}) =>
  named(name, 'sale', { orderId: name, date: day(on), ...fields });
const plan = (name: string, on: number, fields: Fields = {}) =>
  once(name, on, { internalSubscriptionId: `S-${name}`, ...fields });
const loose = (name: string, on: number, fields: Fields = {}) =>
  named(name, 'rebill', { orderId: name, date: day(on), ...fields });
const cancel = (name: string, on: number, of: string) =>
  named(name, 'cancellation', { orderId: name, internalSubscriptionId: `S-${of}`, date: day(on) });

describe.each(FOLDS)('%s: a renewal without ids', (_, told) => {
  test.each<[string, Fact[], string[]]>([
    ['belongs to the only purchase', [plan('A', 1), loose('R', 5)], ['subscription active: A R']],
    [
      'makes a subscription of what was bought once',
      [once('A', 1), loose('R', 5)],
      ['subscription active: A R'],
    ],
    [
      'belongs to the only subscription, whatever else was bought',
      [once('A', 1), plan('B', 2), loose('R', 5)],
      ['one-time active: A', 'subscription active: B R'],
    ],
    [
      'not to a purchase begun after it',
      [plan('A', 9), loose('R', 5)],
      ['subscription active: A', 'subscription active: R'],
    ],
    [
      'not to one of another product',
      [plan('A', 1, { productId: 'Q' }), loose('R', 5)],
      ['subscription active: A', 'subscription active: R'],
    ],
    [
      'not to one of another person',
      [plan('A', 1, lee), loose('R', 5)],
      ['subscription active: A', 'subscription active: R'],
    ],
    [
      'of several counts for the latest begun that runs',
      [plan('A', 1), plan('B', 2), loose('R', 5)],
      ['subscription active: A', 'subscription active: B R'],
    ],
    [
      'not for one that has ended',
      [plan('A', 1), plan('B', 2), cancel('C', 3, 'B'), loose('R', 5)],
      ['subscription active: A R', 'subscription ended cancelled: B C'],
    ],
    [
      'is held where none runs, and brings none back',
      [plan('A', 1), plan('B', 2), cancel('C', 3, 'B'), cancel('D', 4, 'A'), loose('R', 5)],
      ['subscription ended cancelled: A D', 'subscription ended cancelled: B C', 'unmatched: R'],
    ],
    [
      'brings the only one back',
      [plan('A', 1), cancel('C', 3, 'A'), loose('R', 5)],
      ['subscription active: A C R'],
    ],
    [
      'the second belongs to what the first began',
      [loose('R', 5), loose('Q', 6)],
      ['subscription active: R Q'],
    ],
    [
      'the first made it a subscription, so the second is its as well',
      [once('A', 1), loose('R', 5), once('B', 6), loose('Q', 7)],
      ['one-time active: B', 'subscription active: A R Q'],
    ],
    [
      'of several that were bought once the latest',
      [once('A', 1), once('B', 2), loose('R', 5)],
      ['one-time active: A', 'one-time active: B R'],
    ],
    [
      'one order at two dates goes to one purchase',
      [
        plan('A', 1),
        plan('B', 2),
        loose('R', 5, { orderId: 'R' }),
        loose('Q', 6, { orderId: 'R' }),
      ],
      ['subscription active: A', 'subscription active: B R Q'],
    ],
    [
      'and is held whole',
      [
        plan('A', 1),
        plan('B', 2),
        cancel('C', 3, 'B'),
        cancel('D', 4, 'A'),
        loose('R', 5, { orderId: 'R' }),
        loose('Q', 6, { orderId: 'R' }),
      ],
      ['subscription ended cancelled: A D', 'subscription ended cancelled: B C', 'unmatched: R Q'],
    ],
    [
      'a lead is before an address',
      [
        plan('A', 1, { emailToken: 'mail-2' }),
        plan('B', 2, { leadToken: 'lead-2' }),
        loose('R', 5),
      ],
      ['subscription active: A R', 'subscription active: B'],
    ],
    [
      'an address counts where no lead is equal',
      [plan('A', 1, { leadToken: 'lead-2' }), loose('R', 5)],
      ['subscription active: A R'],
    ],
    [
      'a product that the subscription once had counts',
      [
        plan('A', 1),
        named('B', 'rebill', {
          orderId: 'B',
          internalSubscriptionId: 'S-A',
          productId: 'Q',
          date: day(3),
        }),
        loose('R', 5),
      ],
      ['subscription active: A B R'],
    ],
  ])('%s', (_rule, facts, ledger) => {
    expect(told(facts)).toEqual(ledger);
  });

  const settle = (eventHash: string, purchaseHash: string | null): Settlement => ({
    eventHash,
    purchaseHash,
    sequence: 1,
  });

  test('an administrator may say that it is of none, or of which', () => {
    const facts = [plan('A', 1), plan('B', 2), loose('R', 5)];
    expect(told(facts, [settle('R', null)])).toEqual([
      'subscription active: A',
      'subscription active: B',
      'set-aside: R',
    ]);
    expect(told(facts, [settle('R', 'A')])).toEqual([
      'subscription active: A R',
      'subscription active: B',
    ]);
  });

  test('a refund of it goes where it went', () => {
    const refund = named('BACK', 'refund', { orderId: '90', parentId: 'R', date: day(8) });
    const both = [plan('A', 1), plan('B', 2), loose('R', 5)];
    expect(told([...both, refund])).toEqual([
      'subscription active: A',
      'subscription ended refunded: B R BACK',
    ]);
    const over = [cancel('C', 3, 'B'), cancel('D', 4, 'A')];
    expect(told([...both, ...over, refund])).toEqual([
      'subscription ended cancelled: A D',
      'subscription ended cancelled: B C',
      'unmatched: R BACK',
    ]);
  });
});

describe.each(FOLDS)('%s: a floating renewal', (_, told, fold) => {
  test('is quiet: it changes neither product nor state', () => {
    const facts = [plan('A', 1), plan('B', 2), loose('R', 5)];
    const purchase = fold(facts).purchases.find(({ key }) => key === 'B');
    expect(purchase?.history.moments.map(({ isQuiet }) => isQuiet)).toEqual([false, true]);
    expect(told([...facts, cancel('C', 4, 'B'), cancel('D', 6, 'A')])).toEqual([
      'subscription ended cancelled: A R D',
      'subscription ended cancelled: B C',
    ]);
  });
});

describe.each(FOLDS)('%s: which of several', (_, told) => {
  const OVER = [cancel('C', 4, 'B'), cancel('D', 4, 'C2')];
  const SUBSCRIPTIONS = [
    plan('B', 2, { emailToken: 'mail-2' }),
    plan('C2', 3, { emailToken: 'mail-3' }),
  ];

  test('the latest begun, not the latest paid', () => {
    const paid = named('P', 'rebill', {
      orderId: 'P',
      internalSubscriptionId: 'S-A',
      date: day(3),
    });
    expect(told([plan('A', 1), plan('B', 2), paid, loose('R', 5)])).toEqual([
      'subscription active: A P',
      'subscription active: B R',
    ]);
  });

  test('of several that were bought once, one that was not refunded', () => {
    const refund = named('BACK', 'refund', { orderId: '90', parentId: 'B', date: day(3) });
    expect(told([once('A', 1), once('B', 2), refund, loose('R', 5)])).toEqual([
      'one-time active: A R',
      'one-time ended refunded: B BACK',
    ]);
  });

  test('never one that was bought once while there are subscriptions', () => {
    expect(told([once('A', 1), ...SUBSCRIPTIONS, ...OVER, loose('R', 5)])).toEqual([
      'one-time active: A',
      'subscription ended cancelled: B C',
      'subscription ended cancelled: C2 D',
      'unmatched: R',
    ]);
  });

  test('nor one that only a later renewal made a subscription', () => {
    const facts = [once('A', 1), ...SUBSCRIPTIONS, ...OVER];
    const first = loose('R', 5, { emailToken: null });
    const later = loose('Q', 6, { leadToken: null });
    expect(told([...facts, first, later])).toEqual([
      'subscription active: A Q',
      'subscription ended cancelled: B C',
      'subscription ended cancelled: C2 D',
      'unmatched: R',
    ]);
  });

  test('an order at two dates is set aside whole', () => {
    const facts = [plan('A', 1), loose('R', 5), loose('Q', 6, { orderId: 'R' })];
    const settled = [{ eventHash: 'Q', purchaseHash: null, sequence: 1 }];
    expect(told(facts, settled)).toEqual(['subscription active: A', 'set-aside: R Q']);
  });
});

/** Endings that no id of their own places: by what runs at that moment (RULES M3). */
import type { Fact } from '../../../server/src/core/entitlements/fact';
import type { FactContent } from '../../model/histories';
import { day, FOLDS, lee, named, nobody } from '../../model/named-facts';

type Fields = Partial<FactContent>;
type Rule = [rule: string, facts: Fact[], ledger: string[]];

const once = (name: string, on: number, fields: Fields = {}) =>
  named(name, 'sale', { orderId: name, date: day(on), ...fields });
const plan = (name: string, on: number, fields: Fields = {}) =>
  once(name, on, { internalSubscriptionId: `S-${name}`, ...fields });
const end = (kind: Fact['kind'], name: string, on: number, fields: Fields = {}) =>
  named(name, kind, { orderId: `9-${name}`, date: day(on), ...fields });
const cancel = (name: string, on: number, fields: Fields = {}) =>
  end('cancellation', name, on, fields);
const refund = (name: string, on: number, fields: Fields = {}) => end('refund', name, on, fields);

describe.each(FOLDS)('%s: an ending that names nothing', (_, told) => {
  test.each<Rule>([
    [
      'goes to the only purchase',
      [once('A', 1), refund('END', 9)],
      ['one-time ended refunded: A END'],
    ],
    [
      'though that has ended',
      [once('A', 1), refund('B', 2, { parentId: 'A' }), refund('END', 9)],
      ['one-time ended refunded: A B END'],
    ],
    [
      'of several to the only one that runs',
      [
        plan('A', 1),
        plan('B', 2),
        cancel('C', 3, { internalSubscriptionId: 'S-A' }),
        cancel('END', 9),
      ],
      ['subscription ended cancelled: A C', 'subscription ended cancelled: B END'],
    ],
    [
      'by what ran then, not later',
      [
        plan('A', 1),
        plan('B', 2),
        cancel('C', 15, { internalSubscriptionId: 'S-A' }),
        cancel('END', 9),
      ],
      ['subscription active: B', 'subscription ended cancelled: A C', 'unmatched: END'],
    ],
    [
      'is held where none runs',
      [
        plan('A', 1),
        plan('B', 2),
        cancel('C', 3, { internalSubscriptionId: 'S-A' }),
        cancel('D', 4, { internalSubscriptionId: 'S-B' }),
        cancel('END', 9),
      ],
      ['subscription ended cancelled: A C', 'subscription ended cancelled: B D', 'unmatched: END'],
    ],
    [
      'is held between two subscriptions',
      [plan('A', 1), plan('B', 2), cancel('END', 9)],
      ['subscription active: A', 'subscription active: B', 'unmatched: END'],
    ],
    [
      'is held between a subscription and an order',
      [plan('A', 1), once('B', 2), cancel('END', 9)],
      ['one-time active: B', 'subscription active: A', 'unmatched: END'],
    ],
    [
      'of several orders takes the oldest',
      [once('A', 1), once('B', 2), refund('END', 9)],
      ['one-time active: B', 'one-time ended refunded: A END'],
    ],
    [
      'of one price point',
      [once('A', 1, { pricePoint: '1' }), once('B', 2, { pricePoint: '1' }), refund('END', 9)],
      ['one-time active: B', 'one-time ended refunded: A END'],
    ],
    [
      'of which one is not told',
      [once('A', 1), once('B', 2, { pricePoint: '1' }), refund('END', 9)],
      ['one-time active: B', 'one-time ended refunded: A END'],
    ],
    [
      'but not of two',
      [once('A', 1, { pricePoint: '2' }), once('B', 2, { pricePoint: '1' }), refund('END', 9)],
      ['one-time active: A', 'one-time active: B', 'unmatched: END'],
    ],
    [
      'of two of which one has ended',
      [
        once('A', 1, { pricePoint: '2' }),
        once('B', 2, { pricePoint: '1' }),
        refund('X', 3, { parentId: 'A' }),
        refund('END', 9),
      ],
      ['one-time ended refunded: A X', 'one-time ended refunded: B END'],
    ],
    [
      'not to what was bought later',
      [once('A', 12), refund('END', 9)],
      ['one-time active: A', 'unmatched: END'],
    ],
    [
      'not to another product',
      [once('A', 1, { productId: 'Q' }), refund('END', 9)],
      ['one-time active: A', 'unmatched: END'],
    ],
    [
      'not to another person',
      [once('A', 1, lee), refund('END', 9)],
      ['one-time active: A', 'unmatched: END'],
    ],
    [
      'nor to anyone where it names no one',
      [once('A', 1), refund('END', 9, nobody)],
      ['one-time active: A', 'unmatched: END'],
    ],
    [
      'a lead is before an address',
      [
        once('A', 1, { leadToken: 'lead-2' }),
        once('B', 2, { emailToken: 'mail-2' }),
        refund('END', 9),
      ],
      ['one-time active: A', 'one-time ended refunded: B END'],
    ],
    [
      'an address counts where no lead is equal',
      [once('A', 1, { leadToken: 'lead-2' }), refund('END', 9)],
      ['one-time ended refunded: A END'],
    ],
    [
      'each takes one',
      [once('A', 1), once('B', 2), once('C', 3), refund('X', 8), refund('Y', 9)],
      ['one-time active: C', 'one-time ended refunded: A X', 'one-time ended refunded: B Y'],
    ],
    [
      'a failed charge as well',
      [plan('A', 1), end('failed', 'END', 9)],
      ['subscription past-due: A END'],
    ],
    [
      'a renewal between two makes it run again',
      [
        plan('A', 1),
        plan('B', 2),
        cancel('C', 3, { internalSubscriptionId: 'S-A' }),
        named('R', 'rebill', { orderId: 'R', internalSubscriptionId: 'S-A', date: day(5) }),
        cancel('END', 9),
      ],
      ['subscription active: A C R', 'subscription active: B', 'unmatched: END'],
    ],
    [
      'a refund stands behind the payment that it names',
      [
        plan('A', 1),
        plan('B', 2),
        named('R', 'rebill', { orderId: 'R', internalSubscriptionId: 'S-A', date: day(10) }),
        refund('X', 3, { parentId: 'R' }),
        cancel('END', 9),
      ],
      ['subscription active: B', 'subscription ended refunded: A X R', 'unmatched: END'],
    ],
  ])('%s', (_rule, facts, ledger) => {
    expect(told(facts)).toEqual(ledger);
  });
});

describe.each(FOLDS)('%s: price points of what still runs', (_, told) => {
  const [A, B] = [once('A', 1, { pricePoint: '1' }), once('B', 2, { pricePoint: '1' })];
  const [C, D] = [once('C', 3, { pricePoint: '2' }), once('D', 4, { pricePoint: '2' })];
  const ended = (name: string) => refund(`X-${name}`, 6, { parentId: name });

  test('one that another of them still has counts', () => {
    expect(told([A, B, C, ended('A'), refund('END', 9)])).toContain('unmatched: END');
  });

  test('one that none of them has any more does not', () => {
    expect(told([A, B, C, D, ended('A'), ended('B'), refund('END', 9)])).toContain(
      'one-time ended refunded: C END'
    );
  });

  test('one that is not told fits any', () => {
    const E = once('E', 5);
    expect(told([A, E, refund('END', 9)])).toContain('one-time ended refunded: A END');
    expect(told([A, C, E, refund('END', 9)])).toContain('unmatched: END');
  });
});

describe.each(FOLDS)('%s: what is paid in full', (_, told) => {
  const instalment = (name: string, kind: 'sale' | 'rebill', on: number, paymentsLeft: number) =>
    named(name, kind, {
      orderId: name,
      internalSubscriptionId: 'S-FULL',
      date: day(on),
      paymentsLeft,
    });
  const FULL = [instalment('F1', 'sale', 1, 1), instalment('F2', 'rebill', 5, 0)];

  test('a cancellation passes over it', () => {
    expect(told([...FULL, plan('A', 2), cancel('END', 9)])).toEqual([
      'subscription completed: F1 F2',
      'subscription ended cancelled: A END',
    ]);
    expect(told([...FULL, cancel('END', 9)])).toEqual([
      'subscription completed: F1 F2',
      'unmatched: END',
    ]);
  });

  test('not before it was', () => {
    expect(told([...FULL, plan('A', 2), cancel('END', 4)])).toEqual([
      'subscription active: A',
      'subscription completed: F1 F2',
      'unmatched: END',
    ]);
  });

  test('a refund does not', () => {
    expect(told([...FULL, refund('END', 9)])).toEqual(['subscription ended refunded: F1 F2 END']);
  });
});

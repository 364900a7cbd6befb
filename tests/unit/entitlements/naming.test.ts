/** What the ids of an ending, a failed charge or a partial refund say about where it belongs (RULES M2, M3, M4). */
import type { Fact } from '../../../server/src/core/entitlements/fact';
import type { FactContent } from '../../model/histories';
import { day, FOLDS, lee, named } from '../../model/named-facts';

type Fields = Partial<FactContent>;
type Rule = [rule: string, facts: Fact[], ledger: string[]];

/** A one-time order of the first of March, a plan, and what ends something on the 20th. */
const order = (name: string, fields: Fields = {}) =>
  named(name, 'sale', { orderId: name, date: day(1), ...fields });
const plan = (name: string, s: string | null, fields: Fields = {}) =>
  named(name, 'sale', { orderId: name, internalSubscriptionId: s, date: day(1), ...fields });
const renewal = (name: string, s: string | null, fields: Fields = {}) =>
  named(name, 'rebill', { orderId: name, internalSubscriptionId: s, date: day(10), ...fields });
const ending =
  (kind: Fact['kind']) =>
  (fields: Fields = {}) =>
    named('END', kind, { orderId: '900', date: day(20), ...fields });
const [refund, cancel, fail] = [ending('refund'), ending('cancellation'), ending('failed')];

describe.each(FOLDS)('%s: one id alone says where it belongs', (_, told) => {
  test.each<Rule>([
    [
      'the original of a cancellation, of two orders',
      [order('A'), order('B'), cancel({ orderId: null, originalId: 'B' })],
      ['one-time active: A', 'one-time ended cancelled: B END'],
    ],
    [
      'the parent of a refund',
      [order('A'), order('B'), refund({ orderId: null, parentId: 'A' })],
      ['one-time active: B', 'one-time ended refunded: A END'],
    ],
    [
      'the subscription',
      [plan('A', 'S1'), plan('B', 'S2'), cancel({ orderId: null, internalSubscriptionId: 'S1' })],
      ['subscription active: B', 'subscription ended cancelled: A END'],
    ],
  ])('%s', (_rule, facts, ledger) => {
    expect(told(facts)).toEqual(ledger);
  });
});

describe.each(FOLDS)('%s: a reversal takes back the payment that it names', (_, told) => {
  const [A, B] = [order('A'), order('B')];
  const bump = order('BUMP', { orderId: 'A', productId: 'Q' });
  const both = [
    plan('ONE', 'S1', { orderId: 'A' }),
    plan('TWO', 'S2', { orderId: 'A', date: day(2) }),
  ];

  test.each<Rule>([
    [
      'by its parent',
      [A, B, refund({ parentId: 'B' })],
      ['one-time active: A', 'one-time ended refunded: B END'],
    ],
    [
      'by its own order',
      [A, B, refund({ orderId: 'B' })],
      ['one-time active: A', 'one-time ended refunded: B END'],
    ],
    [
      'by its parent before its own order',
      [A, B, refund({ parentId: 'B', orderId: 'A' })],
      ['one-time active: A', 'one-time ended refunded: B END'],
    ],
    [
      'by its own order where the parent is not known',
      [A, B, refund({ parentId: 'X', orderId: 'B' })],
      ['one-time active: A', 'one-time ended refunded: B END'],
    ],
    [
      'whatever subscription it names besides',
      [A, plan('PLAN', 'S1'), refund({ parentId: 'A', internalSubscriptionId: 'S1' })],
      ['one-time ended refunded: A END', 'subscription active: PLAN'],
    ],
    [
      'of an order of two products that of its own',
      [A, bump, refund({ parentId: 'A' })],
      ['one-time active: BUMP', 'one-time ended refunded: A END'],
    ],
    [
      'of an order that holds neither of them, of none',
      [A, bump, refund({ parentId: 'A', productId: 'X' })],
      ['one-time active: A', 'one-time active: BUMP', 'unmatched: END'],
    ],
    [
      'a partial refund as well',
      [A, B, ending('partial-refund')({ parentId: 'B' })],
      ['one-time active: A', 'one-time active: B END'],
    ],
    [
      'held where two purchases have the order',
      [...both, refund({ parentId: 'A' })],
      ['subscription active: ONE', 'subscription active: TWO', 'unmatched: END'],
    ],
    [
      'unless the subscription tells them apart',
      [...both, refund({ parentId: 'A', internalSubscriptionId: 'S2' })],
      ['subscription active: ONE', 'subscription ended refunded: TWO END'],
    ],
    [
      'or the processor’s',
      [
        ...both,
        renewal('R', 'S1', { processorSubscriptionId: 'I-1' }),
        refund({ parentId: 'A', processorSubscriptionId: 'I-1' }),
      ],
      ['subscription active: TWO', 'subscription ended refunded: ONE R END'],
    ],
  ])('%s', (_rule, facts, ledger) => {
    expect(told(facts)).toEqual(ledger);
  });
});

describe.each(FOLDS)(
  '%s: a cancellation or failure goes by the first id that names something of its person',
  (_, told) => {
    const [ONE, TWO] = [
      plan('ONE', 'S1', { processorSubscriptionId: 'I-1', originalId: 'ONE' }),
      plan('TWO', 'S2', { processorSubscriptionId: 'I-2', originalId: 'TWO', date: day(2) }),
    ];
    const active = (name: string) => `subscription active: ${name}`;
    const ended = (name: string) => `subscription ended cancelled: ${name} END`;

    test.each<Rule>([
      [
        'the subscription',
        [ONE, TWO, cancel({ internalSubscriptionId: 'S1' })],
        [active('TWO'), ended('ONE')],
      ],
      [
        'the processor’s',
        [ONE, TWO, cancel({ processorSubscriptionId: 'I-1' })],
        [active('TWO'), ended('ONE')],
      ],
      ['the first order', [ONE, TWO, cancel({ originalId: 'ONE' })], [active('TWO'), ended('ONE')]],
      ['its own order', [ONE, TWO, cancel({ orderId: 'ONE' })], [active('TWO'), ended('ONE')]],
      [
        'the subscription before the processor’s',
        [ONE, TWO, cancel({ internalSubscriptionId: 'S1', processorSubscriptionId: 'I-2' })],
        [active('TWO'), ended('ONE')],
      ],
      [
        'the processor’s before the first order',
        [ONE, TWO, cancel({ processorSubscriptionId: 'I-1', originalId: 'TWO' })],
        [active('TWO'), ended('ONE')],
      ],
      [
        'the first order before its own',
        [ONE, TWO, cancel({ originalId: 'ONE', orderId: 'TWO' })],
        [active('TWO'), ended('ONE')],
      ],
      [
        'one that names nothing known leaves it to the next',
        [ONE, TWO, cancel({ internalSubscriptionId: 'S9', originalId: 'ONE' })],
        [active('TWO'), ended('ONE')],
      ],
      [
        'a failure as well',
        [ONE, TWO, fail({ orderId: 'ONE' })],
        ['subscription active: TWO', 'subscription past-due: ONE END'],
      ],
      [
        'of two under one id of the processor the earlier one',
        [
          ONE,
          plan('SAME', 'S3', { processorSubscriptionId: 'I-1', date: day(3) }),
          cancel({ processorSubscriptionId: 'I-1' }),
        ],
        [active('SAME'), ended('ONE')],
      ],
    ])('%s', (_rule, facts, ledger) => {
      expect(told(facts)).toEqual(ledger);
    });

    test('a lead is before an address', () => {
      const moved = plan('MOVED', null, {
        processorSubscriptionId: 'I-9',
        leadToken: 'lead-2',
        date: day(1),
      });
      const own = plan('OWN', null, {
        processorSubscriptionId: 'I-9',
        emailToken: 'mail-2',
        date: day(2),
      });
      expect(told([moved, own, cancel({ processorSubscriptionId: 'I-9' })])).toEqual([
        active('MOVED'),
        ended('OWN'),
      ]);
    });
  }
);

describe.each(FOLDS)('%s: a cancellation ends all that it names', (_, told) => {
  const FIRST = order('FIRST');

  test.each<Rule>([
    [
      'what its subscription names, and the order that was first',
      [
        FIRST,
        plan('PLAN', 'S1', { date: day(2) }),
        cancel({ internalSubscriptionId: 'S1', originalId: 'FIRST' }),
      ],
      ['one-time ended cancelled: FIRST END', 'subscription ended cancelled: PLAN END'],
    ],
    [
      'not the order of another person',
      [
        order('FIRST', lee),
        plan('PLAN', 'S1', { date: day(2) }),
        cancel({ internalSubscriptionId: 'S1', originalId: 'FIRST' }),
      ],
      ['one-time active: FIRST', 'subscription ended cancelled: PLAN END'],
    ],
    [
      'a refund only what it names first',
      [
        FIRST,
        plan('PLAN', 'S1', { date: day(2) }),
        refund({ internalSubscriptionId: 'S1', originalId: 'FIRST' }),
      ],
      ['one-time active: FIRST', 'subscription ended refunded: PLAN END'],
    ],
  ])('%s', (_rule, facts, ledger) => {
    expect(told(facts)).toEqual(ledger);
  });

  const BUNDLE = [
    plan('GOLD', 'S1', { orderId: 'O' }),
    plan('SILVER', 'S1', { orderId: 'O', productId: 'Q' }),
  ];

  test.each<[string, Fields, string[]]>([
    [
      'the line that has its product',
      { productId: 'Q' },
      ['subscription active: GOLD', 'subscription ended cancelled: SILVER END'],
    ],
    [
      'all of the subscription where none has it',
      { productId: 'X' },
      ['subscription ended cancelled: GOLD END', 'subscription ended cancelled: SILVER END'],
    ],
  ])('of several products: %s', (_rule, fields, ledger) => {
    expect(told([...BUNDLE, cancel({ internalSubscriptionId: 'S1', ...fields })])).toEqual(ledger);
  });

  test('the line that had its product, where none has it now', () => {
    const changed = renewal('CHANGED', 'S1', { productId: 'X' });
    const kept = renewal('KEPT', 'S1');
    expect(
      told([...BUNDLE, kept, changed, cancel({ internalSubscriptionId: 'S1', productId: 'Q' })])
    ).toEqual([
      'subscription active: GOLD KEPT',
      'subscription ended cancelled: SILVER CHANGED END',
    ]);
  });
});

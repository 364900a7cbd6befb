/** Several ids, several purchases, and persons who are only in part the same: who is meant then (RULES M2, M3). */
import type { Fact } from '../../../server/src/core/entitlements/fact';
import type { FactContent } from '../../model/histories';
import { day, FOLDS, lee, named, nobody } from '../../model/named-facts';

type Fields = Partial<FactContent>;
const sale = (name: string, fields: Fields = {}) =>
  named(name, 'sale', { orderId: name, date: day(1), ...fields });
const end = (kind: Fact['kind'], fields: Fields = {}, name = 'END') =>
  named(name, kind, { orderId: '900', date: day(20), ...fields });

/** Dana's lead with another address, and Dana's address with another lead: strangers to each other. */
const BY_LEAD = { emailToken: 'mail-2' };
const BY_MAIL = { leadToken: 'lead-2' };

describe.each(FOLDS)('%s: a lead is before an address', (_, told) => {
  test('where both paid for the order that is taken back', () => {
    const facts = [
      sale('M', { orderId: 'O', ...BY_MAIL }),
      sale('L', { orderId: 'O', ...BY_LEAD, date: day(2) }),
    ];
    expect(told([...facts, end('refund', { parentId: 'O' })])).toEqual([
      'one-time active: M',
      'one-time ended refunded: L END',
    ]);
  });

  test('where the order was the first of both', () => {
    const facts = [
      sale('M', { orderId: 'O', ...BY_MAIL }),
      sale('L', { orderId: 'O', ...BY_LEAD, date: day(2) }),
    ];
    expect(told([...facts, end('cancellation', { originalId: 'O' })])).toEqual([
      'one-time active: M',
      'one-time ended cancelled: L END',
    ]);
  });

  test.each<[string, Fields, Fields, Fields]>([
    [
      'by two subscriptions',
      { internalSubscriptionId: 'S1' },
      { internalSubscriptionId: 'S2' },
      {},
    ],
    [
      'by two of the processor',
      { processorSubscriptionId: 'I-1' },
      { processorSubscriptionId: 'I-2' },
      {},
    ],
  ])('%s', (_how, first, second) => {
    const facts = [
      sale('M', { ...BY_MAIL, ...first }),
      sale('L', { ...BY_LEAD, ...second, date: day(2) }),
    ];
    const ending = [
      end('cancellation', first),
      end('cancellation', { ...second, surface: 'ipn' }, 'MORE'),
    ];
    expect(told([...facts, ...ending])).toEqual([
      'subscription active: M',
      'subscription ended cancelled: L END+MORE',
    ]);
  });
});

describe.each(FOLDS)('%s: an ending with several ids of one kind', (_, told) => {
  test('of two purchases takes the earlier', () => {
    const facts = [
      sale('ONE', { processorSubscriptionId: 'I-1' }),
      sale('TWO', { processorSubscriptionId: 'I-2', date: day(2) }),
    ];
    const ending = [
      end('cancellation', { processorSubscriptionId: 'I-2' }, 'A-END'),
      end('cancellation', { processorSubscriptionId: 'I-1' }, 'B-END'),
    ];
    expect(told([...facts, ...ending])).toEqual([
      'subscription active: TWO',
      'subscription ended cancelled: ONE A-END+B-END',
    ]);
  });

  test('of two subscriptions ends both', () => {
    const facts = [
      sale('ONE', { internalSubscriptionId: 'S1' }),
      sale('TWO', { internalSubscriptionId: 'S2', date: day(2) }),
    ];
    const ending = [
      end('cancellation', { internalSubscriptionId: 'S1' }),
      end('cancellation', { internalSubscriptionId: 'S2' }, 'MORE'),
    ];
    expect(told([...facts, ...ending])).toEqual([
      'subscription ended cancelled: ONE END+MORE',
      'subscription ended cancelled: TWO END+MORE',
    ]);
  });

  test('one known parent of two is enough', () => {
    const ending = [end('refund', { parentId: 'X' }), end('refund', { parentId: 'ONE' }, 'MORE')];
    expect(told([sale('ONE'), sale('TWO', { date: day(2) }), ...ending])).toEqual([
      'one-time active: TWO',
      'one-time ended refunded: ONE END+MORE',
    ]);
  });

  test('of one purchase, by who names no one, takes it', () => {
    const one = sale('ONE', { originalId: 'FIRST', internalSubscriptionId: 'S1' });
    const ending = [
      end('cancellation', { ...nobody, originalId: 'FIRST' }),
      end('cancellation', { ...nobody, originalId: 'ONE' }, 'MORE'),
    ];
    expect(told([one, ...ending])).toEqual(['subscription ended cancelled: ONE END+MORE']);
  });
});

/**
 * RULES M3: an original id is compared with original ids, and with orders only where that order's sale is known. The
 * order of a renewal is no first order of anything.
 */
describe.each(FOLDS)(
  '%s: a cancellation whose first order is the order of a renewal',
  (_, told) => {
    const rebill = (name: string, fields: Fields) =>
      named(name, 'rebill', { date: day(1), ...fields });

    test('does not end the subscription of another first order', () => {
      const renewed = rebill('RENEWED', { orderId: '11', originalId: '10' });
      const ending = end('cancellation', { originalId: '11' });
      expect(told([renewed, ending])).toEqual(['subscription active: RENEWED', 'unmatched: END']);
    });

    test('ends what was sold as that order, and not what was renewed by it', () => {
      const facts = [
        rebill('RENEWED', { orderId: '11', originalId: '10', ...BY_LEAD }),
        sale('SOLD', { orderId: '11', ...BY_MAIL, date: day(2) }),
      ];
      expect(told([...facts, end('cancellation', { originalId: '11' })])).toEqual([
        'one-time ended cancelled: SOLD END',
        'subscription active: RENEWED',
      ]);
    });

    test('belongs to who bought, as if it named no order, also where two buyers have it', () => {
      const facts = [
        sale('BOUGHT', {
          orderId: null,
          parentId: '10',
          date: null,
          leadToken: 'lead-3',
          emailToken: 'mail-c',
        }),
        rebill('RENEWED', { orderId: '11', date: null, leadToken: null, emailToken: 'mail-c' }),
        rebill('OTHERS', {
          orderId: '11',
          originalId: '10',
          date: null,
          leadToken: null,
          emailToken: 'mail-a',
        }),
      ];
      const ending = { originalId: '11', leadToken: 'lead-3', emailToken: 'mail-a' };
      expect(told([...facts, end('cancellation', { ...ending, date: null })])).toEqual([
        'subscription active: OTHERS',
        'subscription ended cancelled: BOUGHT RENEWED END',
      ]);
    });
  }
);

describe.each(FOLDS)('%s: who names no one', (_, told) => {
  test.each<[string, Fields]>([
    ['an id of the processor', { processorSubscriptionId: 'I-1' }],
    ['a first order', { originalId: 'FIRST' }],
  ])('is not told apart where one person has two purchases under %s', (_id, fields) => {
    const facts = [
      sale('ONE', { ...fields, internalSubscriptionId: 'S1' }),
      sale('TWO', { ...fields, internalSubscriptionId: 'S2', date: day(2) }),
    ];
    expect(told([...facts, end('cancellation', { ...nobody, ...fields })])).toEqual([
      'subscription active: ONE',
      'subscription active: TWO',
      'unmatched: END',
    ]);
  });
});

describe.each(FOLDS)('%s: a reversal that names the order of someone else', (_, told) => {
  test('is held, though its own order is one of its person', () => {
    const facts = [sale('THEIRS', lee), sale('OWN')];
    expect(told([...facts, end('refund', { parentId: 'THEIRS', orderId: 'OWN' })])).toEqual([
      'one-time active: OWN',
      'one-time active: THEIRS',
      'conflicting-id: END',
    ]);
  });

  test('of another product says nothing, so its own order counts', () => {
    const facts = [sale('THEIRS', { ...lee, productId: 'Q' }), sale('OWN')];
    expect(told([...facts, end('refund', { parentId: 'THEIRS', orderId: 'OWN' })])).toEqual([
      'one-time active: THEIRS',
      'one-time ended refunded: OWN END',
    ]);
  });
});

describe.each(FOLDS)('%s: an address that changed', (_, told) => {
  const LINES = [
    sale('A', { internalSubscriptionId: 'S1', leadToken: null, emailToken: 'mail-1' }),
    sale('B', {
      orderId: 'A',
      internalSubscriptionId: 'S1',
      productId: 'Q',
      leadToken: 'lead-1',
      emailToken: 'mail-1',
    }),
  ];
  const moved = { internalSubscriptionId: 'S1', productId: 'X', emailToken: 'mail-2' };

  test('the subscription does not decide where one of its lines has a lead to compare', () => {
    expect(told([...LINES, end('cancellation', { ...moved, leadToken: 'lead-9' })])).toEqual([
      'subscription active: A',
      'subscription active: B',
      'conflicting-id: END',
    ]);
    expect(told([...LINES, end('cancellation', { ...moved, leadToken: null })])).toEqual([
      'subscription ended cancelled: A END',
      'subscription ended cancelled: B END',
    ]);
  });
});

describe.each(FOLDS)('%s: an order with several purchases of one product', (_, told) => {
  const both = (fields: [Fields, Fields]) => [
    sale('ONE', { orderId: 'O', internalSubscriptionId: 'S1', ...fields[0] }),
    sale('TWO', { orderId: 'O', internalSubscriptionId: 'S2', date: day(2), ...fields[1] }),
  ];
  const held = ['subscription active: ONE', 'subscription active: TWO', 'unmatched: END'];
  const two = ['subscription active: ONE', 'subscription ended refunded: TWO END'];
  const R = (id: string) => ({ processorSubscriptionId: id });

  test.each<[string, [Fields, Fields], Fields, string[]]>([
    [
      'its subscription counts before the processor’s',
      [R('I-1'), R('I-2')],
      { internalSubscriptionId: 'S2', ...R('I-1') },
      two,
    ],
    ['one that both have tells nothing', [R('I-1'), R('I-1')], R('I-1'), held],
    ['one that neither has tells nothing', [R('I-1'), R('I-2')], R('I-9'), held],
    [
      'a subscription that is not among them tells nothing',
      [R('I-1'), R('I-2')],
      { internalSubscriptionId: 'S9', ...R('I-2') },
      two,
    ],
  ])('%s', (_rule, fields, ids, ledger) => {
    expect(told([...both(fields), end('refund', { parentId: 'O', ...ids })])).toEqual(ledger);
  });

  test('a subscription of its person without that order is not meant', () => {
    const other = sale('OTHER', { internalSubscriptionId: 'S3', date: day(3) });
    const ending = end('refund', { parentId: 'O', internalSubscriptionId: 'S3' });
    expect(told([...both([{}, {}]), other, ending])).toEqual([
      'subscription active: ONE',
      'subscription active: OTHER',
      'subscription active: TWO',
      'unmatched: END',
    ]);
  });
});

describe.each(FOLDS)('%s: a reversal of a renewal that may be of several purchases', (_, told) => {
  const plan = (name: string, on: number) =>
    sale(name, { internalSubscriptionId: `S-${name}`, date: day(on) });
  const loose = named('R', 'rebill', { orderId: 'R', date: day(5) });

  test('goes with it by product', () => {
    const facts = [plan('A', 1), plan('B', 2), loose];
    expect(told([...facts, end('refund', { parentId: 'R' })])).toContain(
      'subscription ended refunded: B R END'
    );
    expect(told([...facts, end('refund', { parentId: 'R', productId: 'Q' })])).toContain(
      'unmatched: END'
    );
  });
});

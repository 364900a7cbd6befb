/** Endings that no id of their own places: which ids say what they do not mean, and what others teach (RULES M3). */
import type { Fact } from '../../../server/src/core/entitlements/fact';
import type { FactContent } from '../../model/histories';
import { day, FOLDS, lee, named } from '../../model/named-facts';

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

describe.each(FOLDS)('%s: an id that nothing has contradicts', (_, told) => {
  const S = { internalSubscriptionId: 'S-OTHER' };
  const R = { processorSubscriptionId: 'I-OTHER' };
  const O = { originalId: 'OTHER' };
  const [byR, byO] = [{ processorSubscriptionId: 'I-1' }, { originalId: 'A' }];

  test.each<[string, Fact, Fact, boolean]>([
    ['another subscription', plan('A', 1), cancel('END', 9, S), true],
    ['a subscription, of what names none', once('A', 1, byR), cancel('END', 9, S), false],
    ['another subscription of the processor', once('A', 1, byR), cancel('END', 9, R), true],
    ['a processor’s, of what names none', plan('A', 1), cancel('END', 9, R), false],
    ['another first order', plan('A', 1, byO), cancel('END', 9, O), true],
    ['another first order than the sale', plan('A', 1), cancel('END', 9, O), true],
    [
      'a first order, where no order is known',
      plan('A', 1, { orderId: null }),
      cancel('END', 9, O),
      false,
    ],
    [
      'another parent, of what was bought once',
      once('A', 1),
      refund('END', 9, { parentId: 'OTHER' }),
      true,
    ],
    [
      'another parent, of a subscription',
      plan('A', 1),
      refund('END', 9, { parentId: 'OTHER' }),
      false,
    ],
    [
      'a parent that is its own order',
      once('A', 1),
      refund('END', 9, { parentId: '9-END' }),
      false,
    ],
    ['a first order of a refund, of what was bought once', once('A', 1), refund('END', 9, O), true],
    [
      'a first order that is its own, where no order is known',
      once('A', 1, { orderId: null }),
      refund('END', 9, { originalId: '9-END' }),
      false,
    ],
    [
      'a subscription, of an order that the IPN told',
      once('A', 1, { surface: 'ipn' }),
      cancel('END', 9, S),
      true,
    ],
    [
      'a processor’s, of an order that the IPN told',
      once('A', 1, { surface: 'ipn' }),
      cancel('END', 9, R),
      true,
    ],
    [
      'nothing, of an order that the IPN told',
      once('A', 1, { surface: 'ipn' }),
      cancel('END', 9),
      false,
    ],
    ['a subscription, of an order that Outbound told', once('A', 1), cancel('END', 9, S), false],
    [
      'another parent of a partial refund',
      once('A', 1),
      end('partial-refund', 'END', 9, { parentId: 'OTHER' }),
      true,
    ],
  ])('%s', (_rule, sale, ending, contradicts) => {
    expect(told([sale, ending]).includes('unmatched: END')).toBe(contradicts);
  });

  test('a processor’s id of strangers counts as absent', () => {
    const theirs = once('T', 2, { ...lee, processorSubscriptionId: 'I-OTHER' });
    expect(told([once('A', 1, byR), theirs, cancel('END', 9, R)])).toContain(
      'subscription ended cancelled: A END'
    );
  });
});

describe.each(FOLDS)(
  '%s: one payment of several that names an id is enough to contradict',
  (_, told) => {
    const tied = { processorSubscriptionId: 'I-1' };
    const bare = named('R', 'rebill', { orderId: 'R', ...tied, date: day(5) });

    test.each<[string, Fact[], Fact, boolean]>([
      [
        'a subscription',
        [plan('A', 1, tied), bare],
        cancel('END', 9, { internalSubscriptionId: 'S9' }),
        true,
      ],
      [
        'a first order of a renewal',
        [named('R', 'rebill', { originalId: 'A', date: day(5), orderId: 'R' })],
        cancel('END', 9, { originalId: 'OTHER' }),
        true,
      ],
      [
        'not the own order of a renewal',
        [named('R', 'rebill', { internalSubscriptionId: 'S1', date: day(5), orderId: 'R' })],
        cancel('END', 9, { originalId: 'OTHER' }),
        false,
      ],
      [
        'not any order of a cancellation, where no order is known',
        [once('A', 1, { orderId: null })],
        cancel('END', 9, { originalId: 'OTHER' }),
        false,
      ],
      [
        'but that of a refund',
        [once('A', 1, { orderId: null })],
        refund('END', 9, { originalId: 'OTHER' }),
        true,
      ],
      [
        'not a parent of a failed charge',
        [once('A', 1)],
        end('failed', 'END', 9, { parentId: 'OTHER' }),
        false,
      ],
    ])('%s', (_rule, facts, ending, contradicts) => {
      expect(told([...facts, ending]).includes('unmatched: END')).toBe(contradicts);
    });
  }
);

describe.each(FOLDS)('%s: ids that endings teach', (_, told) => {
  const S9 = { internalSubscriptionId: 'S9' };

  test.each<Rule>([
    [
      'a second ending of the same subscription goes where the first went',
      [
        once('A', 1),
        cancel('X', 5, { ...S9, originalId: 'A' }),
        once('B', 6),
        cancel('END', 9, S9),
      ],
      ['one-time active: B', 'one-time ended cancelled: A X END'],
    ],
    [
      'of the same processor’s as well',
      [
        once('A', 1),
        cancel('X', 5, { processorSubscriptionId: 'I-9', originalId: 'A' }),
        once('B', 6),
        cancel('END', 9, { processorSubscriptionId: 'I-9' }),
      ],
      ['one-time active: B', 'one-time ended cancelled: A X END'],
    ],
    [
      'one placed by what ran teaches as well',
      [once('A', 1), cancel('X', 5, S9), once('B', 6), cancel('END', 9, S9)],
      ['one-time active: B', 'one-time ended cancelled: A X END'],
    ],
    [
      'a later one may tell what an earlier one meant',
      [
        once('A', 1),
        once('B', 2, { pricePoint: '2' }),
        plan('C', 3),
        cancel('END', 5, S9),
        cancel('X', 9, { ...S9, originalId: 'A' }),
      ],
      ['one-time active: B', 'one-time ended cancelled: A END X', 'subscription active: C'],
    ],
    [
      'a failed charge teaches nothing',
      [
        once('A', 1, { pricePoint: '1' }),
        named('X', 'failed', { ...S9, orderId: 'A', date: day(5) }),
        once('B', 6, { pricePoint: '2' }),

        cancel('END', 9, S9),
      ],
      ['one-time active: A X', 'one-time active: B', 'unmatched: END'],
    ],
    [
      'of the processor’s also where only a payment of another product has it',
      [
        once('A', 1),
        plan('OTHER', 2, {
          productId: 'Q',
          internalSubscriptionId: 'S9',
          processorSubscriptionId: 'I-9',
        }),
        cancel('END', 5, { processorSubscriptionId: 'I-9' }),
        cancel('X', 9, { ...S9, processorSubscriptionId: 'I-9' }),
      ],
      ['one-time active: A', 'subscription ended cancelled: OTHER END X'],
    ],
    [
      'not one of another subscription',
      [
        once('A', 1),
        cancel('X', 5, { ...S9, originalId: 'A' }),
        once('B', 6),
        cancel('END', 9, { internalSubscriptionId: 'S8' }),
      ],
      ['one-time ended cancelled: A X', 'one-time ended cancelled: B END'],
    ],
    [
      'nor one of another of the processor',
      [
        once('A', 1),
        cancel('X', 5, { processorSubscriptionId: 'I-9', originalId: 'A' }),
        once('B', 6),
        cancel('END', 9, { processorSubscriptionId: 'I-8' }),
      ],
      ['one-time ended cancelled: A X', 'one-time ended cancelled: B END'],
    ],
    [
      'nor the processor’s of the same name',
      [
        once('A', 1),
        cancel('X', 5, { ...S9, originalId: 'A' }),
        once('B', 6),
        cancel('END', 9, { processorSubscriptionId: 'S9' }),
      ],
      ['one-time ended cancelled: A X', 'one-time ended cancelled: B END'],
    ],
    [
      'not to another person',
      [
        once('A', 1),
        cancel('X', 5, { ...S9, originalId: 'A' }),
        cancel('END', 9, { ...S9, ...lee }),
      ],
      ['one-time ended cancelled: A X', 'unmatched: END'],
    ],
    [
      'not to another product',
      [
        once('A', 1),
        cancel('X', 5, { ...S9, originalId: 'A' }),
        cancel('END', 9, { ...S9, productId: 'Q' }),
      ],
      ['one-time ended cancelled: A X', 'unmatched: END'],
    ],
    [
      'not a processor’s id that payments of others carry: it is absent',
      [
        once('T', 1, { ...lee, processorSubscriptionId: 'I-1' }),
        once('A', 2),
        cancel('X', 5, { processorSubscriptionId: 'I-1', originalId: 'A' }),
        once('B', 6),
        cancel('END', 9, { processorSubscriptionId: 'I-1' }),
      ],
      [
        'one-time ended cancelled: A X',
        'one-time ended cancelled: B END',
        'subscription active: T',
      ],
    ],
    [
      'not where the purchase is a stranger’s, whoever the ending that teaches may be of',
      [
        once('A', 1, { leadToken: 'lead-lee', emailToken: null }),
        cancel('X', 5, { ...S9, originalId: 'A', leadToken: 'lead-lee' }),
        once('B', 6),
        cancel('END', 9, S9),
      ],
      ['one-time ended cancelled: A X', 'one-time ended cancelled: B END'],
    ],
  ])('%s', (_rule, facts, ledger) => {
    expect(told(facts)).toEqual(ledger);
  });
});

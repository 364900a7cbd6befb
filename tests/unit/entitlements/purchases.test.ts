/** Which purchases there are, from payments alone (RULES, property 1, and M2). */
import type { Fact, Settlement } from '../../../server/src/core/entitlements/fact';
import type { FactContent } from '../../model/histories';
import { day, FOLDS, lee, named, nobody } from '../../model/named-facts';

type Fields = Partial<FactContent>;
const sale = (name: string, on: number, fields: Fields = {}) =>
  named(name, 'sale', { orderId: name, date: day(on), ...fields });
const rebill = (name: string, on: number, fields: Fields = {}) =>
  named(name, 'rebill', { orderId: name, date: day(on), ...fields });
const R = { processorSubscriptionId: 'I-1' };
const S = (id: string) => ({ internalSubscriptionId: id });

describe.each(FOLDS)('%s: payments are one purchase', (_, told, fold) => {
  test.each<[string, Fact[], string[]]>([
    [
      'of one subscription of the processor',
      [sale('A', 1, R), rebill('B', 2, R)],
      ['subscription active: A B'],
    ],
    [
      'of one first order',
      [sale('A', 1), rebill('B', 2, { originalId: 'A' })],
      ['subscription active: A B'],
    ],
    [
      'of one order at two dates',
      [sale('A', 1, { orderId: 'O' }), sale('B', 2, { orderId: 'O' })],
      ['one-time active: A B'],
    ],
    [
      'by a parent',
      [sale('A', 1), rebill('B', 2, { parentId: 'A' })],
      ['subscription active: A B'],
    ],
    [
      'not of another product',
      [sale('A', 1, R), rebill('B', 2, { ...R, productId: 'Q' })],
      ['subscription active: A', 'subscription active: B'],
    ],
    [
      'not of another buyer',
      [sale('A', 1, R), sale('B', 2, { ...R, ...lee })],
      ['subscription active: A', 'subscription active: B'],
    ],
    [
      'each payment goes to its buyer',
      [sale('A', 1, R), sale('B', 2, { ...R, ...lee }), rebill('C', 3, R)],
      ['subscription active: A C', 'subscription active: B'],
    ],
    [
      'that name no one join the only one',
      [sale('A', 1, R), rebill('B', 2, { ...R, ...nobody })],
      ['subscription active: A B'],
    ],
    [
      'and are one of their own between two',
      [sale('A', 1, R), sale('B', 2, { ...R, ...lee }), rebill('C', 3, { ...R, ...nobody })],
      ['subscription active: A', 'subscription active: B', 'subscription active: C'],
    ],
    [
      'though they came before one that names someone',
      [sale('A', 1, { ...R, ...nobody }), rebill('B', 2, R)],
      ['subscription active: A B'],
    ],
    [
      'not of two subscriptions',
      [sale('A', 1, { ...R, ...S('S1') }), sale('B', 2, { ...R, ...S('S2') })],
      ['subscription active: A', 'subscription active: B'],
    ],
    [
      'one that names no subscription joins one that does',
      [sale('A', 1, { ...R, ...S('S1') }), rebill('B', 2, R)],
      ['subscription active: A B'],
    ],
    [
      'two that a third shows to be one',
      [
        sale('A', 1, R),
        sale('B', 2, { originalId: 'O' }),
        rebill('C', 3, { ...R, originalId: 'O' }),
      ],
      ['subscription active: A B C'],
    ],
    [
      'two by the processor’s id, before an order',
      [sale('A', 1), sale('B', 2, R), rebill('C', 3, { ...R, parentId: 'A' })],
      ['subscription active: A B C'],
    ],
    [
      'of a lead before those of an address',
      [
        sale('A', 1, { ...R, leadToken: 'lead-2' }),
        sale('B', 2, { ...R, emailToken: 'mail-2' }),
        rebill('C', 3, R),
      ],
      ['subscription active: A', 'subscription active: B C'],
    ],
    [
      'an order is no subscription of the processor',
      [sale('7', 1), sale('B', 2, { processorSubscriptionId: '7' })],
      ['one-time active: 7', 'subscription active: B'],
    ],
    [
      'not two of strangers that a third names',
      [
        sale('A', 1, { ...R, emailToken: 'mail-2' }),
        sale('B', 2, { originalId: 'O', leadToken: 'lead-2' }),
        rebill('C', 3, { ...R, originalId: 'O' }),
      ],
      ['subscription active: A C', 'subscription active: B'],
    ],
    [
      'nor two subscriptions that a third names',
      [
        sale('A', 1, { ...R, ...S('S1') }),
        sale('B', 2, S('S2')),
        rebill('C', 3, { ...R, parentId: 'B' }),
      ],
      ['subscription active: A C', 'subscription active: B'],
    ],
    [
      'what was found to be one is found by the ids of both',
      [
        sale('A', 1, R),
        sale('B', 2, { originalId: 'O' }),
        rebill('C', 3, { ...R, originalId: 'O' }),
        rebill('D', 4, { parentId: 'B' }),
      ],
      ['subscription active: A B C D'],
    ],
  ])('%s', (_rule, facts, ledger) => {
    expect(told(facts)).toEqual(ledger);
  });

  test('its product is that of the latest payment, or of the subscription', () => {
    const productOf = (...facts: Fact[]) => fold(facts).purchases.map(({ productId }) => productId);
    const settled: Settlement = { eventHash: 'B', purchaseHash: 'A', sequence: 1 };
    const later = sale('B', 2, { productId: 'Q' });
    expect(fold([sale('A', 1), later], [settled]).purchases.map((one) => one.productId)).toEqual([
      'Q',
    ]);
    expect(
      fold([sale('A', 1, S('S1')), later], [settled]).purchases.map((one) => one.productId)
    ).toEqual(['P']);
    expect(productOf(sale('A', 1), later)).toEqual(['P', 'Q']);
  });
});

describe.each(FOLDS)('%s: what an administrator said of payments', (_, told) => {
  const settle = (eventHash: string, purchaseHash: string | null, sequence = 1): Settlement => ({
    eventHash,
    purchaseHash,
    sequence,
  });
  const [A, B, C] = [sale('A', 1), sale('B', 2), sale('C', 3)];

  test.each<[string, Settlement[], string[]]>([
    ['two are one', [settle('B', 'A')], ['one-time active: A B', 'one-time active: C']],
    ['said of the earlier one', [settle('A', 'B')], ['one-time active: A B', 'one-time active: C']],
    ['three are one', [settle('B', 'A'), settle('C', 'B')], ['one-time active: A B C']],
    [
      'the last word counts',
      [settle('B', 'A', 1), settle('B', 'C', 2)],
      ['one-time active: A', 'one-time active: B C'],
    ],
    [
      'whichever came first',
      [settle('B', 'C', 2), settle('B', 'A', 1)],
      ['one-time active: A', 'one-time active: B C'],
    ],
    [
      'of itself it says nothing',
      [settle('B', 'B')],
      ['one-time active: A', 'one-time active: B', 'one-time active: C'],
    ],
    [
      'of what is not there it says nothing',
      [settle('B', 'Z'), settle('Z', 'A')],
      ['one-time active: A', 'one-time active: B', 'one-time active: C'],
    ],
    [
      'that a sale is of none, it says nothing',
      [settle('B', null)],
      ['one-time active: A', 'one-time active: B', 'one-time active: C'],
    ],
  ])('%s', (_rule, settlements, ledger) => {
    expect(told([A, B, C], settlements)).toEqual(ledger);
  });
});

describe.each(FOLDS)(
  '%s: what an administrator said of an ending that two webhooks told',
  (_, told) => {
    const plans = [sale('A', 1, S('S1')), sale('B', 2, S('S2'))];
    const ending = (name: string, surface: Fact['surface']) =>
      named(name, 'cancellation', { orderId: '900', surface, date: day(9) });
    const both = [ending('END', 'outbound'), ending('MORE', 'ipn')];

    test.each([
      ['END', 'MORE'],
      ['MORE', 'END'],
    ])('the last word counts, said of %s or of %s', (last, before) => {
      const settlements = [
        { eventHash: last, purchaseHash: 'A', sequence: 2 },
        { eventHash: before, purchaseHash: 'B', sequence: 1 },
      ];
      expect(told([...plans, ...both], settlements)).toEqual([
        'subscription active: B',
        'subscription ended cancelled: A END+MORE',
      ]);
    });
  }
);

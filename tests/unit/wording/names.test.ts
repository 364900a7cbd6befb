import { nameKind, nameProduct } from '../../../server/src/core/wording/names';
import { EVENT_KINDS } from '../../../server/src/core/kartra/event';

it('a product is named with its id, and without a name by its id alone', () => {
  expect(nameProduct('558475', 'Meal Plan')).toBe('Meal Plan (558475)');
  expect(nameProduct('558475', null)).toBe('558475');
});

it('every kind of event has a word', () => {
  expect(EVENT_KINDS.map(nameKind)).toEqual(
    EVENT_KINDS.map(
      (kind) =>
        ({
          sale: 'purchase',
          rebill: 'renewal',
          failed: 'failed payment',
          'partial-refund': 'partial refund',
          cancellation: 'cancellation',
          refund: 'refund',
          chargeback: 'chargeback',
        })[kind]
    )
  );
  expect(nameKind('something else')).toBe('something else');
});

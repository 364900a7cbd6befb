import { nameProduct } from '../../../server/src/core/wording/names';

it('a product is named with its id, and without a name by its id alone', () => {
  expect(nameProduct('558475', 'Meal Plan')).toBe('Meal Plan (558475)');
  expect(nameProduct('558475', null)).toBe('558475');
});

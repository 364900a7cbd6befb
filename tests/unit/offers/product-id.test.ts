import { readProductId } from '../../../server/src/core/offers/product-id';

const long = 'x'.repeat(191);

it.each([
  ['558475', '558475'],
  [' 558475\n', '558475'],
  ['meal-plan_2.0', 'meal-plan_2.0'],
  ['https://app.kartra.com/sales/products/edit/558475', '558475'],
  ['https://app.kartra.com/sales/products/edit/558475/pricing', '558475'],
  ['https://app.kartra.com/Sales/Products/Edit/558475?tab=1', '558475'],
  ['https://app.kartra.com/sales/products/edit/558475#top', '558475'],
  [long, long],
  [`${long}x`, null],
  ['', null],
  ['   ', null],
  ['0', null],
  ['/sales/products/edit/0', null],
  ['two words', null],
  ['https://app.kartra.com/sales/products', null],
  ['https://app.kartra.com/sales/products/edit/', null],
  ['5<script>', null],
  [`${' '.repeat(1990)}558475${' '.repeat(100)}`, '558475'],
  [`/sales/products/edit/558475?${'x'.repeat(1973)}`, null],
  [`/sales/products/edit/558475?${'x'.repeat(1972)}`, '558475'],
])('%j is the product %j', (pasted, id) => {
  expect(readProductId(pasted)).toBe(id);
});

import { nameProduct } from './names';

import type { Mapping } from '../../../contracts/mapping';
import type { Texts } from './texts';

/** "Meal Plan (558475), all price points → Gold and Keto" */
export function sayMapping(
  { productId, productName, pricePoint }: Pick<Mapping, 'productId' | 'productName' | 'pricePoint'>,
  levels: readonly string[],
  { t, list }: Texts
): string {
  return t('preview.summary', {
    product: nameProduct(productName, productId) ?? productId,
    pricePoint:
      pricePoint === null
        ? t('preview.all-price-points')
        : t('preview.price-point', { pricePoint }),
    level: list(levels),
  });
}

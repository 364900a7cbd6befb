import { nameProduct } from '../components/LogParts';

import type { Mapping } from '../../../contracts/mapping';
import type { Texts } from '../hooks/useTexts';

/** "Meal Plan (558475), all price points → Gold" */
export function sayMapping(
  { productId, productName, pricePoint }: Pick<Mapping, 'productId' | 'productName' | 'pricePoint'>,
  level: string,
  { t }: Texts
): string {
  return t('preview.summary', {
    product: nameProduct(productName, productId) ?? productId,
    pricePoint:
      pricePoint === null
        ? t('preview.all-price-points')
        : t('preview.price-point', { pricePoint }),
    level,
  });
}

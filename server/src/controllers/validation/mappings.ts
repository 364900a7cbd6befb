import { z } from 'zod';
import type { SaveMappingBody } from '../../../../contracts/mapping';
import { readProductId } from '../../core/offers/product-id';
import { roleId, version } from './common';

const productId = z
  .union([z.string(), z.number()])
  .transform((value) => readProductId(String(value)))
  .pipe(z.string({ error: 'Enter the number of the product, or its address in Kartra.' }));

const pricePoint = z
  .union([z.string(), z.number(), z.null()])
  .transform((value) => (value === null ? '' : String(value).trim()))
  .pipe(z.string().max(64))
  .transform((value) => (value === '' ? null : value));

export const saveMappingBody = z.strictObject({
  productId,
  pricePoint: pricePoint.default(null),
  roleId,
  version: version.optional(),
}) satisfies z.ZodType<SaveMappingBody>;

/** A change names only what it changes. */
export const changeMappingBody = z.strictObject({
  productId: productId.optional(),
  pricePoint: pricePoint.optional(),
  roleId: roleId.optional(),
  version: version.optional(),
});

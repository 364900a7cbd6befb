import { z } from 'zod';
import type { SaveOfferMappingsBody } from '../../../../contracts/offer';
import { LEVEL_NEEDED, levels, namesLevels, roleId } from './common';

export const saveOfferMappingsBody = z.strictObject({
  mappings: z
    .array(
      z
        .strictObject({
          offerId: z.int().positive(),
          roleId: roleId.optional(),
          levels: levels.optional(),
        })
        .refine(namesLevels, LEVEL_NEEDED)
    )
    .min(1)
    .max(500),
}) satisfies z.ZodType<SaveOfferMappingsBody>;

export const ignoreOfferBody = z.strictObject({ ignored: z.boolean() });

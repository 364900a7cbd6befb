import { z } from 'zod';
import { LEVEL_NEEDED, levels, namesLevels, oneRole } from './fields';
import { namedLevel } from './mapping';
import { named, type In, type Out } from './schema';

export const offer = named(
  'Offer',
  z.strictObject({
    id: z.int(),
    productId: z.string(),
    productName: z.string().nullable(),
    pricePoint: z.string().nullable(),
    firstSeenAt: z.string(),
    lastSeenAt: z.string(),
    timesSeen: z.int(),
    waitingBuyers: z.int().describe('People with a live purchase that no mapping covers.'),
    roleId: z.int().nullable().describe('The first of `levels`; null: no mapping covers it.'),
    roleName: z.string().nullable(),
    levels: z
      .array(z.int())
      .describe('Roles that the mapping gives, highest first; none: no mapping covers it.'),
    roles: z.array(namedLevel).describe('The same with their names.'),
    mappedBy: z.string().nullable().describe('Who saved the mapping that covers it.'),
    ignored: z.boolean(),
  })
);
export type Offer = Out<typeof offer>;

/** Who paid for an offer that gives no access level yet. */
export const waitingBuyers = named(
  'WaitingBuyers',
  z.strictObject({
    offerId: z.int(),
    since: z
      .string()
      .nullable()
      .describe("Kartra's date of the first purchase, as Kartra wrote it; null when it sent none."),
    total: z.int(),
    buyers: z
      .array(
        z.strictObject({
          memberId: z.int(),
          name: z.string().nullable(),
          email: z.string().nullable().describe('Masked without the personal-data permission.'),
        })
      )
      .describe('The first twenty.'),
  })
);
export type WaitingBuyers = Out<typeof waitingBuyers>;

export const saveOfferMappingsBody = z.strictObject({
  mappings: z
    .array(
      z
        .strictObject({
          offerId: z.int().positive(),
          levels: levels.optional(),
          roleId: oneRole,
        })
        .refine(namesLevels, LEVEL_NEEDED)
    )
    .min(1)
    .max(500),
});
export type SaveOfferMappingsBody = In<typeof saveOfferMappingsBody>;

export const ignoreOfferBody = z.strictObject({ ignored: z.boolean() });

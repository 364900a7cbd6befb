import { z } from 'zod';
import { readPeriod } from '../server/src/core/entitlements/calendar';
import {
  ON_CANCELLATION,
  ON_PARTIAL_REFUND,
  ON_REFUND,
  WHEN_PAID_IN_FULL,
} from '../server/src/core/rules/policy';
import {
  LEVEL_NEEDED,
  levels,
  namesLevels,
  pricePoint,
  productId,
  roleId,
  version,
} from './fields';
import { meant, named, type In, type Out } from './schema';

/** One of several levels that something gives. */
export const namedLevel = named(
  'NamedLevel',
  z.strictObject({
    roleId: z.int(),
    name: z.string().nullable().describe('As the role is called, or was when it was still there.'),
    missing: z.boolean().describe('The role was deleted: this level is not given.'),
  })
);
export type NamedLevel = Out<typeof namedLevel>;

/** What an ending means; the first of each is what Kartra's guide promises, and the default. */
export const mappingPolicies = named(
  'MappingPolicies',
  z.strictObject({
    onCancellation: z.enum(ON_CANCELLATION),
    period: z
      .string()
      .nullable()
      .describe(
        'Length of a paid period, as in ISO 8601 (`P1M`, `P2W`); null: learned from the payments. Where they show none, access stays for one month after a cancellation, and its webhook is held until an administrator says better.'
      ),
    onRefund: z.enum(ON_REFUND),
    onPartialRefund: z.enum(ON_PARTIAL_REFUND),
    onFailedPayment: z.enum(['keep', 'grace']),
    graceDays: z
      .int()
      .nullable()
      .describe('Days of access after a failed payment; null unless `onFailedPayment` is `grace`.'),
    durationDays: z
      .int()
      .nullable()
      .describe('Days that access lasts from the latest payment; null: as long as it is paid.'),
    whenPaidInFull: z
      .enum(WHEN_PAID_IN_FULL)
      .describe(
        'Once all instalments of a payment plan are paid; `end-of-period`: of the period that the last one paid for.'
      ),
  })
);
export type MappingPolicies = Out<typeof mappingPolicies>;

export const mapping = named(
  'Mapping',
  z.strictObject({
    ...mappingPolicies.shape,
    id: z.int(),
    productId: z.string(),
    productName: z
      .string()
      .nullable()
      .describe('As last seen in a webhook; null when none came yet.'),
    pricePoint: z.string().nullable().describe('Null: all price points.'),
    roleId: z.int().describe('The first of `levels`: the role that Strapi knows a member by.'),
    roleName: z.string().nullable(),
    roleMissing: z
      .boolean()
      .describe('All its roles were deleted: the mapping gives nothing until another is chosen.'),
    levels: z.array(z.int()).describe('Roles that it gives, highest first.'),
    roles: z.array(namedLevel).describe('The same with their names.'),
    mailName: z
      .string()
      .nullable()
      .describe('What mails call the product; null: its name from Kartra, as plain words.'),
    members: z.int().describe('Members whose live purchases it covers.'),
    waiting: z
      .int()
      .describe('Members who paid for it while the webhook that says so fails or waits.'),
    version: z.int(),
    savedAt: z.string(),
    savedBy: z.string().nullable(),
  })
);
export type Mapping = Out<typeof mapping>;

/** How long one payment of a product lasts, as far as payments show it. */
export const paidPeriod = named(
  'PaidPeriod',
  z.strictObject({
    renewalsArrive: z
      .boolean()
      .describe(
        'A renewal has reached this site, of whatever product; the Outbound API reports none.'
      ),
    usual: z
      .string()
      .nullable()
      .describe(
        'What the payments of most buyers show (`P1M`); null: of none so far. Only a suggestion: each counts by its own.'
      ),
    purchases: z.int().describe('Purchases that show it.'),
  })
);
export type PaidPeriod = Out<typeof paidPeriod>;

const days = (most: number) => {
  const error = `Enter 1 to ${most.toLocaleString('en')} days.`;
  return z.int({ error }).min(1, { error }).max(most, { error }).nullable();
};

const { shape } = mappingPolicies;
const policies = {
  onCancellation: shape.onCancellation.optional(),
  period: z
    .string()
    .refine((text) => readPeriod(text) !== null, {
      error: 'Enter a duration such as P1W, P1M, P3M or P1Y.',
    })
    .nullable()
    .optional(),
  onRefund: shape.onRefund.optional(),
  onPartialRefund: shape.onPartialRefund.optional(),
  onFailedPayment: shape.onFailedPayment.optional(),
  graceDays: days(365).optional(),
  durationDays: days(3650).optional(),
  whenPaidInFull: shape.whenPaidInFull.optional(),
} satisfies Record<keyof MappingPolicies, z.ZodType>;

/** What mails call a product: the owner's own words, on one line. */
const mailName = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .regex(/^\P{C}*$/u, { error: 'It must be on one line.' })
  .nullable()
  .optional();

const givenLevels = {
  levels: levels.optional(),
  roleId: roleId
    .optional()
    .describe(
      'Instead of `levels`, for a single level. The one that the mapping shows as its `roleId` already leaves its other levels as they are.'
    ),
};

export const saveMappingBody = z
  .strictObject({
    productId,
    pricePoint: pricePoint.default(null),
    mailName,
    ...givenLevels,
    version: version.optional(),
    ...policies,
  })
  .refine(namesLevels, LEVEL_NEEDED);
export type SaveMappingBody = In<typeof saveMappingBody>;

/** A change names only what it changes. */
export const changeMappingBody = z.strictObject({
  productId: productId.optional(),
  pricePoint: pricePoint.optional(),
  mailName,
  ...givenLevels,
  version: version.optional(),
  ...policies,
});
export type ChangeMappingBody = In<typeof changeMappingBody>;

const id = z.int().positive();

/** One to be deleted; one to be changed, by its id; or one to be added. */
export const previewMappingBody = meant([
  ['remove', z.strictObject({ id, remove: z.literal(true) })],
  ['id', changeMappingBody.extend({ id })],
  ['productId', saveMappingBody],
]);
export type PreviewMappingBody = In<typeof previewMappingBody>;

export const paidPeriodQuery = z.object({
  productId,
  pricePoint: pricePoint.default(null).describe('Left out: all of them.'),
});
export type PaidPeriodQuery = In<typeof paidPeriodQuery>;

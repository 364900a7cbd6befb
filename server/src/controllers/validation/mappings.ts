import { z } from 'zod';
import type {
  MappingPolicies,
  PaidPeriodQuery,
  SaveMappingBody,
} from '../../../../contracts/mapping';
import type { Policy } from '../../core/rules/policy';
import { readPeriod } from '../../core/entitlements/calendar';
import { readId } from '../../core/kartra/fields';
import { readProductId } from '../../core/offers/product-id';
import { LEVEL_NEEDED, levels, namesLevels, roleId, version } from './common';

export const productId = z
  .union([z.string(), z.number()])
  .transform((value) => readProductId(String(value)))
  .pipe(z.string({ error: 'Enter the number of the product, or its address in Kartra.' }));

export const pricePoint = z
  .union([z.string(), z.number(), z.null()])
  // Like the one in a webhook, or it would cover none: `N/A`, `0` and blanks are no price point.
  .transform((value) => (value === null ? null : readId(String(value))))
  .pipe(z.string().max(64).nullable());

const days = (most: number) => {
  const error = `Enter 1 to ${most.toLocaleString('en')} days.`;
  return z.int({ error }).min(1, { error }).max(most, { error }).nullable();
};

const policies = {
  onCancellation: z.enum(['end-now', 'end-of-period']).optional(),
  period: z
    .string()
    .refine((text) => readPeriod(text) !== null, {
      error: 'Enter a duration such as P1W, P1M, P3M or P1Y.',
    })
    .nullable()
    .optional(),
  onRefund: z.enum(['end-now', 'keep']).optional(),
  onPartialRefund: z.enum(['keep', 'end-now']).optional(),
  onFailedPayment: z.enum(['keep', 'grace']).optional(),
  graceDays: days(365).optional(),
  durationDays: days(3650).optional(),
  whenPaidInFull: z.enum(['keep', 'end-of-period']).optional(),
} satisfies Record<keyof MappingPolicies, z.ZodType>;

export const saveMappingBody = z
  .strictObject({
    productId,
    pricePoint: pricePoint.default(null),
    roleId: roleId.optional(),
    levels: levels.optional(),
    version: version.optional(),
    ...policies,
  })
  .refine(namesLevels, LEVEL_NEEDED) satisfies z.ZodType<SaveMappingBody>;

export const paidPeriodQuery = z.object({
  productId,
  pricePoint: pricePoint.default(null),
}) satisfies z.ZodType<PaidPeriodQuery>;

/** A change names only what it changes. */
export const changeMappingBody = z.strictObject({
  productId: productId.optional(),
  pricePoint: pricePoint.optional(),
  roleId: roleId.optional(),
  levels: levels.optional(),
  version: version.optional(),
  ...policies,
});

const DEFAULT_GRACE_DAYS = 7;

/** `onFailedPayment` and its days are one setting to the rules: no days, no end. Nothing when neither is named. */
export function readGrace({
  onFailedPayment,
  graceDays,
}: Pick<z.output<typeof changeMappingBody>, 'onFailedPayment' | 'graceDays'>): Partial<
  Pick<Policy, 'graceDays'>
> {
  if (onFailedPayment === 'keep') return { graceDays: null };
  if (onFailedPayment === 'grace') return { graceDays: graceDays ?? DEFAULT_GRACE_DAYS };
  return graceDays === undefined ? {} : { graceDays };
}

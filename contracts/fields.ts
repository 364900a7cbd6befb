/** Fields that several requests share, and what is read out of them. */
import { z } from 'zod';
import { readId } from '../server/src/core/kartra/fields';
import { normaliseEmail } from '../server/src/core/members/email';
import { readProductId } from '../server/src/core/offers/product-id';

const MOMENT_NEEDED = { error: 'A date like 2026-05-03 or 2026-05-03T14:02:00Z is needed.' };

/** ISO 8601, to epoch ms. */
export const moment = z
  .string()
  .transform((value) => Date.parse(value))
  .pipe(z.number(MOMENT_NEEDED));

const DAY_MS = 86_400_000;

/** Like `moment`; a day without a time is meant to its end. */
export const momentUntil = z
  .string()
  .transform((value) => {
    const start = Date.parse(value);
    return /^\d{4}-\d{2}-\d{2}$/.test(value.trim()) ? start + DAY_MS - 1 : start;
  })
  .pipe(z.number(MOMENT_NEEDED));

/** An exact address as stored. A blank within is a plus sign that wasn't encoded. */
export const emailQuery = z
  .string()
  .max(254)
  .transform((value) => {
    const text = value.trim();
    const checked = normaliseEmail(text.replaceAll(' ', '+'));
    return checked.ok ? checked.email : text;
  });

/** An address that something can be sent to. */
export const email = z
  .string()
  .max(254)
  .transform(normaliseEmail)
  .transform((checked, context) => {
    if (checked.ok) return checked.email;
    context.addIssue({ code: 'custom', message: 'Enter an e-mail address.' });
    return z.NEVER;
  });

/** The number, or the pasted address of the product in Kartra. */
export const productId = z
  .union([z.string(), z.number()])
  .transform((value) => readProductId(String(value)))
  .pipe(z.string({ error: 'Enter the number of the product, or its address in Kartra.' }));

export const pricePoint = z
  .union([z.string(), z.number(), z.null()])
  // Like the one in a webhook, or it would cover none: `N/A`, `0` and blanks are no price point.
  .transform((value) => (value === null ? null : readId(String(value))))
  .pipe(z.string().max(64).nullable());

/** An id in a query. */
export const idQuery = z.coerce.number<string | number>().int().positive();

export const version = z
  .int()
  .min(0)
  .describe('With it a stale change is refused with 409 and the current state.');

export const roleId = z.int().positive();

/** A set of levels. */
export const levels = z
  .array(roleId)
  .min(1, { error: 'Choose an access level.' })
  .max(20, { error: 'Choose up to 20 access levels.' })
  .refine((ids) => new Set(ids).size === ids.length, { error: 'Choose each access level once.' })
  .describe('One to twenty roles, each once.');

export const oneRole = roleId.optional().describe('Instead of `levels`, for a single level.');

/** `levels`, or `roleId` as before there were sets. */
export const namesLevels = (asked: { levels?: unknown; roleId?: unknown }): boolean =>
  asked.levels !== undefined || asked.roleId !== undefined;

export const LEVEL_NEEDED = { path: ['roleId'], error: 'Choose an access level.' };

/** Only told what would come of it; nothing is written. */
export const dryRun = z.boolean().default(false).describe('Only tell what it would do.');

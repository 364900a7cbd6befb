import { z } from 'zod';
import { normaliseEmail } from '../../core/members/email';

export const idParams = z.object({ id: z.coerce.number().int().positive() });

/** A request that says all in its address. */
export const nothing = z.strictObject({});

/** Query values arrive as text. */
const page = z.coerce.number().int().min(1).max(1_000_000);
const pageSize = z.coerce.number().int().min(1).max(100);

export const pageQuery = { page: page.default(1), pageSize: pageSize.default(25) };

/** Of a list that is given whole where no page is asked for. */
export const optionalPageQuery = z.object({
  page: page.optional(),
  pageSize: pageSize.optional(),
});

/** ISO 8601, to epoch ms. */
export const moment = z
  .string()
  .transform((value) => Date.parse(value))
  .pipe(z.number({ error: 'A date like 2026-05-03 or 2026-05-03T14:02:00Z is needed.' }));

const DAY_MS = 86_400_000;

/** Like `moment`; a day without a time is meant to its end. */
export const momentUntil = z
  .string()
  .transform((value) => {
    const start = Date.parse(value);
    return /^\d{4}-\d{2}-\d{2}$/.test(value.trim()) ? start + DAY_MS - 1 : start;
  })
  .pipe(z.number({ error: 'A date like 2026-05-03 or 2026-05-03T14:02:00Z is needed.' }));

/** An exact address as stored. A blank within is a plus sign that nobody encoded. */
export const emailQuery = z
  .string()
  .max(254)
  .transform((value) => {
    const text = value.trim();
    const checked = normaliseEmail(text.replaceAll(' ', '+'));
    return checked.ok ? checked.email : text;
  });

export const version = z.int().min(0);

export const roleId = z.int().positive();

/** A set of levels. */
export const levels = z
  .array(roleId)
  .min(1, { error: 'Choose an access level.' })
  .max(20, { error: 'Choose up to 20 access levels.' })
  .refine((ids) => new Set(ids).size === ids.length, { error: 'Choose each access level once.' });

/** `levels`, or `roleId` as before there were sets. */
export const namesLevels = (asked: { levels?: unknown; roleId?: unknown }): boolean =>
  asked.levels !== undefined || asked.roleId !== undefined;

export const LEVEL_NEEDED = { path: ['roleId'], error: 'Choose an access level.' };

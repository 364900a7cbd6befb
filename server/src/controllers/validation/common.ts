import { z } from 'zod';

export const idParams = z.object({ id: z.coerce.number().int().positive() });

/** A request that says all in its address. */
export const nothing = z.strictObject({});

/** Query values arrive as text. */
export const pageQuery = {
  page: z.coerce.number().int().min(1).max(1_000_000).default(1),
  pageSize: z.coerce.number().int().min(1).max(100).default(25),
};

/** ISO 8601, to epoch ms. */
export const moment = z
  .string()
  .transform((value) => Date.parse(value))
  .pipe(z.number({ error: 'A date like 2026-05-03 or 2026-05-03T14:02:00Z is needed.' }));

export const version = z.int().min(0);

export const roleId = z.int().positive();

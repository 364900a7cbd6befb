import { errors } from '@strapi/utils';
import type { z } from 'zod';

/** The parsed value, or Strapi's ValidationError (400) that names each path. */
export function validate<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalid(
    result.error.issues.map(({ path, message }) => ({ path: path.map(String), message }))
  );
}

/** What zod cannot see from the request alone, like a role that does not exist. */
export function invalid(
  problems: readonly { readonly path: readonly string[]; readonly message: string }[]
): Error {
  const [first] = problems;
  return new errors.ValidationError(first?.message ?? 'The request is not valid.', {
    errors: problems.map((problem) => ({ ...problem, name: 'ValidationError' })),
  });
}

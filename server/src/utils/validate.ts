import { errors } from '@strapi/utils';
import type { z } from 'zod';
import { sayRefusal, type RefusalCode, type RefusalValues } from '../core/wording/refusals';

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

interface Refused {
  readonly path: readonly string[];
  readonly message: string;
  readonly code?: RefusalCode;
  readonly values?: RefusalValues;
}

function invalid(problems: readonly Refused[]): Error {
  const [first] = problems;
  return new errors.ValidationError(first?.message ?? 'The request is not valid.', {
    errors: problems.map((problem) => ({ ...problem, name: 'ValidationError' })),
  });
}

/** What zod cannot see from the request alone, like a role that does not exist. */
export const refuse = (
  path: readonly string[],
  code: RefusalCode,
  values: RefusalValues = {}
): Error => invalid([{ path, message: sayRefusal(code, values), code, values }]);

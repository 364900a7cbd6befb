import type { z } from 'zod';

/** How values that are more than a plain text, number or boolean are kept in one column. */
export interface Column<Value> {
  write(value: Value): string | null;
  /** Throws `Unreadable` for what no version of the plugin could have meant. */
  read(stored: string): Value;
  /** The value of a null column. */
  readonly empty: Value;
  /** The value of a column that can't be read. */
  readonly unreadable: Value;
}

/** What is stored can't be read. The message says why without quoting any of it. */
export class Unreadable extends Error {}

function parse(stored: string): unknown {
  try {
    return JSON.parse(stored);
  } catch {
    throw new Unreadable('not JSON');
  }
}

/**
 * A value kept as JSON. `schema` should ignore fields it doesn't know, which a newer version may have written; the
 * empty value is written as null only where it is null.
 */
export const json = <Value>(
  schema: z.ZodType<Value>,
  empty: NoInfer<Value>,
  unreadable: NoInfer<Value> = empty
): Column<Value> => ({
  empty,
  unreadable,
  write: (value) => (value === null ? null : JSON.stringify(value)),
  read(stored) {
    const result = schema.safeParse(parse(stored));
    if (result.success) return result.data;
    const [issue] = result.error.issues;
    throw new Unreadable(`${issue?.code ?? 'invalid'} at “${issue?.path.join('.') ?? ''}”`);
  },
});

/**
 * One of a closed list. A value that is not on it was written by another version, and is read as `unknown`: as `OTHER`
 * where it makes a difference that there was one.
 */
export const oneOf = <
  const Known extends string,
  const Empty extends string | null,
  const Unknown extends string | null = Empty,
>(
  known: readonly Known[],
  empty: Empty,
  unknown: Unknown | Empty = empty
): Column<Known | Empty | Unknown> => ({
  empty,
  unreadable: unknown,
  write: (value) => value,
  read(stored) {
    const found = known.find((value) => value === stored);
    if (found === undefined) throw new Unreadable('not a known value');
    return found;
  },
});

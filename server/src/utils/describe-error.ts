/**
 * What may be said of an error: its name and its code, never its message, as a driver's message holds the values it
 * was given. Read without `instanceof`, which is wrong for errors that another realm or copy of a library made.
 */

const read = (error: unknown, name: 'name' | 'code' | 'message' | 'stack'): string | null => {
  if (typeof error !== 'object' || error === null || !(name in error)) return null;
  const value: unknown = (error as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' ? value : null;
};

export const codeOf = (error: unknown): string | null => read(error, 'code');

export const causeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'cause' in error ? error.cause : null;

/** For looking at, never for showing. */
export const stackOf = (error: unknown): string => read(error, 'stack') ?? '';

/** For looking at, never for showing. */
export const messageOf = (error: unknown): string => read(error, 'message') ?? '';

/** "KnexTimeoutError", "SqliteError SQLITE_BUSY". */
export function describeError(error: unknown): string {
  const name = read(error, 'name') ?? 'unknown error';
  const code = codeOf(error);
  return code === null ? name : `${name} ${code}`;
}

/** Where it happened: the first frames of the stack, without the message in front of them. */
export function framesOf(error: unknown): string {
  const frames = stackOf(error)
    .split('\n')
    .filter((line) => /^\s+at /.test(line));
  return frames
    .slice(0, 8)
    .map((frame) => `\n${frame}`)
    .join('');
}

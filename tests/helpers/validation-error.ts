/** Paths of what was wrong, as Strapi's validation errors carry them. */
export function pathsOf(details: unknown): string[] {
  const { errors } = details as { errors: { path: (string | number)[] }[] };
  return errors.map(({ path }) => path.join('.'));
}

/** A moment in milliseconds as the API writes it, like `2026-05-03T14:02:05.000Z`; null stays null. */
export const isoOrNull = (at: number | null): string | null =>
  at === null ? null : new Date(at).toISOString();

export const SUGGESTION_REASONS = ['lead', 'spelling', 'name'] as const;

/** Why another account may be the same person's. */
export type SuggestionReason = (typeof SUGGESTION_REASONS)[number];

/** An account that may be the same person's. */
export interface Likely {
  readonly user: { readonly id: number };
  readonly reason: SuggestionReason;
}

/** Each account once; the reason that was looked for first is the surest. */
export function eachOnce<Found extends Likely>(found: readonly Found[]): Found[] {
  const known = new Map<number, Found>();
  for (const one of found) if (!known.has(one.user.id)) known.set(one.user.id, one);
  return [...known.values()];
}

/** A name that more accounts have tells nothing. */
const MOST_NAMESAKES = 3;

/** Those worth asking a person about: of namesakes none where there are too many. */
export function withoutCommonNames<Found extends Likely>(found: readonly Found[]): Found[] {
  const isNamesake = ({ reason }: Likely) => reason === 'name';
  return found.filter(isNamesake).length > MOST_NAMESAKES
    ? found.filter((one) => !isNamesake(one))
    : [...found];
}

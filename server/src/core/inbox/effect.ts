/** What a webhook did to an account. */
export interface Effect {
  /** Name of the role before and after; null: no account, or no role. */
  readonly before: string | null;
  readonly after: string | null;
  readonly accountCreated: boolean;
  /** "Authenticated → Gold", "New account → Gold", "Gold stays". */
  readonly text: string;
}

/** "Authenticated → Gold", "New account → Gold", "Gold stays". */
export function effectOf({ before, after, accountCreated }: Omit<Effect, 'text'>): Effect {
  const changed = `${accountCreated ? 'New account' : (before ?? 'No role')} → ${after ?? 'no role'}`;
  const text = accountCreated || before !== after ? changed : `${after ?? 'No role'} stays`;
  return { before, after, accountCreated, text };
}

/** What several things did one after the other; null: none of them did anything to an account. */
export function effectOfAll(effects: readonly (Effect | null | undefined)[]): Effect | null {
  const done = effects.filter((effect) => effect !== null && effect !== undefined);
  const [first, last] = [done.at(0), done.at(-1)];
  if (!first || !last) return null;
  const accountCreated = done.some((effect) => effect.accountCreated);
  return effectOf({ before: first.before, after: last.after, accountCreated });
}

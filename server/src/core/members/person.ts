/** What Kartra said of a name; null: nothing. */
export interface Named {
  readonly firstName: string | null;
  readonly lastName: string | null;
}

/** First and last name, as far as they are known; null: neither is. */
export const nameOfMember = ({ firstName, lastName }: Named): string | null =>
  [firstName, lastName].filter(Boolean).join(' ') || null;

interface Account {
  readonly id: number;
  readonly username?: string | null;
  readonly email?: string | null;
}

/** By what a person recognises it: "ann · ann@example.com". */
export function nameAccount({ id, username, email }: Account): string {
  const known = username === email ? [username] : [username, email];
  return known.filter(Boolean).join(' · ') || String(id);
}

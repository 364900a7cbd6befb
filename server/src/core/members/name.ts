interface Name {
  readonly firstName: string | null;
  readonly lastName: string | null;
}

const plain = (text: string | null): string =>
  (text ?? '')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** By which two people have the same name; null without a first and a last one, which many share. */
export function nameKey({ firstName, lastName }: Name): string | null {
  const [first, last] = [plain(firstName), plain(lastName)];
  return first === '' || last === '' ? null : `${first} ${last}`;
}

/** Usernames that a person of this name is likely to choose. */
export function likelyUsernames(key: string): string[] {
  return [' ', '', '.', '_', '-'].map((between) => key.split(' ').join(between));
}

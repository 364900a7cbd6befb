import type { NormalizedEmail } from './email';

/** Letters, and separators between them. Digits are never touched: they are what tells ann1 from ann2. */
const LETTERS = [...'abcdefghijklmnopqrstuvwxyz._-'];
const isLetter = (char: string | undefined): boolean =>
  char !== undefined && LETTERS.includes(char);

/** Of shorter words too many differ by one letter. */
const SHORTEST = 5;

/**
 * Every address that differs from this one by one letter, before the at sign or behind it: another letter, one too many,
 * one too few, or two neighbours swapped. About two thousand, so that each can be looked up in an index and no one has
 * to be compared with all users.
 */
export function nearMisses(email: NormalizedEmail): string[] {
  const at = email.lastIndexOf('@');
  const local = email.slice(0, at);
  const domain = email.slice(at + 1);
  return [
    ...misspellings(local).map((other) => `${other}@${domain}`),
    ...misspellings(domain).map((other) => `${local}@${other}`),
  ];
}

function misspellings(word: string): string[] {
  const found = new Set<string>();
  for (let index = 0; index <= word.length; index += 1) {
    const before = word.slice(0, index);
    const char = word[index];
    const next = word[index + 1];
    const after = word.slice(index + 1);
    for (const letter of LETTERS) {
      found.add(before + letter + word.slice(index));
      if (isLetter(char)) found.add(before + letter + after);
    }
    if (!isLetter(char)) continue;
    found.add(before + after);
    if (isLetter(next)) found.add(`${before}${next ?? ''}${char ?? ''}${word.slice(index + 2)}`);
  }
  found.delete(word);
  return [...found].filter((other) => Math.min(word.length, other.length) >= SHORTEST);
}

import fc from 'fast-check';
import { normaliseEmail, type NormalizedEmail } from '../../../server/src/core/members/email';
import { likelyUsernames, nameKey } from '../../../server/src/core/members/name';
import { nearMisses } from '../../../server/src/core/members/near-miss';

const near = (email: string) => nearMisses(email as NormalizedEmail);

/** Edits between two words, two neighbours swapped counting as one: the textbook's table, beside our enumeration. */
function distance(a: string, b: string): number {
  const cost: number[][] = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (__, j) => (i === 0 ? j : j === 0 ? i : 0))
  );
  const at = (i: number, j: number) => cost[i]?.[j] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= a.length; i += 1) {
    for (let j = 1; j <= b.length; j += 1) {
      const isSame = a[i - 1] === b[j - 1];
      const isSwap = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const row = cost[i];
      if (!row) continue;
      row[j] = Math.min(
        at(i - 1, j) + 1,
        at(i, j - 1) + 1,
        at(i - 1, j - 1) + (isSame ? 0 : 1),
        isSwap ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY
      );
    }
  }
  return at(a.length, b.length);
}

describe('an address that differs by one letter', () => {
  it.each([
    ['another letter', 'ann.miller@example.com', 'ann.muller@example.com'],
    ['one too few', 'ann.miller@example.com', 'ann.miler@example.com'],
    ['one too many', 'ann.miller@example.com', 'annn.miller@example.com'],
    ['two neighbours swapped', 'ann.miller@example.com', 'ann.mliler@example.com'],
    ['a dot left out', 'ann.miller@example.com', 'annmiller@example.com'],
    ['behind the at sign', 'ann.miller@gmail.com', 'ann.miller@gmial.com'],
    ['the last one', 'ann.miller@gmail.com', 'ann.miller@gmail.co'],
  ])('%s', (_what, one, other) => {
    expect(near(one)).toContain(other);
    expect(near(other)).toContain(one);
  });

  it.each([
    ['another digit', 'ann1@example.com', 'ann2@example.com'],
    ['a digit more', 'annie1@example.com', 'annie@example.com'],
    ['two letters', 'ann.miller@example.com', 'ann.mueller@example.com'],
    ['a letter before and one behind the at sign', 'annie@example.com', 'anni@example.co'],
    ['a word so short that too many differ by one letter', 'anna@example.com', 'anne@example.com'],
    ['itself', 'ann.miller@example.com', 'ann.miller@example.com'],
  ])('not %s', (_what, one, other) => {
    expect(near(one)).not.toContain(other);
  });

  it('each is one edit away, none is missing, and there are few enough to look each up', () => {
    const part = fc.stringMatching(/^[a-z]{5,9}$/);
    fc.assert(
      fc.property(part, part, (local, other) => {
        const found = near(`${local}@example.com`);
        expect(found.length).toBeLessThan(2 * 30 * (local.length + 12));
        expect(found.filter((email) => distance(email, `${local}@example.com`) !== 1)).toEqual([]);
        const isNear = distance(local, other) === 1;
        expect(found.includes(`${other}@example.com`)).toBe(isNear);
      }),
      { numRuns: 5 }
    );
  });

  it('the longest address has no more than fits into a few statements', () => {
    const checked = normaliseEmail(`${'a'.repeat(64)}@${'b'.repeat(60)}.example.com`);
    expect(checked.ok && nearMisses(checked.email).length).toBeLessThan(10_000);
  });
});

describe('the same name', () => {
  it.each([
    ['Ann', 'Miller', 'ann miller'],
    [' ANN ', 'Müller-Lüdenscheid', 'ann muller ludenscheid'],
    ['José', 'Núñez', 'jose nunez'],
  ])('%s %s', (firstName, lastName, key) => {
    expect(nameKey({ firstName, lastName })).toBe(key);
  });

  it('is no name without a first and a last one', () => {
    expect(nameKey({ firstName: 'Ann', lastName: null })).toBeNull();
    expect(nameKey({ firstName: null, lastName: 'Miller' })).toBeNull();
    expect(nameKey({ firstName: '!', lastName: 'Miller' })).toBeNull();
  });

  it('has its likely usernames', () => {
    expect(likelyUsernames('ann miller')).toEqual(
      expect.arrayContaining(['annmiller', 'ann.miller', 'ann_miller', 'ann miller'])
    );
  });
});

/** Sets of access levels, as role ids; which of them is the highest, rank says. */

interface Ranked {
  readonly roleId: number;
  /** 1 is the highest. */
  readonly rank: number;
}

/** Highest first; roles that are no level yet, or no more, come last, in the order given. */
export function byRank(roleIds: readonly number[], levels: readonly Ranked[]): number[] {
  const rankOf = (roleId: number) =>
    levels.find((level) => level.roleId === roleId)?.rank ?? Number.MAX_SAFE_INTEGER;
  return [...roleIds].sort((a, b) => rankOf(a) - rankOf(b));
}

/** "Gold + Keto": the names in one, the same in every language; null when there is none. */
export const nameSet = (names: readonly (string | null)[]): string | null =>
  names.filter((name) => name !== null).join(' + ') || null;

/** Those of the first that the second lacks. */
export const without = (roleIds: readonly number[], others: readonly number[]): number[] =>
  roleIds.filter((roleId) => !others.includes(roleId));

/** Whether both hold the same levels, in whatever order. */
export const isSameSet = (one: readonly number[], other: readonly number[]): boolean =>
  one.length === other.length && without(one, other).length === 0;

/**
 * Levels that a live purchase gives together with others. Where the role stays, only these are reported as gained or lost:
 * of purchases that give one level each, the lower is reported where it decides.
 */
export const bundledLevels = (
  purchases: readonly { readonly live: boolean; readonly roleIds: readonly number[] }[]
): number[] => [
  ...new Set(purchases.flatMap(({ live, roleIds }) => (live && roleIds.length > 1 ? roleIds : []))),
];

/** What became of the bundled ones among two sets of levels: one lost weighs more than one that came. */
export function compareSets(
  before: readonly number[],
  after: readonly number[],
  bundled: readonly number[]
): 'gain' | 'lose' | 'same' {
  const counts = (roleId: number) => bundled.includes(roleId);
  if (without(before, after).some(counts)) return 'lose';
  return without(after, before).some(counts) ? 'gain' : 'same';
}

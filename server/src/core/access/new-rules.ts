/**
 * Raised by every version by whose rules the same facts may come to other access. A member whose access was derived by
 * an earlier one keeps it until an administrator has said what is to become of it.
 */
export const RULES_VERSION = 2;

/** Derived by the rules of an earlier version; null: by one that knew no number. */
export const isByEarlierRules = ({ rulesVersion }: { readonly rulesVersion: number | null }) =>
  (rulesVersion ?? 0) < RULES_VERSION;

/** `move`: neither more nor less, as of two roles of which none is the higher. */
export const RULES_EFFECTS = ['gain', 'lose', 'move'] as const;
export type RulesEffect = (typeof RULES_EFFECTS)[number];

/** What the new rules do to the levels that purchases and overrides give; null: nothing. */
export function effectOfNewRules(
  before: readonly number[],
  after: readonly number[],
  levels: readonly { readonly roleId: number; readonly rank: number }[]
): RulesEffect | null {
  const isMore = after.some((roleId) => !before.includes(roleId));
  const isLess = before.some((roleId) => !after.includes(roleId));
  if (!isMore && !isLess) return null;
  if (isMore !== isLess) return isMore ? 'gain' : 'lose';
  const highest = (roleIds: readonly number[]) =>
    Math.min(
      ...levels.filter(({ roleId }) => roleIds.includes(roleId)).map(({ rank }) => rank),
      Number.MAX_SAFE_INTEGER
    );
  const difference = highest(after) - highest(before);
  if (difference === 0) return 'move';
  return difference < 0 ? 'gain' : 'lose';
}

/** What is in the row of a member who was decided about: by these rules, and no answer is awaited. */
export const BY_PRESENT_RULES = {
  rulesVersion: RULES_VERSION,
  rulesEffect: null,
  rulesLevels: null,
};

/** Whether new rules come to be applied here; of a member who was not compared yet, only what changes tells. */
export const isNewTo = (
  member: {
    readonly rulesVersion: number | null;
    readonly rulesEffect: string | null;
    readonly levelRoleId: number | null;
  },
  level: number | null,
  isMoved: boolean
): boolean =>
  isByEarlierRules(member) &&
  (member.rulesEffect !== null || isMoved || member.levelRoleId !== level);

export const OVERRIDE_EFFECTS = ['grant', 'deny'] as const;
export const OVERRIDE_SOURCES = ['manual', 'held-before'] as const;

/** What a person decided about a level, or what an account had before the first webhook. */
export interface Override {
  readonly id: number;
  readonly memberId: number;
  readonly effect: (typeof OVERRIDE_EFFECTS)[number];
  readonly source: (typeof OVERRIDE_SOURCES)[number];
  /** Null on a denial: every level is denied. */
  readonly roleId: number | null;
  /** Account that held the level before; null: given by hand, and it goes with the member. */
  readonly userId: number | null;
  /** Epoch ms at which it ends; null: never. */
  readonly until: number | null;
}

type Denying = Pick<Override, 'effect' | 'roleId'>;

/** Not past its end. */
export const isInForce =
  (now: number) =>
  ({ until }: Pick<Override, 'until'>): boolean =>
    until === null || until > now;

/** What was given by hand goes with the member; "held before Kartra" stays with the account that held it. */
export const countsFor =
  (userId: number | null) =>
  ({ source, userId: holder }: Pick<Override, 'source' | 'userId'>): boolean =>
    source !== 'held-before' || holder === null || holder === userId;

/**
 * Those that count for an account, whether or not they are past their end. "Held before Kartra" counts only while no
 * purchase, live or ended, explains that level.
 */
export function countingOverrides<Known extends Override>(
  overrides: readonly Known[],
  {
    userId,
    purchases,
  }: {
    /** Null: there is no account. */
    readonly userId: number | null;
    readonly purchases: readonly { readonly roleIds: readonly number[] }[];
  }
): Known[] {
  const isExplained = (roleId: number | null) =>
    roleId !== null && purchases.some(({ roleIds }) => roleIds.includes(roleId));
  return overrides
    .filter(countsFor(userId))
    .filter(({ source, roleId }) => source !== 'held-before' || !isExplained(roleId));
}

export const deniesLevel = (override: Denying, roleId: number): boolean =>
  override.effect === 'deny' && (override.roleId === null || override.roleId === roleId);

/** Whether one of them denies the level now. */
export const denies = (
  overrides: readonly (Denying & Pick<Override, 'until'>)[],
  roleId: number,
  now: number
): boolean => overrides.filter(isInForce(now)).some((override) => deniesLevel(override, roleId));

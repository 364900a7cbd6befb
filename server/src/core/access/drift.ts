import { highestLevel, mayBeMoved, type AccessInput } from './decide';

/**
 * The user was given another role by hand: not the one that the plugin gave last, nor the one that is due.
 * Staff are no drift: a user who is made staff is left alone.
 */
export function hasDrifted(
  asked: Pick<AccessInput, 'levels' | 'currentRole' | 'site' | 'lastGivenRoleId'> & {
    /** Role in which the plugin left the user; null: it never decided about them. */
    readonly standingRoleId: number | null;
    /** What purchases and overrides give: a level, or the fallback. */
    readonly dueRoleId: number | null;
  }
): boolean {
  const { currentRole, standingRoleId, dueRoleId } = asked;
  if (standingRoleId === null || dueRoleId === null) return false;
  if (currentRole === standingRoleId || currentRole === dueRoleId) return false;
  return mayBeMoved(asked);
}

export interface NewOverride {
  readonly effect: 'grant' | 'deny';
  readonly roleId: number;
}

/**
 * Overrides after which purchases come to the role that the user has: every higher level that something gives now is
 * denied, and the level itself is given where nothing else gives it. Null: no override leads there, because the role
 * is neither a level nor the fallback, or because it is denied.
 */
export function overridesToKeep(input: AccessInput): NewOverride[] | null {
  const { currentRole, site } = input;
  const rank = input.levels.find(({ roleId }) => roleId === currentRole)?.rank;
  const isFallback = currentRole === (site.fallbackRoleId ?? site.defaultRoleId);
  if (currentRole === null || (rank === undefined && !isFallback)) return null;

  const made: NewOverride[] = [];
  const decided = () =>
    highestLevel({
      ...input,
      overrides: [
        ...input.overrides,
        ...made.map((override, index) => ({ ...override, id: -1 - index, until: null })),
      ],
    })?.roleId ?? null;
  const rankOf = (roleId: number) =>
    input.levels.find((level) => level.roleId === roleId)?.rank ?? Number.POSITIVE_INFINITY;

  for (let highest = decided(); highest !== null; highest = decided()) {
    if (rankOf(highest) >= (rank ?? Number.POSITIVE_INFINITY)) break;
    made.push({ effect: 'deny', roleId: highest });
  }
  const target = rank === undefined ? null : currentRole;
  if (decided() !== target) made.push({ effect: 'grant', roleId: currentRole });
  return decided() === target ? made : null;
}

import { startRole } from '../rules/roles';
import { roleName, siteOf, type Rules } from '../rules/rules';
import { lastGivenOf } from './holdings';
import { highestLevel, mayBeMoved, type AccessInput } from './decide';
import { isHeldBy, type HeldReason } from './hindrance';

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

/** The role that purchases and overrides give a member: a level, or the fallback. */
export const dueRole = (
  { levelRoleId }: { readonly levelRoleId: number | null },
  rules: Pick<Rules, 'roles' | 'fallbackRoleId'>
): number | null => levelRoleId ?? startRole(siteOf(rules));

/**
 * Whether the account of a member is in a role given by hand. A member who waits for a change of the user is brought up to date
 * when there is one: that is no drift. Nor is anything where the role that is due was deleted.
 */
export function isChangedByHand(known: {
  readonly member: {
    readonly levelRoleId: number | null;
    readonly standingRoleId: number | null;
    readonly heldReason: HeldReason | null;
  };
  readonly user: { readonly roleId: number | null };
  /** Role that each of those who share the account was given last; the member's own first. */
  readonly lastGiven: readonly (number | null)[];
  readonly rules: Rules;
}): boolean {
  const { member, user, rules } = known;
  const dueRoleId = dueRole(member, rules);
  if (isHeldBy(member.heldReason, 'waitsForUser')) return false;
  if (roleName(rules, dueRoleId) === null) return false;
  return hasDrifted({
    levels: rules.levels,
    currentRole: user.roleId,
    site: siteOf(rules),
    lastGivenRoleId: lastGivenOf(user.roleId, known.lastGiven),
    standingRoleId: member.standingRoleId,
    dueRoleId,
  });
}

/** Overrides can lead to a level and to the fallback, and to nothing else. */
export const mayBeKept = (
  roleId: number | null,
  rules: Pick<Rules, 'roles' | 'fallbackRoleId' | 'levels'>
): boolean =>
  roleId === startRole(siteOf(rules)) || rules.levels.some((level) => level.roleId === roleId);

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
  const isFallback = currentRole === startRole(site);
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

/** In a member's row: the role is as this plugin left it. */
export const NO_DRIFT = { driftRoleId: null, driftSince: null };

/** What is in the row of a member who was decided about: the user is in the role that purchases give. */
export const standingAfter = (isDecided: boolean, roleId: number | null) => ({
  standingRoleId: isDecided ? roleId : null,
  ...NO_DRIFT,
});

/** A role change replaces a role that was given by hand. */
export const isOverruled = (
  member: { readonly standingRoleId: number | null; readonly userId: number | null },
  change: {
    readonly userId: number | null;
    readonly roleBefore: number | null;
    readonly roleAfter: number | null;
  }
): boolean =>
  member.standingRoleId !== null &&
  member.userId === change.userId &&
  change.roleBefore !== member.standingRoleId &&
  change.roleBefore !== change.roleAfter;

import type { RoleChange } from './decide';
import type { Hindrance } from './hindrance';
import { compareSets } from './level-sets';

export interface Compared {
  /** Role now; null: none, or no account. */
  readonly currentRole: number | null;
  /** By the rules that are to come; null: no user to decide about. */
  readonly roleChange: RoleChange | null;
  /** Levels that purchases and overrides give, highest first, by today's rules and by those to come. */
  readonly levelsBefore: readonly number[];
  readonly levelsAfter: readonly number[];
  /** Those that a purchase gives together with others, before or after. */
  readonly bundled: readonly number[];
  /** Why nothing can be given to this member; null when it can. */
  readonly hindrance: Hindrance | null;
  /** There is none yet, and what is due needs one. */
  readonly createsAccount: boolean;
}

export type Comparison =
  | { readonly group: 'unchanged' }
  | { readonly group: 'gain' | 'lose' | 'moved'; readonly createsAccount: boolean }
  | { readonly group: 'held'; readonly reason: Hindrance };

/** What becomes of one member; `rankOf` gives 1 for the highest level, by the order that is to come. */
export function compareAccess(
  member: Compared,
  rankOf: (roleId: number) => number | undefined
): Comparison {
  const { roleChange, levelsBefore, levelsAfter, currentRole, hindrance, createsAccount } = member;
  const others = compareSets(levelsBefore, levelsAfter, member.bundled);
  const changes = createsAccount || roleChange?.kind === 'change';
  if (hindrance) {
    const isSame = levelsBefore[0] === levelsAfter[0] && others === 'same';
    return isSame ? { group: 'unchanged' } : { group: 'held', reason: hindrance };
  }
  if (!changes) {
    // The role stays, and another level comes or goes.
    if (roleChange === null || others === 'same') return { group: 'unchanged' };
    return { group: others, createsAccount: false };
  }
  // Of two roles the higher level counts; any level is above none.
  const rank = (roleId: number | null) =>
    (roleId === null ? undefined : rankOf(roleId)) ?? Number.POSITIVE_INFINITY;
  const target = roleChange?.kind === 'change' ? roleChange.to : (levelsAfter[0] ?? null);
  if (createsAccount) return { group: 'gain', createsAccount };
  // Two roles of no level, like two fallbacks, are neither above nor below each other.
  if (rank(target) === rank(currentRole)) return { group: 'moved', createsAccount };
  return { group: rank(target) < rank(currentRole) ? 'gain' : 'lose', createsAccount };
}

import type { AccessDecision } from './decide';
import { compareSets } from './level-sets';

export interface Compared {
  /** Role now; null: no account. */
  readonly currentRole: number | null;
  /** By the rules that are to come; null: no user to decide about. */
  readonly decision: AccessDecision | null;
  /** Levels that purchases and overrides give, highest first, by today's rules and by those to come. */
  readonly levelsBefore: readonly number[];
  readonly levelsAfter: readonly number[];
  /** Those that a purchase gives together with others, before or after. */
  readonly bundled: readonly number[];
  /** Why nothing can be given to this member; null when it can. */
  readonly hindrance: string | null;
  readonly needsAccount: boolean;
}

export type Comparison =
  | { readonly group: 'unchanged' }
  | { readonly group: 'gain' | 'lose' | 'moved'; readonly createsAccount: boolean }
  | { readonly group: 'held'; readonly reason: string };

/** What becomes of one member; `rankOf` gives 1 for the highest level, by the order that is to come. */
export function compareAccess(
  member: Compared,
  rankOf: (roleId: number) => number | undefined
): Comparison {
  const { decision, levelsBefore, levelsAfter, currentRole, hindrance } = member;
  const others = compareSets(levelsBefore, levelsAfter, member.bundled);
  const createsAccount = currentRole === null && member.needsAccount;
  const changes = createsAccount || decision?.kind === 'change';
  const isStaff = decision?.kind === 'keep' && decision.reason === 'protected-role';
  if (isStaff || hindrance) {
    const reason = hindrance ?? 'protected-role';
    const isSame = levelsBefore[0] === levelsAfter[0] && others === 'same';
    return isSame ? { group: 'unchanged' } : { group: 'held', reason };
  }
  if (!changes) {
    // The role stays, and another level comes or goes.
    if (decision === null || others === 'same') return { group: 'unchanged' };
    return { group: others, createsAccount: false };
  }
  // Of two roles the higher level counts; any level is above none.
  const rank = (roleId: number | null) =>
    (roleId === null ? undefined : rankOf(roleId)) ?? Number.POSITIVE_INFINITY;
  const target = decision?.kind === 'change' ? decision.to : (levelsAfter[0] ?? null);
  if (createsAccount) return { group: 'gain', createsAccount };
  // Two roles of no level, like two fallbacks, are neither above nor below each other.
  if (rank(target) === rank(currentRole)) return { group: 'moved', createsAccount };
  return { group: rank(target) < rank(currentRole) ? 'gain' : 'lose', createsAccount };
}

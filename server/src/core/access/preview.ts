import type { AccessDecision } from './decide';

export interface Compared {
  /** Role now; null: no account. */
  readonly currentRole: number | null;
  /** By the rules that are to come; null: no user to decide about. */
  readonly decision: AccessDecision | null;
  /** Level that purchases and overrides give, by today's rules and by those to come. */
  readonly levelBefore: number | null;
  readonly levelAfter: number | null;
  /** Why nothing can be given to this member; null when it can. */
  readonly hindrance: string | null;
  readonly needsAccount: boolean;
}

export type Comparison =
  | { readonly group: 'unchanged' }
  | { readonly group: 'gain' | 'lose'; readonly createsAccount: boolean }
  | { readonly group: 'held'; readonly reason: string };

/** What becomes of one member; `rankOf` gives 1 for the highest level, by the order that is to come. */
export function compareAccess(
  member: Compared,
  rankOf: (roleId: number) => number | undefined
): Comparison {
  const { decision, levelBefore, levelAfter, currentRole, hindrance } = member;
  const createsAccount = currentRole === null && member.needsAccount;
  const changes = createsAccount || decision?.kind === 'change';
  const isStaff = decision?.kind === 'keep' && decision.reason === 'protected-role';
  if (isStaff || hindrance) {
    const reason = hindrance ?? 'protected-role';
    return levelAfter === levelBefore ? { group: 'unchanged' } : { group: 'held', reason };
  }
  if (!changes) return { group: 'unchanged' };
  // Of two roles the higher level counts; any level is above none.
  const rank = (roleId: number | null) =>
    (roleId === null ? undefined : rankOf(roleId)) ?? Number.POSITIVE_INFINITY;
  const target = decision?.kind === 'change' ? decision.to : levelAfter;
  return { group: rank(target) <= rank(currentRole) ? 'gain' : 'lose', createsAccount };
}

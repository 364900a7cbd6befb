import { entitlementsAt } from '../entitlements/entitlement';
import type { History } from '../entitlements/history';
import type { Rules } from '../rules/rules';
import { planAccount, statusOf, type AccountStatus } from './account';
import type { Holding } from './holdings';
import { liveLevels, type Because } from './decide';
import { decideMember, needsAccount, type MemberFacts, type MemberWorld } from './decide-member';
import { hindranceOf } from './hindrance';
import { bundledLevels } from './level-sets';
import type { Override } from './overrides';
import { compareAccess, type Comparison } from './preview';

/** A purchase as it is stored, from which both rules work out what it gives. */
interface Stored extends Holding {
  readonly mappingId: number | null;
  readonly history: History | null;
}

/** A member and their account as they are now. */
export interface Previewed<Held extends Stored, Given extends Override> extends Pick<
  MemberWorld<Held, Given>,
  'entitlements' | 'overrides' | 'now'
> {
  readonly member: MemberFacts & {
    readonly isTest: boolean;
    /** Null: tied to none. */
    readonly userId: number | null;
    /** The address that a new account would get; null: none is known. */
    readonly email: string | null;
  };
  readonly others: readonly MemberFacts[];
  readonly user:
    | (NonNullable<MemberWorld['account']['user']> & { readonly confirmed: boolean })
    | null;
}

export interface MemberPreview {
  readonly comparison: Comparison;
  /** The role that the account then has; without one the level that is due. */
  readonly roleAfter: number | null;
  readonly levelsBefore: readonly number[];
  readonly levelsAfter: readonly number[];
  /** What decides about the level then. */
  readonly because: Because;
}

/** What becomes of one member if the rules were others: decided by both, and nothing written. */
export function previewMember<Held extends Stored, Given extends Override>(
  known: Previewed<Held, Given>,
  today: Rules,
  toCome: Rules
): MemberPreview {
  const { member, user, now } = known;
  const decideBy = (rules: Rules) => {
    const entitlements = entitlementsAt(rules, known.entitlements, now);
    const own = entitlements.filter(({ memberId }) => memberId === member.id);
    return { entitlements, needsAccount: needsAccount(own) };
  };
  const [held, holds] = [decideBy(today), decideBy(toCome)];
  const status = statusFor(known, toCome, held.needsAccount || holds.needsAccount);
  const planBy = (rules: Rules, { entitlements }: typeof held) =>
    decideMember({ ...known, entitlements, account: { status, user, created: false }, rules });
  const [before, after] = [planBy(today, held), planBy(toCome, holds)];
  const { roleChange } = after;
  const comparison = compareAccess(
    {
      currentRole: user?.roleId ?? null,
      roleChange,
      levelsBefore: before.levels,
      levelsAfter: after.levels,
      bundled: bundledLevels([...before.input.entitlements, ...after.input.entitlements]),
      // What ended is taken away, also where something keeps the member from being given anything.
      hindrance: roleChange?.kind === 'change' ? null : hindranceOf(status, roleChange),
      createsAccount: user === null && holds.needsAccount,
    },
    (roleId) => toCome.levels.find((level) => level.roleId === roleId)?.rank
  );
  return {
    comparison,
    roleAfter: user ? after.roleAfter : after.level,
    levelsBefore: before.levels,
    levelsAfter: after.levels,
    because: liveLevels(after.input)[0]?.because ?? { type: 'fallback' },
  };
}

/** What the account would be; one that would be created keeps no one from anything. */
function statusFor(
  { member, user }: Previewed<Stored, Override>,
  { roles }: Rules,
  needs: boolean
): AccountStatus {
  const plan = planAccount({
    isTest: member.isTest,
    isTied: member.userId !== null,
    user,
    address: member.email,
    alike: [],
    mustBeProved: false,
    needsAccount: needs,
    mayRecreate: false,
  });
  if (plan.step === 'none') return plan.status === 'none' ? 'ready' : plan.status;
  return plan.step === 'create' ? 'ready' : statusOf(plan.user, roles);
}

/**
 * Counts an account that several members share once, with the first of them: a shared account moves once. What waits is
 * counted for each, as each has a question of their own.
 */
export class CountedOnce {
  readonly #moved = new Set<number>();

  /** `isCounted` says whether another member who shares the account was counted before. */
  of(userId: number | null, comparison: Comparison, isCounted: boolean): Comparison {
    if (isCounted) return UNCHANGED;
    const { group } = comparison;
    if (userId === null || group === 'held' || group === 'unchanged') return comparison;
    if (this.#moved.has(userId)) return UNCHANGED;
    this.#moved.add(userId);
    return comparison;
  }
}

const UNCHANGED: Comparison = { group: 'unchanged' };

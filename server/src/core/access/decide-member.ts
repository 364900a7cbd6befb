import { isLive } from '../entitlements/term';
import type { Rules } from '../rules/rules';
import type { AccountStatus } from './account';
import { holdingsOf, type Holdings, type Holding } from './holdings';
import { decideAccess, liveLevels, takesAway, type RoleChange, type AccessInput } from './decide';
import { heldReasonOf, stillLoses, type Hindrance } from './hindrance';
import { bestState, type AccessState } from './member-state';
import type { Override } from './overrides';

/** Everything that deciding about one member reads, as plain data. */
export interface MemberWorld<Held extends Holding = Holding, Given extends Override = Override> {
  readonly member: MemberFacts;
  /** Those whose purchases count for the same account, because an administrator linked them to it. */
  readonly others: readonly MemberFacts[];
  readonly account: {
    readonly status: AccountStatus;
    /** Null: there is none. */
    readonly user: {
      readonly id: number;
      readonly roleId: number | null;
      /** More than one role row: every request takes any of them. */
      readonly hasSeveralRoles: boolean;
    } | null;
    /** Made just now, for what is given here. */
    readonly created: boolean;
  };
  /** Of all these members, by the rules of this moment. */
  readonly entitlements: readonly Held[];
  readonly overrides: readonly Given[];
  readonly rules: Rules;
  readonly now: number;
}

export interface MemberFacts {
  readonly id: number;
  /** Role that this plugin gave last because of this member. */
  readonly lastGivenRoleId: number | null;
}

/** What a member had, and what they have now, with all that a person can be told of the reason. */
export interface MemberPlan<
  Held extends Holding = Holding,
  Given extends Override = Override,
> extends Holdings<Held, Given> {
  /** Null: nothing is decided about the account, or there is none. */
  readonly roleChange: RoleChange | null;
  /** Highest level that purchases and overrides give now; null: the fallback. */
  readonly level: number | null;
  /** All that they give now, highest first. */
  readonly levels: readonly number[];
  readonly roleBefore: number | null;
  readonly roleAfter: number | null;
  /** What is to become of the role: another one, the same as its only one, or (null) nothing. */
  readonly write: { readonly step: 'give' | 'tidy'; readonly roleId: number } | null;
  /** Best state of the member's own purchases. */
  readonly accessState: AccessState;
  readonly heldReason: Hindrance | null;
}

/** Something that was paid for gives a level: who has no account needs one. */
export const needsAccount = (
  entitlements: readonly Pick<Holding, 'roleIds' | 'state' | 'reason'>[]
): boolean =>
  entitlements.some((entitlement) => isLive(entitlement) && entitlement.roleIds.length > 0);

/**
 * The access of one member, from everything that is known and never from one event alone: what they have, what they
 * get, and why. The same for a webhook, a job, a preview and a page.
 */
export function decideMember<Held extends Holding, Given extends Override>(
  world: MemberWorld<Held, Given>
): MemberPlan<Held, Given> {
  const { member, others, account, rules, now } = world;
  const { user } = account;
  const ownLast = account.created ? (user?.roleId ?? null) : member.lastGivenRoleId;
  const holdings = holdingsOf({
    entitlements: world.entitlements,
    overrides: world.overrides,
    user,
    lastGiven: [ownLast, ...others.map(({ lastGivenRoleId }) => lastGivenRoleId)],
    rules,
    now,
  });
  const { input } = holdings;
  const levels = liveLevels(input).map(({ roleId }) => roleId);
  const roleChange = user && isKnown(holdings) ? decideFor(account.status, input) : null;
  const own = holdings.entitlements.filter(({ memberId }) => memberId === member.id);
  const roleNow = user?.roleId ?? null;
  return {
    ...holdings,
    roleChange,
    level: levels[0] ?? null,
    levels,
    roleBefore: account.created ? null : roleNow,
    roleAfter: roleChange?.kind === 'change' ? roleChange.to : roleNow,
    write: user && writeOf(roleChange, user),
    accessState: bestState(own),
    heldReason: heldReasonOf(own, account.status, roleChange, rules),
  };
}

/** Of whom nothing counts, and whom the plugin never gave anything, nothing is decided. */
const isKnown = ({ entitlements, overrides, input }: Holdings): boolean =>
  entitlements.length > 0 || overrides.length > 0 || input.lastGivenRoleId !== null;

/** An account that waits for its confirmation is given nothing, and loses what ended all the same. */
function decideFor(status: AccountStatus, input: AccessInput): RoleChange | null {
  const roleChange = decideAccess(input);
  if (status === 'ready') return roleChange;
  return stillLoses(status) && takesAway(roleChange, input) ? roleChange : null;
}

/** Staff are left as they are, role rows and all. */
function writeOf(
  roleChange: RoleChange | null,
  { roleId, hasSeveralRoles }: NonNullable<MemberWorld['account']['user']>
): MemberPlan['write'] {
  if (roleChange?.kind === 'change') return { step: 'give', roleId: roleChange.to };
  const isOurs = roleChange !== null && roleChange.reason !== 'protected-role';
  return isOurs && hasSeveralRoles && roleId !== null ? { step: 'tidy', roleId } : null;
}

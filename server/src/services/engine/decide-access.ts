import { decideMember, needsAccount } from '../../core/access/decide-member';
import { isOverruled, standingAfter } from '../../core/access/drift';
import { isSameSet, nameSet } from '../../core/access/level-sets';
import { BY_PRESENT_RULES, isNewTo } from '../../core/access/new-rules';
import { entitlementsAt } from '../../core/entitlements/entitlement';
import { isLive } from '../../core/entitlements/term';
import { refusalToGive } from '../../core/rules/roles';
import { roleName } from '../../core/rules/rules';
import type { MessageValues } from '../../core/wording/sentence';
import type { NewActivity } from '../../repositories/activities';
import type { StoredEntitlement } from '../../repositories/entitlements';
import { readRoleIds } from '../../repositories/level-sets';
import { ProcessingError } from '../../utils/errors';
import { decideAccount } from './decide-account';
import type { Draft } from './draft';
import type { Cause, MemberResult } from './member-result';

/** One member's turn. */
export interface Turn {
  readonly memberId: number;
  /** A new sale brought the member here: a deleted account is created again. */
  readonly mayRecreate: boolean;
  readonly cause: Cause;
}

/**
 * What becomes of one member: what they have is read from the draft, decided about by `decideMember`, and put back into
 * it, for the turns that follow and for `write`.
 */
export function decideAccess(draft: Draft, turn: Turn): MemberResult {
  const { rules, now } = draft.world;
  const member = draft.member(turn.memberId);
  // 1. What the member bought, by the rules of this moment.
  const entitlements = refresh(draft, member.id);
  // 2. The account that it counts for.
  const account = decideAccount(draft, {
    member,
    purchases: entitlements.filter(isLive),
    needsAccount: needsAccount(entitlements),
    mayRecreate: turn.mayRecreate,
  });
  const { user } = account;
  // 3. All that counts for this account, and what it comes to.
  const others = user ? draft.membersOf(user.id).filter(({ id }) => id !== member.id) : [];
  const otherIds = others.map(({ id }) => id);
  const plan = decideMember({
    member,
    others,
    account,
    entitlements: [...entitlements, ...entitlementsAt(rules, draft.entitlementsOf(otherIds), now)],
    overrides: draft.overridesOf([member.id, ...otherIds], user?.id ?? null),
    rules,
    now,
  });
  const { roleChange, level, levels, roleBefore, roleAfter, write } = plan;
  // 4. The role, the member's row, and the lines and events about them.
  if (user && write) {
    if (write.step === 'give') refuseToGive(draft, write.roleId);
    draft.giveRole(user.id, write.roleId);
  }
  draft.changeMember(member.id, {
    levelRoleId: level,
    levels,
    levelReason: roleChange?.because.type ?? null,
    accessState: plan.accessState,
    heldReason: plan.heldReason,
    ...standingAfter(roleChange !== null, roleAfter),
    ...BY_PRESENT_RULES,
    ...(roleChange?.kind === 'change' ? { lastGivenRoleId: roleChange.to } : {}),
  });
  const isByNewRules = isNewTo(member, level, roleBefore !== roleAfter);
  const result = { ...plan, member, account, isByNewRules };
  tell(draft, turn, result);
  mailClaim(draft, result);
  return result;
}

/** What the member has, by the rules of this moment. */
function refresh(draft: Draft, memberId: number): StoredEntitlement[] {
  const { rules, now, derived } = draft.world;
  return draft.entitlementsOf([memberId]).map((row) => {
    const [fresh] = derived.has(row) ? [] : entitlementsAt(rules, [row], now);
    if (!fresh || isSameValue(row, fresh)) return fresh ?? row;
    draft.changeEntitlement(fresh);
    return fresh;
  });
}

const VALUES = ['mappingId', 'state', 'reason', 'endsAt', 'endedAt'] as const;

/** The order of a set counts here: the first is what an earlier version reads. */
const isSameValue = (before: StoredEntitlement, after: StoredEntitlement): boolean =>
  VALUES.every((name) => before[name] === after[name]) &&
  before.roleIds.join() === after.roleIds.join();

function refuseToGive(draft: Draft, roleId: number): void {
  const { rules, refusals } = draft.world;
  const isLevel = rules.levels.some((level) => level.roleId === roleId);
  const refusal = refusalToGive(refusals.get(roleId) ?? null, isLevel);
  if (refusal) throw new ProcessingError(refusal, `The role ${roleId} cannot be given.`);
}

function tell(draft: Draft, { cause }: Turn, result: MemberResult): void {
  const { rules, now, sendsWelcome } = draft.world;
  const { member, account, roleBefore, roleAfter } = result;
  const about = {
    connectionId: rules.connectionId,
    happenedAt: now,
    actor: cause.actor,
    memberId: member.id,
    webhookLogId: cause.webhookLogId,
  };
  const note = (line: Pick<NewActivity, 'code' | 'values'>) => draft.note({ ...about, ...line });
  const dated = (values: MessageValues): MessageValues =>
    cause.isDue ? { ...values, by: 'date' } : values;
  // No account, so there is nothing to report.
  if (account.user) {
    const of = { memberId: member.id, userId: account.user.id };
    const from = { webhookLogId: cause.webhookLogId, isTest: member.isTest };
    if (account.created) {
      draft.tell({ topic: 'kartra.member.created', ...of, payload: from });
      if (sendsWelcome && !member.isTest) draft.welcome(of.memberId, of.userId);
    }
    const names = { before: roleName(rules, roleBefore), after: roleName(rules, roleAfter) };
    if (roleBefore !== roleAfter) {
      const before = { roleId: roleBefore, name: names.before };
      const after = { roleId: roleAfter, name: names.after };
      draft.tell({ topic: 'kartra.access.changed', ...of, payload: { ...from, before, after } });
      const code = account.created ? 'account.created' : 'access.changed';
      note({ code, values: dated(names) });
    } else {
      const values = otherLevels(draft, cause, result);
      if (values) note({ code: 'access.levels-changed', values: dated(values) });
    }
  }
  // New rules came to be applied to the member by this.
  if (result.isByNewRules) note({ code: 'new-rules.member', values: {} });
  // A role given by hand is replaced: the line lets the change be traced.
  if (isOverruled(member, { userId: account.user?.id ?? null, roleBefore, roleAfter })) {
    const values = { role: roleName(rules, roleBefore), level: roleName(rules, roleAfter) };
    note({ code: 'drift.ended', values });
  }
}

/** A buyer is mailed about an account that was there before, and can take it over; once for each. */
function mailClaim(
  draft: Draft,
  { member, account, roleChange, heldReason, level }: MemberResult
): void {
  if (member.isTest) return;
  const { isAccountUnproved } = draft.member(member.id);
  const userId = account.user?.id ?? account.inTheWay ?? null;
  const isGiven = isAccountUnproved && roleChange?.kind === 'change' && level !== null;
  const waits = heldReason === 'unclaimed-account' || heldReason === 'unconfirmed-account';
  if (userId !== null && (isGiven || waits)) draft.askToClaim(member.id, userId);
}

/** The role stays, and another of the levels came or went; null: none did, or a webhook's own line says so. */
function otherLevels(
  draft: Draft,
  { webhookLogId }: Cause,
  { member, levels }: MemberResult
): MessageValues | null {
  if (webhookLogId !== null || member.levels === null) return null;
  const known = readRoleIds(member.levelRoleId, member.levels);
  if (known[0] !== levels[0] || isSameSet(known, levels)) return null;
  const nameOf = (roleIds: readonly number[]) =>
    nameSet(roleIds.map((roleId) => roleName(draft.world.rules, roleId)));
  return { before: nameOf(known), after: nameOf(levels) };
}

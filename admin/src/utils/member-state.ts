import type { Member, MemberSummary } from '../../../contracts/member';
import type { MemberState } from './looks';

/** What the list alone can tell: held and staff have a reason; else it is whether the role is an access level. */
export function readMemberState(
  member: MemberSummary,
  levels: readonly { readonly roleId: number }[]
): MemberState {
  if (member.heldReason === 'protected-role') {
    return 'staff';
  }
  if (member.heldReason !== null) {
    return 'held';
  }
  return levels.some(({ roleId }) => roleId === member.level.roleId) ? 'active' : 'ended';
}

const LIVE_STATES = ['past-due', 'leaving'] as const;

/** With all purchases known: why the level stands, and whether it will. */
export function readDetailedState(
  member: Member,
  levels: readonly { readonly roleId: number }[]
): MemberState {
  const simple = readMemberState(member, levels);
  if (simple !== 'active') {
    return member.overrides.some(({ effect }) => effect === 'deny') ? 'denied' : simple;
  }
  const giving = member.entitlements.filter(
    ({ roleId, state }) => roleId === member.level.roleId && state !== 'ended'
  );
  if (giving.some(({ state }) => state === 'active')) {
    return 'active';
  }
  const weak = LIVE_STATES.find((state) =>
    giving.some((entitlement) => entitlement.state === state)
  );
  return weak ?? (member.overrides.some(({ effect }) => effect === 'grant') ? 'given' : 'active');
}

import type { Member, MemberSummary } from '../../../contracts/member';
import type { MemberState } from './looks';

type Levels = readonly { readonly roleId: number }[];

const hasLevel = (member: MemberSummary, levels: Levels) =>
  levels.some(({ roleId }) => roleId === member.level.roleId);

/** Held and staff come first; then what the purchases say, and whether an access level stands without any. */
export function readMemberState(member: MemberSummary, levels: Levels): MemberState {
  if (member.heldReason !== null) {
    return member.heldReason === 'protected-role' ? 'staff' : 'held';
  }
  const isOver = member.state === 'ended' || member.state === 'none';
  if (hasLevel(member, levels)) {
    return isOver ? 'given' : member.state;
  }
  return isOver ? member.state : 'none';
}

const LIVE_STATES = ['active', 'past-due', 'leaving'] as const;

/** With every purchase and override known: what gives the level, or what stands against it. */
export function readDetailedState(member: Member, levels: Levels): MemberState {
  const simple = readMemberState(member, levels);
  if (member.heldReason !== null) {
    return simple;
  }
  if (!hasLevel(member, levels)) {
    return member.overrides.some(({ effect }) => effect === 'deny') ? 'denied' : simple;
  }
  const giving = member.entitlements.filter(({ roleId }) => roleId === member.level.roleId);
  return LIVE_STATES.find((wanted) => giving.some(({ state }) => state === wanted)) ?? 'given';
}

import { isLive, TERM_STATES, type Term } from '../entitlements/term';
import { isHeldBy, type HeldReason } from './hindrance';
import type { OVERRIDE_EFFECTS } from './overrides';

export const MEMBER_STATES = [
  'active',
  'past-due',
  'leaving',
  'completed',
  'ended',
  'held',
  'given',
  'denied',
  'staff',
  'none',
] as const;

/**
 * What matters most about a member: what waits (`held`, `staff`), what gives the level (the state of its purchase, like
 * `completed` for one that is paid in full, or `given` by hand), what denies one (`denied`), or what was (`ended`, `none`).
 */
export type MemberState = (typeof MEMBER_STATES)[number];

interface Purchase extends Pick<Term, 'state' | 'reason'> {
  /** Levels its mapping gives. */
  readonly roleIds: readonly number[];
  /** Epoch ms at which it ends; null: never. */
  readonly endsAt: number | null;
}

interface Override {
  readonly effect: (typeof OVERRIDE_EFFECTS)[number];
  readonly roleId: number | null;
  readonly until: number | null;
}

export interface StateInput {
  /** Why what is due cannot be given; null when nothing waits. */
  readonly heldReason: HeldReason | null;
  /** Level that purchases and overrides give; null: none. */
  readonly levelRoleId: number | null;
  /** Best state of the purchases. */
  readonly accessState: AccessState | null;
  /** All that count for the account. */
  readonly purchases: readonly Purchase[];
  /** Those that count for the account now. */
  readonly overrides: readonly Override[];
}

/** Best first: of several purchases that give the level, the safest counts. */
export const GIVING_STATES = ['active', 'completed', 'past-due', 'leaving'] as const;

/** The best state of a member's purchases; `none`: there are none. */
export const ACCESS_STATES = [...TERM_STATES, 'none'] as const;
export type AccessState = (typeof ACCESS_STATES)[number];

export const bestState = (purchases: readonly Pick<Term, 'state'>[]): AccessState =>
  ([...GIVING_STATES, 'ended'] as const).find((state) =>
    purchases.some((one) => one.state === state)
  ) ?? 'none';

/**
 * The one thing that matters most about a member, and until when it holds: what waits, else what gives the level, else
 * what denies one, else what was. The list looks for the same in the database: `repositories/member-states`.
 */
export function stateOfMember(input: StateInput): {
  readonly state: MemberState;
  readonly until: number | null;
} {
  const { heldReason, levelRoleId, accessState, overrides } = input;
  if (heldReason !== null) {
    return { state: isHeldBy(heldReason, 'isStaff') ? 'staff' : 'held', until: null };
  }
  if (levelRoleId !== null) {
    const giving = input.purchases.filter(
      (purchase) => purchase.roleIds.includes(levelRoleId) && isLive(purchase)
    );
    const state = GIVING_STATES.find((wanted) => giving.some((one) => one.state === wanted));
    if (state) {
      const ends = giving.filter((one) => one.state === state).map(({ endsAt }) => endsAt);
      return { state, until: latest(ends) };
    }
    const gifts = overrides.filter(
      ({ effect, roleId }) => effect === 'grant' && roleId === levelRoleId
    );
    return { state: 'given', until: latest(gifts.map(({ until }) => until)) };
  }
  const denials = overrides.filter(({ effect }) => effect === 'deny');
  if (denials.length > 0) {
    return { state: 'denied', until: latest(denials.map(({ until }) => until)) };
  }
  // Suspended until a renewal: past due, and without access.
  const isTold = accessState === 'ended' || accessState === 'past-due';
  return { state: isTold ? accessState : 'none', until: null };
}

/** Null, for without end, is later than any date. */
function latest(ends: readonly (number | null)[]): number | null {
  const dates = ends.filter((end) => end !== null);
  return dates.length === 0 || dates.length < ends.length ? null : Math.max(...dates);
}

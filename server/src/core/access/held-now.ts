import type { Outlook } from '../entitlements/outlook';
import { isLive, type Term } from '../entitlements/term';
import { opensNothing } from './hindrance';
import type { AccountStatus } from './account';
import { heldLevels, type Grant, type HeldLevel, type Level } from './held-levels';
import { isByEarlierRules } from './new-rules';
import { countingOverrides, deniesLevel, type Override } from './overrides';

/** Everything that says which levels a user of the site holds at this moment. */
export interface UserWorld {
  readonly userId: number;
  readonly status: AccountStatus;
  /** Null: no role, or one that is gone. */
  readonly roleId: number | null;
  readonly levels: readonly Level[];
  /** Those whose purchases count for the user. */
  readonly members: readonly { readonly id: number; readonly rulesVersion: number | null }[];
  /** Theirs, as they were when last looked at. */
  readonly entitlements: readonly (Pick<Term, 'state' | 'reason'> & {
    readonly memberId: number;
    readonly roleIds: readonly number[];
    /** Epoch ms; null: never. */
    readonly endsAt: number | null;
    readonly outlook: Outlook | null;
  })[];
  readonly overrides: readonly Override[];
  readonly now: number;
}

/**
 * The whole set that the user holds now, highest first: the role, and every other level that something gives. What ended
 * this very moment gives nothing, also where the role was not taken yet.
 */
export function levelsNow(world: UserWorld): HeldLevel[] {
  const { roleId, levels } = world;
  const { grants, justEnded } = grantsOf(world);
  // The role is what the site itself goes by: a user who has it holds the level, wherever it came from.
  const isCovered =
    roleId === null ||
    justEnded.includes(roleId) ||
    grants.some((grant) => grant.roleId === roleId);
  return heldLevels(levels, isCovered ? grants : [...grants, ownRole(roleId)]);
}

const ownRole = (roleId: number): Grant => ({
  roleId,
  state: 'active',
  until: null,
  outlook: null,
});

/** What purchases and overrides give beneath the role; nothing while the account itself has to wait. */
function grantsOf(world: UserWorld): {
  readonly grants: readonly Grant[];
  readonly justEnded: readonly number[];
} {
  const { userId, status, entitlements, now } = world;
  if (opensNothing(status)) return { grants: [], justEnded: [] };
  // Nothing ends by itself for those who wait for the answer about new rules.
  const waiting = new Set(world.members.filter(isByEarlierRules).map(({ id }) => id));
  const isOver = (memberId: number, end: number | null): boolean =>
    end !== null && end <= now && !waiting.has(memberId);
  const overrides = countingOverrides(world.overrides, { userId, purchases: entitlements }).filter(
    ({ memberId, until }) => !isOver(memberId, until)
  );
  const live = entitlements.filter(isLive);
  const hasEnded = ({ memberId, endsAt }: (typeof live)[number]) => isOver(memberId, endsAt);
  const bought = live
    .filter((row) => !hasEnded(row))
    .flatMap(({ roleIds, state, endsAt, outlook }) =>
      roleIds.map((roleId) => ({ roleId, state: stateOf(state), until: endsAt, outlook }))
    );
  const given = overrides.flatMap(({ effect, source, roleId, until }) => {
    if (effect !== 'grant' || roleId === null) return [];
    // What was held before Kartra was given by no administrator.
    return source === 'manual'
      ? { roleId, state: 'given' as const, until, outlook: null }
      : ownRole(roleId);
  });
  return {
    grants: [...bought, ...given].filter(
      ({ roleId }) => !overrides.some((override) => deniesLevel(override, roleId))
    ),
    justEnded: live.filter(hasEnded).flatMap(({ roleIds }) => roleIds),
  };
}

const stateOf = (state: Term['state']): Grant['state'] =>
  state === 'past-due' || state === 'leaving' || state === 'completed' ? state : 'active';

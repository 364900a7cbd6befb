import { isStartRole, startRole, type Site } from '../rules/roles';
import { denies, isInForce } from './overrides';

export interface AccessInput {
  readonly entitlements: readonly {
    readonly id: string;
    /** Gives access at this moment. */
    readonly live: boolean;
    /** Levels that its mapping gives; none when no mapping covers the purchase. */
    readonly roleIds: readonly number[];
  }[];
  readonly overrides: readonly {
    readonly id: number;
    readonly effect: 'grant' | 'deny';
    /** Null on a denial: every level is denied. */
    readonly roleId: number | null;
    /** Epoch ms at which it ends; null: never. */
    readonly until: number | null;
  }[];
  /** Rank 1 is the highest. */
  readonly levels: readonly { readonly roleId: number; readonly rank: number }[];
  readonly currentRole: number | null;
  readonly site: Site;
  /** Role this plugin gave last; a user who has it was moved by us and may be moved again. */
  readonly lastGivenRoleId: number | null;
  readonly now: number;
}

export type Because =
  | { readonly type: 'entitlement'; readonly id: string }
  | { readonly type: 'override'; readonly id: number }
  | { readonly type: 'fallback' };

export const LEVEL_REASONS = [
  'entitlement',
  'override',
  'fallback',
] as const satisfies Because['type'][];
export type LevelReason = Because['type'];

/** `level` is what purchases and overrides give, whether or not the user may be moved; null: none. */
export type RoleChange =
  | {
      readonly kind: 'keep';
      readonly reason: 'already-right' | 'protected-role';
      readonly level: number | null;
      readonly because: Because;
    }
  | {
      readonly kind: 'change';
      readonly to: number;
      readonly level: number | null;
      readonly because: Because;
    };

interface Candidate {
  readonly roleId: number;
  readonly because: Because;
}

type Given = Pick<AccessInput, 'entitlements' | 'overrides' | 'levels' | 'now'>;

/**
 * Every level that purchases and overrides give now, each once, highest first, without a look at the user. A level that
 * is denied, or whose role is gone, leaves the others of the same purchase.
 */
export function liveLevels(input: Given): Candidate[] {
  const overrides = input.overrides.filter(isInForce(input.now));
  const given: Candidate[] = [
    ...input.entitlements
      .filter(({ live }) => live)
      .flatMap(({ id, roleIds }) =>
        roleIds.map((roleId) => ({ roleId, because: { type: 'entitlement' as const, id } }))
      )
      .sort((a, b) => (a.because.id < b.because.id ? -1 : 1)),
    ...overrides
      .filter(({ effect }) => effect === 'grant')
      .flatMap(({ id, roleId }) =>
        roleId === null ? [] : { roleId, because: { type: 'override' as const, id } }
      )
      .sort((a, b) => a.because.id - b.because.id),
  ];

  const rankOf = new Map(input.levels.map(({ roleId, rank }) => [roleId, rank]));
  const first = new Map<number, Candidate>();
  for (const candidate of given) {
    const { roleId } = candidate;
    if (rankOf.has(roleId) && !denies(overrides, roleId, input.now) && !first.has(roleId))
      first.set(roleId, candidate);
  }
  return [...first.values()].sort(
    (a, b) => (rankOf.get(a.roleId) ?? 0) - (rankOf.get(b.roleId) ?? 0)
  );
}

/** The highest of them: the one whose role the user gets, as Strapi knows one role. */
export const highestLevel = (input: Given): Candidate | null => liveLevels(input)[0] ?? null;

/** The levels if this purchase were live, or were not, all else the same; highest first. */
export const levelsIf = (input: AccessInput, purchaseKey: string, live: boolean): number[] =>
  liveLevels({
    ...input,
    entitlements: input.entitlements.map((entitlement) =>
      entitlement.id === purchaseKey ? { ...entitlement, live } : entitlement
    ),
  }).map(({ roleId }) => roleId);

/** Only levels, the fallback, the site's default, `public`, no role, or what we gave last: anyone else is staff. */
export function mayBeMoved(
  input: Pick<AccessInput, 'levels' | 'currentRole' | 'site' | 'lastGivenRoleId'>
): boolean {
  const { currentRole, site, levels, lastGivenRoleId } = input;
  return (
    isStartRole(site, currentRole) ||
    currentRole === lastGivenRoleId ||
    levels.some(({ roleId }) => roleId === currentRole)
  );
}

/** Whether the change leaves less than now: no level in place of one, or a lower one. */
export function takesAway(
  roleChange: RoleChange,
  { levels, currentRole }: Pick<AccessInput, 'levels' | 'currentRole'>
): boolean {
  const rankOf = (role: number | null) =>
    levels.find(({ roleId }) => roleId === role)?.rank ?? Number.POSITIVE_INFINITY;
  return roleChange.kind === 'change' && rankOf(roleChange.to) > rankOf(currentRole);
}

/**
 * The role a user should have, from everything that is known and never from one event alone.
 * "No change" is an answer with a reason: already right, or a role that this plugin does not manage.
 */
export function decideAccess(input: AccessInput): RoleChange {
  const highest = highestLevel(input);
  const level = highest?.roleId ?? null;
  const because = highest?.because ?? { type: 'fallback' as const };
  const target = level ?? startRole(input.site);

  if (target === null || target === input.currentRole) {
    return { kind: 'keep', reason: 'already-right', level, because };
  }
  if (!mayBeMoved(input)) return { kind: 'keep', reason: 'protected-role', level, because };
  return { kind: 'change', to: target, level, because };
}

export interface AccessInput {
  readonly entitlements: readonly {
    readonly id: string;
    /** Gives access at this moment. */
    readonly live: boolean;
    /** Level its mapping gives; null when no mapping covers the purchase. */
    readonly roleId: number | null;
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
  readonly site: {
    /** Chosen by the administrator; null: the site's default role. */
    readonly fallbackRoleId: number | null;
    readonly defaultRoleId: number | null;
    readonly publicRoleId: number | null;
  };
  /** Role this plugin gave last; whoever has it was moved by us and may be moved again. */
  readonly lastGivenRoleId: number | null;
  readonly now: number;
}

export type Because =
  | { readonly type: 'entitlement'; readonly id: string }
  | { readonly type: 'override'; readonly id: number }
  | { readonly type: 'fallback' };

/** `level` is what purchases and overrides give, whether or not the user may be moved; null: none. */
export type AccessDecision =
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

/** What purchases and overrides give now, without a look at the user: the highest level not denied. */
export function highestLevel(
  input: Pick<AccessInput, 'entitlements' | 'overrides' | 'levels' | 'now'>
): Candidate | null {
  const overrides = input.overrides.filter(({ until }) => until === null || until > input.now);
  const denials = overrides.filter(({ effect }) => effect === 'deny');
  const isDenied = (roleId: number) =>
    denials.some((denial) => denial.roleId === null || denial.roleId === roleId);

  const given: Candidate[] = [
    ...input.entitlements
      .filter(({ live }) => live)
      .flatMap(({ id, roleId }) =>
        roleId === null ? [] : { roleId, because: { type: 'entitlement' as const, id } }
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
  return given
    .filter(({ roleId }) => rankOf.has(roleId) && !isDenied(roleId))
    .reduce<Candidate | null>((best, next) => {
      const isHigher = !best || (rankOf.get(next.roleId) ?? 0) < (rankOf.get(best.roleId) ?? 0);
      return isHigher ? next : best;
    }, null);
}

/** Only levels, the fallback, the site's default, `public`, no role, or what we gave last: anyone else is staff. */
export function mayBeMoved(
  input: Pick<AccessInput, 'levels' | 'currentRole' | 'site' | 'lastGivenRoleId'>
): boolean {
  const { currentRole, site, levels, lastGivenRoleId } = input;
  if (currentRole === null || currentRole === lastGivenRoleId) return true;
  const { fallbackRoleId, defaultRoleId, publicRoleId } = site;
  return (
    [fallbackRoleId, defaultRoleId, publicRoleId].includes(currentRole) ||
    levels.some(({ roleId }) => roleId === currentRole)
  );
}

/** Whether the change leaves less than now: no level in place of one, or a lower one. */
export function takesAway(
  decision: AccessDecision,
  { levels, currentRole }: Pick<AccessInput, 'levels' | 'currentRole'>
): boolean {
  const rankOf = (role: number | null) =>
    levels.find(({ roleId }) => roleId === role)?.rank ?? Number.POSITIVE_INFINITY;
  return decision.kind === 'change' && rankOf(decision.to) > rankOf(currentRole);
}

/**
 * The role a user should have, from everything that is known and never from one event alone.
 * "No change" is an answer with a reason: already right, or a role that this plugin does not manage.
 */
export function decideAccess(input: AccessInput): AccessDecision {
  const highest = highestLevel(input);
  const level = highest?.roleId ?? null;
  const because = highest?.because ?? { type: 'fallback' as const };
  const target = level ?? input.site.fallbackRoleId ?? input.site.defaultRoleId;

  if (target === null || target === input.currentRole) {
    return { kind: 'keep', reason: 'already-right', level, because };
  }
  if (!mayBeMoved(input)) return { kind: 'keep', reason: 'protected-role', level, because };
  return { kind: 'change', to: target, level, because };
}

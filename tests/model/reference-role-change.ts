/** Reference model of `decideAccess` (DESIGN section 4, "Decision"), as literal as its sentences. */
import type { RoleChange, AccessInput, Because } from '../../server/src/core/access/decide';

interface Candidate {
  readonly roleId: number;
  readonly rank: number;
  readonly because: Because;
}

/** Best first: higher level, then what was bought before what was given, then the smaller id. */
function compare(a: Candidate, b: Candidate): number {
  if (a.rank !== b.rank) return a.rank - b.rank;
  if (a.because.type !== b.because.type) return a.because.type === 'entitlement' ? -1 : 1;
  if (a.because.type === 'entitlement' && b.because.type === 'entitlement') {
    return a.because.id < b.because.id ? -1 : 1;
  }
  return a.because.type === 'override' && b.because.type === 'override'
    ? a.because.id - b.because.id
    : 0;
}

function candidates(input: AccessInput): Candidate[] {
  const inForce = input.overrides.filter(({ until }) => until === null || until > input.now);
  const denied = inForce.filter(({ effect }) => effect === 'deny').map(({ roleId }) => roleId);
  const bought = input.entitlements
    .filter(({ live }) => live)
    .flatMap(({ id, roleIds }) =>
      roleIds.map((roleId) => ({ roleId, because: { type: 'entitlement' as const, id } }))
    );
  const given = inForce
    .filter(({ effect }) => effect === 'grant')
    .map(({ id, roleId }) => ({ roleId, because: { type: 'override' as const, id } }));
  return [...bought, ...given].flatMap(({ roleId, because }) => {
    const level = input.levels.find((one) => one.roleId === roleId);
    const isDenied = denied.includes(roleId) || denied.includes(null);
    return level === undefined || isDenied
      ? []
      : [{ roleId: level.roleId, rank: level.rank, because }];
  });
}

/** RULES M9: the set of live levels is every level that something gives, not denied and still there; by rank. */
export function referenceLevels(input: AccessInput): number[] {
  const ranks = candidates(input).map(({ rank }) => rank);
  return [...input.levels]
    .sort((a, b) => a.rank - b.rank)
    .filter(({ rank }) => ranks.includes(rank))
    .map(({ roleId }) => roleId);
}

export function referenceRoleChange(input: AccessInput): RoleChange {
  const [best] = candidates(input).sort(compare);
  const { fallbackRoleId, defaultRoleId, publicRoleId } = input.site;
  const { currentRole } = input;
  const target = best?.roleId ?? fallbackRoleId ?? defaultRoleId;
  const told = {
    level: best?.roleId ?? null,
    because: best?.because ?? { type: 'fallback' as const },
  };
  if (target === null || currentRole === target) {
    return { kind: 'keep', reason: 'already-right', ...told };
  }
  const ours = [
    null,
    ...input.levels.map(({ roleId }) => roleId),
    fallbackRoleId,
    defaultRoleId,
    publicRoleId,
    input.lastGivenRoleId,
  ];
  if (!ours.includes(currentRole)) return { kind: 'keep', reason: 'protected-role', ...told };
  return { kind: 'change', to: target, ...told };
}

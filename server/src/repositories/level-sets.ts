/**
 * A set of levels in two columns: the first as `role_id`, which is all that an earlier version reads and writes, and the
 * whole set beside it as JSON texts (`["12","14"]`), so that SQL can look for one. Null: a set of one, or of none.
 */
export const writeRoleIds = (roleIds: readonly number[]): string | null =>
  roleIds.length > 1 ? writeWholeSet(roleIds) : null;

/** A set that is written whole, however small; null then means that the set is unknown. */
export const writeWholeSet = (roleIds: readonly number[]): string =>
  JSON.stringify(roleIds.map(String));

/** A set whose first is not `roleId` is what an earlier version left when it wrote another level: it counts no more. */
export function readRoleIds(roleId: number | null, stored: string | null): number[] {
  if (roleId === null) return [];
  const set = stored === null ? [] : (JSON.parse(stored) as string[]).map(Number);
  return set[0] === roleId ? set : [roleId];
}

/** What `like` finds the level by in such a column. */
export const likeRoleId = (roleId: number): string => `%"${roleId}"%`;

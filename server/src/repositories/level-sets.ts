import { z } from 'zod';
import { json, type Column } from './columns';

const texts = json(z.array(z.string().regex(/^\d+$/)).nullable(), null);

/** A set of levels as JSON texts (`["12","14"]`), so that SQL can look for one; null: not known. */
export const levelSet: Column<readonly number[] | null> = {
  empty: null,
  unreadable: null,
  write: (roleIds) => texts.write(roleIds?.map(String) ?? null),
  read: (stored) => texts.read(stored)?.map(Number) ?? null,
};

/**
 * A set of levels in two columns: the first as `role_id`, which is all that an earlier version reads and writes, and the
 * whole set beside it. Null: a set of one, or of none.
 */
export const severalOrNull = (roleIds: readonly number[]): readonly number[] | null =>
  roleIds.length > 1 ? roleIds : null;

/** A set whose first is not `roleId` is what an earlier version left when it wrote another level: it counts no more. */
export function readRoleIds(
  roleId: number | null,
  set: readonly number[] | null
): readonly number[] {
  if (roleId === null) return [];
  return set?.[0] === roleId ? set : [roleId];
}

/** What `like` finds the level by in such a column. */
export const likeRoleId = (roleId: number): string => `%"${roleId}"%`;

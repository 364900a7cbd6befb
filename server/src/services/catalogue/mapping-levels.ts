import type { Core } from '@strapi/strapi';
import type { NamedLevel } from '../../../../contracts/mapping';
import { byRank, nameSet } from '../../core/access/level-sets';
import { findAccessLevels } from '../../repositories/access-levels';
import { database, type Database } from '../../repositories/database';
import type { StoredMapping } from '../../repositories/mappings';
import { findRoles } from '../../repositories/roles';
import { refuse } from '../../utils/validate';
import { roleRefusal, readConnectionRules } from '../engine';

/** Levels as a request names them: the whole set, or one role as before there were sets. The set counts before it. */
export interface LevelsAsked {
  readonly levels?: readonly number[] | undefined;
  readonly roleId?: number | undefined;
}

/** What levels and roles of the site a set is read against. */
export interface LevelNames {
  readonly ranks: readonly { readonly roleId: number; readonly rank: number }[];
  readonly names: ReadonlyMap<number, string>;
}

export async function readLevelNames(
  strapi: Core.Strapi,
  db: Database = database(strapi)
): Promise<LevelNames> {
  const { id } = await readConnectionRules(strapi);
  const roles = await findRoles(strapi, db);
  return {
    ranks: await findAccessLevels(db, id),
    names: new Map(roles.map((role) => [role.id, role.name])),
  };
}

/** Refuses what may not be given, at the field that named it. */
export async function refuseLevels(
  strapi: Core.Strapi,
  { levels, roleId }: LevelsAsked,
  path: readonly string[] = []
): Promise<void> {
  const field = levels ? 'levels' : 'roleId';
  for (const id of levels ?? (roleId === undefined ? [] : [roleId])) {
    const refusal = await roleRefusal(strapi, id);
    if (refusal) throw refuse([...path, field], `role-${refusal}`);
  }
}

/**
 * The set that is meant. Who knows only `roleId` and names the one that the mapping shows changes nothing: saving
 * another field must not take the other levels from all members.
 */
export function levelsMeant(
  { levels, roleId }: LevelsAsked,
  before: readonly number[] | null,
  ranks: LevelNames['ranks']
): readonly number[] {
  if (levels) return levels;
  if (before && (roleId === undefined || byRank(before, ranks)[0] === roleId)) return before;
  if (roleId === undefined) throw refuse(['roleId'], 'level-needed');
  return [roleId];
}

/** The set that is meant, as it is stored: highest first, each with its name. */
export async function readLevelSet(
  strapi: Core.Strapi,
  db: Database,
  asked: LevelsAsked,
  before: Pick<StoredMapping, 'roleIds' | 'roleNames'> | null
): Promise<Pick<StoredMapping, 'roleIds' | 'roleNames'>> {
  const { ranks, names } = await readLevelNames(strapi, db);
  const roleIds = byRank(levelsMeant(asked, before?.roleIds ?? null, ranks), ranks);
  const nameBefore = (id: number) => before?.roleNames[before.roleIds.indexOf(id)] ?? null;
  return { roleIds, roleNames: roleIds.map((id) => names.get(id) ?? nameBefore(id)) };
}

/** What no mapping covers. */
export const NO_LEVELS = { roleId: null, roleName: null, levels: [], roles: [] };

/** A mapping's levels as they are shown: highest first, those whose role is gone last, by their last name. */
export function showLevels(
  { roleIds, roleNames }: Pick<StoredMapping, 'roleIds' | 'roleNames'>,
  { ranks, names }: LevelNames
): {
  readonly roleId: number;
  readonly roleName: string | null;
  readonly levels: readonly number[];
  readonly roles: readonly NamedLevel[];
} {
  const ordered = byRank(roleIds, ranks);
  const there = ordered.filter((id) => names.has(id));
  const roles = [...there, ...ordered.filter((id) => !names.has(id))].map((id) => ({
    roleId: id,
    name: names.get(id) ?? roleNames[roleIds.indexOf(id)] ?? null,
    missing: !names.has(id),
  }));
  const [first] = roles;
  if (!first) throw new Error('A mapping gives at least one level.');
  const levels = roles.map(({ roleId }) => roleId);
  return { roleId: first.roleId, roleName: first.name, levels, roles };
}

/** "Gold + Keto", as sentences name what a mapping gives. */
export const nameLevels = (roles: readonly NamedLevel[]): string | null =>
  nameSet(roles.map(({ name }) => name));

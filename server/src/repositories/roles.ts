import type { Core } from '@strapi/strapi';
import { ROLE_UID } from '../constants';
import type { Role } from '../core/rules/roles';
import type { Database, RawRow } from './database';

interface LinkTable {
  readonly name: string;
  readonly permissionColumn: string;
  readonly roleColumn: string;
}

const tableOf = (strapi: Core.Strapi): string => strapi.db.metadata.get(ROLE_UID).tableName;

export async function findRoles(strapi: Core.Strapi, db: Database): Promise<Role[]> {
  const raws = await db.table(tableOf(strapi)).select('id', 'name', 'type').orderBy('id');
  return raws.map((raw) => ({
    id: Number(raw['id']),
    name: typeof raw['name'] === 'string' ? raw['name'] : '',
    type: typeof raw['type'] === 'string' ? raw['type'] : '',
  }));
}

const PERMISSION_UID = 'plugin::users-permissions.permission';

function permissionLink(strapi: Core.Strapi): LinkTable {
  const attribute: unknown = strapi.db.metadata.get(PERMISSION_UID).attributes['role'];
  const join = (attribute as { joinTable?: unknown } | undefined)?.joinTable as
    | { name: string; joinColumn: { name: string }; inverseJoinColumn: { name: string } }
    | undefined;
  if (!join) throw new Error('The users-permissions role relation of this site is not known.');
  return {
    name: join.name,
    permissionColumn: join.joinColumn.name,
    roleColumn: join.inverseJoinColumn.name,
  };
}

/** Names of the actions each role may take, like `plugin::users-permissions.user.update`. */
export async function findActionsOfRoles(
  strapi: Core.Strapi,
  db: Database,
  roleIds: readonly number[]
): Promise<ReadonlyMap<number, readonly string[]>> {
  const actions = new Map<number, string[]>();
  if (roleIds.length === 0) return actions;
  const link = permissionLink(strapi);
  const permissions = db
    .table(link.name)
    .whereIn(link.roleColumn, [...roleIds])
    .select(link.permissionColumn, link.roleColumn);
  const { tableName } = strapi.db.metadata.get(PERMISSION_UID);
  const raws: RawRow[] = await db
    .table(tableName)
    .join(permissions.as('granted'), `granted.${link.permissionColumn}`, `${tableName}.id`)
    .select(`granted.${link.roleColumn} as role_id`, `${tableName}.action as action`);
  for (const raw of raws) {
    const roleId = Number(raw['role_id']);
    actions.set(roleId, [...(actions.get(roleId) ?? []), String(raw['action'])]);
  }
  return actions;
}

/** Users who have each of the roles now. */
export async function countUsersByRole(
  strapi: Core.Strapi,
  db: Database
): Promise<ReadonlyMap<number, number>> {
  const { table, roleColumn } = userRoleLink(strapi);
  const raws = await db.table(table).groupBy(roleColumn).select(roleColumn).count({ users: '*' });
  return new Map(raws.map((raw) => [Number(raw[roleColumn]), Number(raw['users'])]));
}

export interface UserRoleLink {
  readonly table: string;
  readonly userColumn: string;
  readonly roleColumn: string;
  /** Position of the user within the role; Strapi orders by it, nothing else reads it. */
  readonly orderColumn: string | null;
}

/** The link table between users and roles, by Strapi's own metadata; throws where a site changed the relation. */
export function userRoleLink(strapi: Core.Strapi): UserRoleLink {
  const attribute: unknown = strapi.db.metadata.get('plugin::users-permissions.user').attributes[
    'role'
  ];
  const join = (attribute as { joinTable?: unknown } | undefined)?.joinTable as
    | {
        name: string;
        joinColumn: { name: string };
        inverseJoinColumn: { name: string };
        inverseOrderColumnName?: string;
      }
    | undefined;
  if (!join) throw new Error('The relation between users and roles of this site is not known.');
  return {
    table: join.name,
    userColumn: join.joinColumn.name,
    roleColumn: join.inverseJoinColumn.name,
    orderColumn: join.inverseOrderColumnName ?? null,
  };
}

/** Actions of every role at once, by role id. */
export async function findActionsByRole(
  strapi: Core.Strapi,
  db: Database
): Promise<ReadonlyMap<number, readonly string[]>> {
  const link = permissionLink(strapi);
  const { tableName } = strapi.db.metadata.get(PERMISSION_UID);
  const raws: Record<string, unknown>[] = await db
    .table(link.name)
    .join({ permission: tableName }, 'permission.id', `${link.name}.${link.permissionColumn}`)
    .select({ action: 'permission.action', role: `${link.name}.${link.roleColumn}` });
  const actions = new Map<number, string[]>();
  for (const raw of raws) {
    const role = Number(raw['role']);
    actions.set(role, [...(actions.get(role) ?? []), String(raw['action'])]);
  }
  return actions;
}

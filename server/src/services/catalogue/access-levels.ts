import type { AccessLevel, AssignableRole } from '../../../../contracts/access-level';
import type { Viewer } from '../../core/viewer/viewer';
import {
  addAccessLevel,
  findAccessLevels,
  replaceAccessLevels,
} from '../../repositories/access-levels';
import { insertActivity } from '../../repositories/activities';
import { database, inTransaction } from '../../repositories/database';
import { findMappings } from '../../repositories/mappings';
import { countUsersByRole, findRoles } from '../../repositories/roles';
import { perStrapi } from '../../utils/per-strapi';
import { refuse } from '../../utils/validate';
import { RECOMPUTE_MEMBERS, roleRefusal, readConnectionRules } from '../engine';
import { jobsOf, nowOf } from '../background';

interface RoleMaker {
  createRole(role: {
    name: string;
    description: string;
    permissions: Readonly<Record<string, never>>;
    users: readonly never[];
  }): Promise<unknown>;
}

/** Access levels: roles of the site that purchases may give, and their order. */
export const accessLevelsOf = perStrapi(({ strapi }) => ({
  /** Highest first. A level whose role is gone is left out; its mappings say so. */
  async list(): Promise<AccessLevel[]> {
    const db = database(strapi);
    const connection = await readConnectionRules(strapi);
    const roles = new Map((await findRoles(strapi, db)).map((role) => [role.id, role]));
    const users = await countUsersByRole(strapi, db);
    const levels = await findAccessLevels(db, connection.id);
    return levels
      .flatMap(({ roleId }) => roles.get(roleId) ?? [])
      .map(({ id, name, type }, index) => ({
        roleId: id,
        name,
        type,
        rank: index + 1,
        members: users.get(id) ?? 0,
      }));
  },

  /** Every role of the site, and whether it may be a level or the fallback. */
  async roles(): Promise<AssignableRole[]> {
    const db = database(strapi);
    const connection = await readConnectionRules(strapi);
    const levels = await findAccessLevels(db, connection.id);
    const answer: AssignableRole[] = [];
    for (const { id, name, type } of await findRoles(strapi, db)) {
      const refusal = await roleRefusal(strapi, id);
      answer.push({
        roleId: id,
        name,
        type,
        refusal: refusal === 'missing' ? null : refusal,
        isLevel: levels.some((level) => level.roleId === id),
      });
    }
    return answer;
  },

  /** Makes a role, with the users-permissions service that makes all of them, and the level with it, lowest. */
  async create(name: string, { actor }: Viewer): Promise<AccessLevel> {
    const connection = await readConnectionRules(strapi);
    const before = await findRoles(strapi, database(strapi));
    if (before.some((role) => role.name.toLowerCase() === name.toLowerCase())) {
      throw refuse(['name'], 'role-name-taken', { name });
    }
    const maker = strapi.plugin('users-permissions').service<RoleMaker>('role');
    await maker.createRole({
      name,
      description: 'Given by purchases in Kartra.',
      permissions: {},
      users: [],
    });
    const made = (await findRoles(strapi, database(strapi))).find((role) => role.name === name);
    if (!made) throw new Error('The new role cannot be read back.');
    const roleId = made.id;
    await inTransaction(strapi, async (db) => {
      await addAccessLevel(db, connection.id, roleId);
      await insertActivity(db, {
        connectionId: connection.id,
        happenedAt: nowOf(strapi),
        code: 'level.created',
        values: { level: name },
        actor,
      });
    });
    const created = (await this.list()).find((level) => level.roleId === roleId);
    if (!created) throw new Error('The new access level cannot be read back.');
    return created;
  },

  /** Highest first. A member with several purchases gets the highest, so all members are recomputed. */
  async order(roleIds: readonly number[], { actor }: Viewer): Promise<AccessLevel[]> {
    const connection = await readConnectionRules(strapi);
    await this.refuseOrder(connection.id, roleIds);
    const jobs = jobsOf(strapi);
    const jobId = await inTransaction(strapi, async (db) => {
      await replaceAccessLevels(db, connection.id, roleIds);
      const names = new Map((await findRoles(strapi, db)).map(({ id, name }) => [id, name]));
      const order = roleIds.map((id) => names.get(id) ?? String(id)).join(' > ');
      await insertActivity(db, {
        connectionId: connection.id,
        happenedAt: nowOf(strapi),
        code: 'levels.ordered',
        values: { order },
        actor,
      });
      return jobs.queue(RECOMPUTE_MEMBERS, {}, { connectionId: connection.id, by: actor });
    });
    await jobs.follow(jobId);
    return this.list();
  },

  async refuseOrder(connectionId: number, roleIds: readonly number[]): Promise<void> {
    const path = ['roleIds'];
    for (const roleId of roleIds) {
      const refusal = await roleRefusal(strapi, roleId);
      if (refusal) throw refuse(path, `role-${refusal}`);
    }
    const db = database(strapi);
    const mappings = await findMappings(db, connectionId);
    const mapped = mappings.flatMap((mapping) => mapping.roleIds);
    const names = new Map((await findRoles(strapi, db)).map(({ id, name }) => [id, name]));
    // One whose role was deleted cannot be put into the order; its mappings say so.
    const left = mapped.find((roleId) => names.has(roleId) && !roleIds.includes(roleId));
    if (left !== undefined) throw refuse(path, 'level-mapped', { name: names.get(left) ?? null });
  },
}));

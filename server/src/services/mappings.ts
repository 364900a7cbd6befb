import type { Core } from '@strapi/strapi';
import type { Mapping } from '../../../contracts/mapping';
import { GUIDE_POLICY, type Policy } from '../core/access/policy';
import { nameProduct } from '../core/activity/sentences';
import { addAccessLevel } from '../repositories/access-levels';
import { insertActivity } from '../repositories/activities';
import { database, inTransaction, type Database } from '../repositories/database';
import { findOffers } from '../repositories/discovered-offers';
import { countMembersByMapping } from '../repositories/entitlements';
import {
  createMapping,
  deleteMapping,
  findMapping,
  findMappings,
  updateMapping,
  type StoredMapping,
} from '../repositories/mappings';
import { findRoles } from '../repositories/roles';
import { conflict, notFound } from '../utils/errors';
import { getService } from '../utils/get-service';
import { refuse } from '../utils/validate';
import { readConnectionRules } from './connection-rules';
import { roleRefusal } from './roles';

export interface MappingChange extends Partial<Policy> {
  readonly productId: string;
  readonly pricePoint: string | null;
  readonly roleId: number;
}

/** Mappings of products to access levels. Saving one applies to those who bought before. */
export default ({ strapi }: { strapi: Core.Strapi }) => {
  const refuseRole = async (roleId: number): Promise<void> => {
    const refusal = await roleRefusal(strapi, roleId);
    if (refusal) throw refuse(['roleId'], `role-${refusal}`);
  };

  const note = async (
    db: Database,
    code: 'mapping.created' | 'mapping.changed' | 'mapping.deleted',
    mapping: StoredMapping,
    actor: string
  ): Promise<void> => {
    const product = nameProduct(mapping.productId, null);
    const level = mapping.roleName;
    const texts = {
      'mapping.created': `${product} now gives ${level}.`,
      'mapping.changed': `${product} now gives ${level}.`,
      'mapping.deleted': `${product} no longer gives ${level}.`,
    };
    await insertActivity(db, {
      connectionId: mapping.connectionId,
      happenedAt: Date.now(),
      code,
      text: texts[code],
      values: { product, pricePoint: mapping.pricePoint, level },
      actor,
    });
  };

  const nameOf = async (db: Database, roleId: number): Promise<string | null> =>
    (await findRoles(strapi, db)).find(({ id }) => id === roleId)?.name ?? null;

  /**
   * Those who bought before; with a new level everybody, as somebody may have held that very role as staff. Queued in
   * the transaction that saves: a crash leaves both or none.
   */
  const queueForBuyers = (
    connectionId: number,
    productIds: readonly string[],
    hasNewLevel: boolean,
    actor: string
  ): Promise<number> => {
    const asked = { connectionId, by: actor };
    const jobs = getService(strapi, 'jobs');
    return hasNewLevel
      ? jobs.queue('recompute-members', {}, asked)
      : jobs.queue('apply-mappings', { productIds: [...new Set(productIds)] }, asked);
  };

  /** Short work is done on return, longer work goes on as a job. */
  const follow = (jobId: number) => getService(strapi, 'jobs').follow(jobId);

  const show = async (mappings: readonly StoredMapping[]): Promise<Mapping[]> => {
    const db = database(strapi);
    const { id } = await readConnectionRules(strapi);
    const roles = new Map((await findRoles(strapi, db)).map((role) => [role.id, role.name]));
    const members = await countMembersByMapping(db, id);
    const offers = await findOffers(db, id);
    return mappings.map((mapping) => ({
      id: mapping.id,
      productId: mapping.productId,
      productName:
        offers.find(({ productId, productName }) => productId === mapping.productId && productName)
          ?.productName ?? null,
      pricePoint: mapping.pricePoint,
      roleId: mapping.roleId,
      roleName: roles.get(mapping.roleId) ?? mapping.roleName,
      roleMissing: !roles.has(mapping.roleId),
      members: members.get(mapping.id) ?? 0,
      onCancellation: mapping.onCancellation,
      period: mapping.period,
      onRefund: mapping.onRefund,
      onPartialRefund: mapping.onPartialRefund,
      onFailedPayment: mapping.graceDays === null ? 'keep' : 'grace',
      graceDays: mapping.graceDays,
      durationDays: mapping.durationDays,
      whenPaidInFull: mapping.whenPaidInFull,
      version: mapping.version,
      savedAt: new Date(mapping.savedAt).toISOString(),
      savedBy: mapping.savedBy,
    }));
  };

  const showOne = async (mapping: StoredMapping): Promise<Mapping> => {
    const [shown] = await show([mapping]);
    if (!shown) throw new Error('The mapping cannot be shown.');
    return shown;
  };

  const find = async (id: number): Promise<StoredMapping> => {
    const mapping = await findMapping(database(strapi), id);
    if (!mapping) throw notFound('There is no such mapping.');
    return mapping;
  };

  return {
    async list(): Promise<Mapping[]> {
      const { id } = await readConnectionRules(strapi);
      return show(await findMappings(database(strapi), id));
    },

    async create(change: MappingChange, actor: string): Promise<Mapping> {
      await refuseRole(change.roleId);
      const connection = await readConnectionRules(strapi);
      const saved = await inTransaction(strapi, async (db) => {
        const mapping = await createMapping(db, {
          ...GUIDE_POLICY,
          ...change,
          connectionId: connection.id,
          roleName: await nameOf(db, change.roleId),
          version: 1,
          savedAt: Date.now(),
          savedBy: actor,
        });
        if (!mapping) return null;
        const isNew = await addAccessLevel(db, connection.id, change.roleId);
        await note(db, 'mapping.created', mapping, actor);
        const products = [mapping.productId];
        return { mapping, jobId: await queueForBuyers(connection.id, products, isNew, actor) };
      });
      if (!saved) {
        throw refuse(['productId'], 'mapping-exists');
      }
      await follow(saved.jobId);
      return showOne(saved.mapping);
    },

    async change(
      id: number,
      change: Partial<MappingChange> & { readonly version?: number | undefined },
      actor: string
    ): Promise<Mapping> {
      const before = await find(id);
      const { version, ...asked } = change;
      if (asked.roleId !== undefined) await refuseRole(asked.roleId);
      const next = { ...before, ...asked };
      const jobId = await inTransaction(strapi, async (db) => {
        const roleName = await nameOf(db, next.roleId);
        const saved = await updateMapping(db, id, version ?? before.version, {
          ...asked,
          roleId: next.roleId,
          roleName,
          savedAt: Date.now(),
          savedBy: actor,
        });
        if (!saved) return null;
        const isNew = await addAccessLevel(db, before.connectionId, next.roleId);
        await note(db, 'mapping.changed', { ...next, roleName }, actor);
        const products = [before.productId, next.productId];
        return queueForBuyers(before.connectionId, products, isNew, actor);
      });
      if (jobId === null) {
        const current = await showOne(await find(id));
        throw conflict('mapping-stale', current);
      }
      await follow(jobId);
      return showOne(await find(id));
    },

    async remove(id: number, actor: string): Promise<Mapping> {
      const mapping = await find(id);
      const shown = await showOne(mapping);
      const jobId = await inTransaction(strapi, async (db) => {
        await deleteMapping(db, id);
        await note(db, 'mapping.deleted', mapping, actor);
        return queueForBuyers(mapping.connectionId, [mapping.productId], false, actor);
      });
      await follow(jobId);
      return shown;
    },

    /** One level for each of several products at once, as chosen on Discovered offers. */
    async saveMany(changes: readonly MappingChange[], actor: string): Promise<void> {
      for (const { roleId } of changes) await refuseRole(roleId);
      const connection = await readConnectionRules(strapi);
      const jobId = await inTransaction(strapi, async (db) => {
        let isNew = false;
        for (const change of changes) {
          isNew = (await addAccessLevel(db, connection.id, change.roleId)) || isNew;
          const saved = {
            ...change,
            roleName: await nameOf(db, change.roleId),
            savedAt: Date.now(),
            savedBy: actor,
          };
          const created = await createMapping(db, {
            ...GUIDE_POLICY,
            ...saved,
            connectionId: connection.id,
            version: 1,
          });
          if (created) {
            await note(db, 'mapping.created', created, actor);
            continue;
          }
          const before = (await findMappings(db, connection.id)).find(
            ({ productId, pricePoint }) =>
              productId === change.productId && pricePoint === change.pricePoint
          );
          if (!before) throw new Error('The mapping was neither made nor found.');
          await updateMapping(db, before.id, before.version, saved);
          await note(db, 'mapping.changed', { ...before, ...saved }, actor);
        }
        const products = changes.map(({ productId }) => productId);
        return queueForBuyers(connection.id, products, isNew, actor);
      });
      await follow(jobId);
    },
  };
};

import type { Mapping } from '../../../../contracts/mapping';
import { GUIDE_POLICY, type Policy } from '../../core/rules/policy';
import { nameProduct } from '../../core/wording/names';
import type { Viewer } from '../../core/viewer/viewer';
import { addAccessLevel } from '../../repositories/access-levels';
import { insertActivity } from '../../repositories/activities';
import { database, inTransaction, type Database } from '../../repositories/database';
import { findOffers } from '../../repositories/discovered-offers';
import { countMembersByMapping } from '../../repositories/entitlements';
import {
  createMapping,
  deleteMapping,
  findMapping,
  findMappingOf,
  findMappings,
  updateMapping,
  type StoredMapping,
} from '../../repositories/mappings';
import { perStrapi } from '../../utils/per-strapi';
import { conflict, notFound } from '../../utils/errors';
import { refuse } from '../../utils/validate';
import { RECOMPUTE_MEMBERS, APPLY_MAPPINGS, readConnectionRules } from '../engine';
import { jobsOf, nowOf } from '../background';
import {
  nameLevels,
  readLevelNames,
  readLevelSet,
  refuseLevels,
  showLevels,
  type LevelsAsked,
} from './mapping-levels';
import { countWaiting } from './stuck-purchases';

export interface MappingChange extends Partial<Policy>, LevelsAsked {
  readonly productId: string;
  readonly pricePoint: string | null;
  readonly mailName?: string | null | undefined;
}

/** Mappings of products to access levels. Saving one applies to those who bought before. */
export const mappingsOf = perStrapi(({ strapi }) => {
  const note = async (
    db: Database,
    code: 'mapping.created' | 'mapping.changed' | 'mapping.deleted',
    mapping: StoredMapping,
    actor: string
  ): Promise<void> => {
    const product = nameProduct(mapping.productId, null);
    const level = nameLevels(showLevels(mapping, await readLevelNames(strapi, db)).roles);
    await insertActivity(db, {
      connectionId: mapping.connectionId,
      happenedAt: nowOf(strapi),
      code,
      values: { product, pricePoint: mapping.pricePoint, level },
      actor,
    });
  };

  /** A role that was no level becomes one, the lowest; whether there was such a role. */
  const adopt = async (
    db: Database,
    connectionId: number,
    { roleIds }: Pick<StoredMapping, 'roleIds'>
  ): Promise<boolean> => {
    let isNew = false;
    for (const roleId of roleIds) isNew = (await addAccessLevel(db, connectionId, roleId)) || isNew;
    return isNew;
  };

  /**
   * Recomputes earlier buyers; with a new level all members, as a member may hold that very role as staff. Queued in
   * the transaction that saves: a crash leaves both or none.
   */
  const queueForBuyers = (
    connectionId: number,
    productIds: readonly string[],
    hasNewLevel: boolean,
    actor: string
  ): Promise<number> => {
    const asked = { connectionId, by: actor };
    const jobs = jobsOf(strapi);
    return hasNewLevel
      ? jobs.queue(RECOMPUTE_MEMBERS, {}, asked)
      : jobs.queue(APPLY_MAPPINGS, { productIds: [...new Set(productIds)] }, asked);
  };

  /** Short work is done on return, longer work goes on as a job. */
  const follow = (jobId: number) => jobsOf(strapi).follow(jobId);

  const show = async (mappings: readonly StoredMapping[]): Promise<Mapping[]> => {
    const db = database(strapi);
    const { id } = await readConnectionRules(strapi);
    const names = await readLevelNames(strapi, db);
    const members = await countMembersByMapping(db, id);
    const waiting = await countWaiting(db, id, await findMappings(db, id));
    const offers = await findOffers(db, id);
    return mappings.map((mapping) => {
      const levels = showLevels(mapping, names);
      return {
        id: mapping.id,
        productId: mapping.productId,
        productName:
          offers.find(
            ({ productId, productName }) => productId === mapping.productId && productName
          )?.productName ?? null,
        pricePoint: mapping.pricePoint,
        ...levels,
        roleMissing: levels.roles.every(({ missing }) => missing),
        mailName: mapping.mailName,
        members: members.get(mapping.id) ?? 0,
        waiting: waiting.get(mapping.id) ?? 0,
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
      };
    });
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

    async create(change: MappingChange, { actor }: Viewer): Promise<Mapping> {
      const { levels, roleId, ...rest } = change;
      await refuseLevels(strapi, change);
      const connection = await readConnectionRules(strapi);
      const saved = await inTransaction(strapi, async (db) => {
        const set = await readLevelSet(strapi, db, { levels, roleId }, null);
        const mapping = await createMapping(db, {
          ...GUIDE_POLICY,
          mailName: null,
          ...rest,
          ...set,
          connectionId: connection.id,
          version: 1,
          savedAt: nowOf(strapi),
          savedBy: actor,
        });
        if (!mapping) return null;
        const isNew = await adopt(db, connection.id, mapping);
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
      { actor }: Viewer
    ): Promise<Mapping> {
      const before = await find(id);
      const { version, levels, roleId, ...asked } = change;
      await refuseLevels(strapi, change);
      const next = { ...before, ...asked };
      const jobId = await inTransaction(strapi, async (db) => {
        const set = await readLevelSet(strapi, db, { levels, roleId }, before);
        const saved = await updateMapping(db, id, version ?? before.version, {
          ...asked,
          ...set,
          savedAt: nowOf(strapi),
          savedBy: actor,
        });
        if (!saved) return null;
        const isNew = await adopt(db, before.connectionId, set);
        await note(db, 'mapping.changed', { ...next, ...set }, actor);
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

    async remove(id: number, { actor }: Viewer): Promise<Mapping> {
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

    /** The levels of each of several products at once, as chosen on Discovered offers. */
    async saveMany(changes: readonly MappingChange[], { actor }: Viewer): Promise<void> {
      for (const [index, change] of changes.entries()) {
        await refuseLevels(strapi, change, ['mappings', String(index)]);
      }
      const connection = await readConnectionRules(strapi);
      const jobId = await inTransaction(strapi, async (db) => {
        let isNew = false;
        for (const { levels, roleId, ...change } of changes) {
          const { productId, pricePoint } = change;
          const before = await findMappingOf(db, connection.id, productId, pricePoint);
          const set = await readLevelSet(strapi, db, { levels, roleId }, before);
          isNew = (await adopt(db, connection.id, set)) || isNew;
          const saved = { ...change, ...set, savedAt: nowOf(strapi), savedBy: actor };
          const created = await createMapping(db, {
            ...GUIDE_POLICY,
            mailName: null,
            ...saved,
            connectionId: connection.id,
            version: 1,
          });
          if (created) {
            await note(db, 'mapping.created', created, actor);
            continue;
          }
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
});

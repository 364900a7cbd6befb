import type { CreateOverrideBody } from '../../../../contracts/override';
import type { Member } from '../../../../contracts/member';
import type { Viewer } from '../../core/viewer/viewer';
import { findAccessLevels } from '../../repositories/access-levels';
import { insertActivity } from '../../repositories/activities';
import { database, tryAndUndo, type Database } from '../../repositories/database';
import { findMembers } from '../../repositories/members';
import { createOverride, removeOverride } from '../../repositories/overrides';
import { findRoles } from '../../repositories/roles';
import { perStrapi } from '../../utils/per-strapi';
import { notFound } from '../../utils/errors';
import { refuse } from '../../utils/validate';
import { membersOf } from './members';
import { memberCareOf } from './member-care';
import { readConnectionRules } from '../engine';
import { nowOf } from '../background';

export interface Asked {
  readonly viewer: Viewer;
  readonly dryRun: boolean;
}

/** Levels given or denied by hand; each takes effect in the transaction that stores it. */
export const overridesOf = perStrapi(({ strapi }) => {
  /** The member as they then are; dry, as they would be. */
  const enterAndShow = (
    id: number,
    enter: (db: Database) => Promise<void>,
    { viewer, dryRun }: Asked
  ): Promise<Member> => {
    const run = async (): Promise<Member> => {
      await memberCareOf(strapi).recompute(id, viewer, enter);
      return membersOf(strapi).one(id, viewer);
    };
    return dryRun ? tryAndUndo(strapi, run) : run();
  };

  return {
    /** Gives or denies a level by hand; no webhook removes it. A dry run only shows the effect. */
    async give(
      id: number,
      body: Omit<CreateOverrideBody, 'dryRun'>,
      asked: Asked
    ): Promise<Member> {
      const { actor } = asked.viewer;
      const now = nowOf(strapi);
      const connection = await readConnectionRules(strapi);
      const roleId = body.roleId ?? null;
      const until = body.until ? Date.parse(body.until) : null;
      const levels = await findAccessLevels(database(strapi), connection.id);
      if (body.effect === 'grant' && roleId === null) {
        throw refuse(['roleId'], 'level-needed');
      }
      if (roleId !== null && !levels.some((level) => level.roleId === roleId)) {
        throw refuse(['roleId'], 'level-none');
      }
      if (until !== null && until <= now) {
        throw refuse(['until'], 'time-past');
      }
      const level =
        (await findRoles(strapi, database(strapi))).find((role) => role.id === roleId)?.name ??
        null;
      const [member] = await findMembers(database(strapi), [id]);
      if (!member) throw notFound('There is no such member.');
      const enter = async (db: Database): Promise<void> => {
        await createOverride(db, {
          connectionId: connection.id,
          memberId: id,
          effect: body.effect,
          source: 'manual',
          roleId,
          userId: null,
          until,
          reason: body.reason,
          author: actor,
          givenAt: now,
        });
        await insertActivity(db, {
          connectionId: connection.id,
          happenedAt: now,
          code: `override.${body.effect}`,
          values: { level, reason: body.reason, until: body.until ?? null },
          actor,
          memberId: id,
        });
      };
      return enterAndShow(id, enter, asked);
    },

    /** Takes an override back; what it covered counts again. A dry run only shows the effect. */
    async takeBack(id: number, overrideId: number, asked: Asked): Promise<Member> {
      const { actor } = asked.viewer;
      const connection = await readConnectionRules(strapi);
      const now = nowOf(strapi);
      const [member] = await findMembers(database(strapi), [id]);
      if (!member) throw notFound('There is no such member.');
      const enter = async (db: Database): Promise<void> => {
        const isRemoved = await removeOverride(db, id, overrideId, { at: now, by: actor });
        if (!isRemoved) throw notFound('There is no such override.');
        await insertActivity(db, {
          connectionId: connection.id,
          happenedAt: now,
          code: 'override.removed',
          values: {},
          actor,
          memberId: id,
        });
      };
      return enterAndShow(id, enter, asked);
    },
  };
});

import type { Core } from '@strapi/strapi';
import { TABLES } from '../constants';
import { RULES_VERSION } from '../core/access/new-rules';
import type { Database, RawRow } from './database';
import { userRoleLink } from './roles';

/**
 * Takes the next batch of the sweep: one conditional update, so that of several instances one gets it. Null when it is
 * not due. Who crashes before `moveSweep` leaves the cursor where it was: the batch is looked at again.
 */
export async function claimSweep(
  db: Database,
  connectionId: number,
  asked: { readonly now: number; readonly nextAt: number }
): Promise<{ readonly afterId: number } | null> {
  const claimed = await db
    .table(TABLES.connection)
    .where({ id: connectionId })
    .where((due) => due.whereNull('sweep_due_at').orWhere('sweep_due_at', '<=', asked.now))
    .update({ sweep_due_at: asked.nextAt });
  if (claimed === 0) return null;
  const raw = await db.table(TABLES.connection).where({ id: connectionId }).first('sweep_cursor');
  return { afterId: Number(raw?.['sweep_cursor'] ?? 0) };
}

export async function moveSweep(
  db: Database,
  connectionId: number,
  step: { readonly from: number; readonly to: number }
): Promise<void> {
  await db
    .table(TABLES.connection)
    .where({ id: connectionId })
    .where((same) =>
      step.from === 0
        ? same.whereNull('sweep_cursor').orWhere({ sweep_cursor: 0 })
        : same.where({ sweep_cursor: step.from })
    )
    .update({ sweep_cursor: step.to });
}

/** About how many members there are: ids are given in order, and reading the last costs nothing. */
export async function findLastMemberId(db: Database): Promise<number> {
  const [raw] = await db.table(TABLES.member).max({ last: 'id' });
  return Number(raw?.['last'] ?? 0);
}

/**
 * Of the members between the two ids, those whose user does not stand in the role in which the plugin left them, or is
 * gone, and those noted as such before; not those who wait for the answer about new rules.
 */
export async function findSuspects(
  strapi: Core.Strapi,
  db: Database,
  connectionId: number,
  ids: { readonly after: number; readonly upTo: number }
): Promise<number[]> {
  const link = userRoleLink(strapi);
  const raws = await db
    .table(TABLES.member)
    .leftJoin(link.table, `${link.table}.${link.userColumn}`, `${TABLES.member}.user_id`)
    .where(`${TABLES.member}.connection_id`, connectionId)
    .where(`${TABLES.member}.id`, '>', ids.after)
    .where(`${TABLES.member}.id`, '<=', ids.upTo)
    .whereNotNull(`${TABLES.member}.user_id`)
    .whereNotNull(`${TABLES.member}.standing_role_id`)
    .where(`${TABLES.member}.rules_version`, '>=', RULES_VERSION)
    .where((any) =>
      any
        .whereNull(`${link.table}.${link.roleColumn}`)
        .orWhereNotNull(`${TABLES.member}.drift_since`)
        .orWhereRaw('?? <> ??', [
          `${link.table}.${link.roleColumn}`,
          `${TABLES.member}.standing_role_id`,
        ])
    )
    .distinct<RawRow[]>(`${TABLES.member}.id`)
    .orderBy(`${TABLES.member}.id`);
  return raws.map((raw) => Number(raw['id']));
}

export async function countDrifted(db: Database, connectionId: number): Promise<number> {
  const [raw] = await db
    .table(TABLES.member)
    .where({ connection_id: connectionId })
    .whereNotNull('drift_since')
    .count({ total: '*' });
  return Number(raw?.['total'] ?? 0);
}

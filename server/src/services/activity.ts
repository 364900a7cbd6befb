import type { Core } from '@strapi/strapi';
import type { TimelineEntry } from '../../../contracts/member';
import { findActivities, type StoredActivity } from '../repositories/activities';
import { database } from '../repositories/database';
import { readConnectionRules } from './connection-rules';

export interface ActivityFilter {
  readonly memberId?: number | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** What changed, for whom, by whom and why; newest first. */
export default ({ strapi }: { strapi: Core.Strapi }) => ({
  async list(filter: ActivityFilter, page: { readonly page: number; readonly pageSize: number }) {
    const { id } = await readConnectionRules(strapi);
    const { rows, total } = await findActivities(
      database(strapi),
      { connectionId: id, ...filter },
      { offset: (page.page - 1) * page.pageSize, limit: page.pageSize }
    );
    return { rows: rows.map(showActivity), total };
  },
});

export function showActivity(
  row: StoredActivity
): TimelineEntry & { id: number; memberId: number | null } {
  return {
    id: row.id,
    at: new Date(row.happenedAt).toISOString(),
    text: row.text ?? '',
    code: row.code,
    values: row.values,
    actor: row.actor,
    memberId: row.memberId,
    webhookLogId: row.webhookLogId,
  };
}

import type { Sentence } from '../../../../contracts/common';
import type { TimelineEntry } from '../../../../contracts/activity';
import { nameOfMember } from '../../core/members/person';
import { showEmail, showName } from '../../core/viewer/masks';
import type { Viewer } from '../../core/viewer/viewer';
import { findActivities, type StoredActivity } from '../../repositories/activities';
import { database } from '../../repositories/database';
import { findMembers, type MemberRow } from '../../repositories/members';
import { findLogs } from '../../repositories/webhook-log-list';
import type { WebhookLogRow } from '../../repositories/webhook-logs';
import { perStrapi } from '../../utils/per-strapi';
import { showLog } from '../logs';
import { readConnectionRules } from '../engine';

export interface ActivityFilter {
  readonly memberId?: number | undefined;
  readonly beforeId?: number | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly about?: 'settings' | undefined;
}

/** Changes, each with its member, actor and reason; newest first. */
export const activityOf = perStrapi(({ strapi }) => ({
  async list(
    filter: ActivityFilter,
    page: { readonly page: number; readonly pageSize: number },
    viewer: Viewer
  ) {
    const { id } = await readConnectionRules(strapi);
    const db = database(strapi);
    const { rows, total } = await findActivities(
      db,
      { connectionId: id, ...filter },
      { offset: (page.page - 1) * page.pageSize, limit: page.pageSize }
    );
    const members = await findMembers(db, [...new Set(rows.flatMap((row) => row.memberId ?? []))]);
    const logIds = rows.filter(isChange).flatMap(({ webhookLogId }) => webhookLogId ?? []);
    const logs = logIds.length === 0 ? [] : await findLogs(db, { ids: logIds }, WHOLE_PAGE);
    const reasons = new Map(logs.map((log) => [log.id, reasonOf(log, viewer)]));
    const names = new Map(members.map((member) => [member.id, nameOf(member, viewer)]));
    return {
      rows: rows.map((row) => ({
        ...showActivity(row),
        memberId: row.memberId,
        why: isChange(row) ? (reasons.get(row.webhookLogId ?? 0) ?? null) : null,
        memberName: row.memberId === null ? null : (names.get(row.memberId) ?? null),
      })),
      total,
    };
  },
}));

/** What a webhook changed says only what; why is what the webhook's own line says. */
const isChange = ({ code }: StoredActivity): boolean =>
  code === 'access.changed' || code === 'account.created';

function reasonOf(log: WebhookLogRow, viewer: Viewer): Sentence {
  const { code, values, message } = showLog(log, viewer);
  return { code, values, text: message };
}

const WHOLE_PAGE = { offset: 0, limit: 100 };

const nameOf = (member: MemberRow, viewer: Viewer): string | null =>
  showName(viewer, nameOfMember(member)) ?? showEmail(viewer, member.email);

export function showActivity(row: StoredActivity): TimelineEntry {
  return {
    id: row.id,
    at: new Date(row.happenedAt).toISOString(),
    text: row.text ?? '',
    code: row.code,
    values: row.values,
    actor: row.actor,
    webhookLogId: row.webhookLogId,
  };
}

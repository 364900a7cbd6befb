import type { Core } from '@strapi/strapi';
import type { TimelineEntry } from '../../../contracts/member';
import { maskEmail } from '../core/members/email';
import { findActivities, type StoredActivity } from '../repositories/activities';
import { database } from '../repositories/database';
import { findMembers, type MemberRow } from '../repositories/members';
import { readConnectionRules } from './connection-rules';

export interface ActivityFilter {
  readonly memberId?: number | undefined;
  readonly beforeId?: number | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly about?: 'settings' | undefined;
}

/** What changed, for whom, by whom and why; newest first. */
export default ({ strapi }: { strapi: Core.Strapi }) => ({
  async list(
    filter: ActivityFilter,
    page: { readonly page: number; readonly pageSize: number },
    seesPersonalData: boolean
  ) {
    const { id } = await readConnectionRules(strapi);
    const db = database(strapi);
    const { rows, total } = await findActivities(
      db,
      { connectionId: id, ...filter },
      { offset: (page.page - 1) * page.pageSize, limit: page.pageSize }
    );
    const members = await findMembers(db, [...new Set(rows.flatMap((row) => row.memberId ?? []))]);
    const names = new Map(members.map((member) => [member.id, nameOf(member, seesPersonalData)]));
    return {
      rows: rows.map((row) => ({
        ...showActivity(row),
        memberName: row.memberId === null ? null : (names.get(row.memberId) ?? null),
      })),
      total,
    };
  },
});

function nameOf({ firstName, lastName, email }: MemberRow, seesPersonalData: boolean) {
  if (!seesPersonalData) return email === null ? null : maskEmail(email);
  return [firstName, lastName].filter(Boolean).join(' ') || email;
}

export function showActivity(row: StoredActivity): TimelineEntry & { memberId: number | null } {
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

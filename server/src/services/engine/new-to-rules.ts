import { isByEarlierRules, RULES_VERSION } from '../../core/access/new-rules';
import { insertActivity } from '../../repositories/activities';
import type { Database } from '../../repositories/database';
import type { MemberRow } from '../../repositories/members';
import type { Cause } from './standing';

/** What a decision leaves in the member's row: by these rules, and no answer is awaited. */
export const BY_PRESENT_RULES = {
  rulesVersion: RULES_VERSION,
  rulesEffect: null,
  rulesLevels: null,
};

/** Whether new rules come to be applied here; of a member who was not compared yet, only what changes tells. */
export const isNewTo = (member: MemberRow, level: number | null, isMoved: boolean): boolean =>
  isByEarlierRules(member) &&
  (member.rulesEffect !== null || isMoved || member.levelRoleId !== level);

export const tellNewRules = (
  db: Database,
  { member, cause, now }: { member: MemberRow; cause: Cause; now: number }
): Promise<void> =>
  insertActivity(db, {
    connectionId: member.connectionId,
    happenedAt: now,
    code: 'new-rules.member',
    values: {},
    actor: cause.actor,
    memberId: member.id,
    webhookLogId: cause.webhookLogId,
  });

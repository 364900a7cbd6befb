import { insertActivity } from '../../repositories/activities';
import type { Database } from '../../repositories/database';
import type { MemberRow } from '../../repositories/members';
import type { Cause } from './standing';

/** New rules came to be applied to the member by this. */
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

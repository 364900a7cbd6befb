import { isOverruled } from '../../core/access/drift';
import { roleName, type Rules } from '../../core/rules/rules';
import { insertActivity } from '../../repositories/activities';
import type { Database } from '../../repositories/database';
import type { MemberRow } from '../../repositories/members';

/** A decision that replaces a role given by hand writes an activity line, so that the change can be traced. */
export async function tellOverruled(
  db: Database,
  rules: Rules,
  asked: {
    readonly member: MemberRow;
    readonly userId: number | null;
    readonly roleBefore: number | null;
    readonly roleAfter: number | null;
    readonly webhookLogId: number | null;
    readonly actor: string | null;
    readonly now: number;
  }
): Promise<void> {
  const { member, roleBefore, roleAfter } = asked;
  if (!isOverruled(member, asked)) return;
  const values = { role: roleName(rules, roleBefore), level: roleName(rules, roleAfter) };
  await insertActivity(db, {
    connectionId: rules.connectionId,
    happenedAt: asked.now,
    code: 'drift.ended',
    values,
    actor: asked.actor,
    memberId: member.id,
    webhookLogId: asked.webhookLogId,
  });
}

import { insertActivity } from '../../repositories/activities';
import type { Database } from '../../repositories/database';
import type { MemberRow } from '../../repositories/members';
import { roleName, type Rules } from './rules';

/** In a member's row: the role is as this plugin left it. */
export const NO_DRIFT = { driftRoleId: null, driftSince: null };

/** What a decision about the member leaves in their row: the user stands where purchases say. */
export const standingAfter = (isDecided: boolean, roleId: number | null) => ({
  standingRoleId: isDecided ? roleId : null,
  ...NO_DRIFT,
});

/** A decision that replaces a role given by hand says so: nobody's deed vanishes without a trace. */
export async function tellOverruled(
  db: Database,
  rules: Rules,
  asked: {
    readonly member: MemberRow;
    readonly userId: number | null;
    readonly before: number | null;
    readonly after: number | null;
    readonly webhookLogId: number | null;
    readonly actor: string | null;
    readonly now: number;
  }
): Promise<void> {
  const { member, before, after } = asked;
  if (member.standingRoleId === null || member.userId !== asked.userId) return;
  if (before === member.standingRoleId || before === after) return;
  const values = { role: roleName(rules, before), level: roleName(rules, after) };
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

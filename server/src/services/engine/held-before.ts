import { roleHeldBefore } from '../../core/access/account';
import { siteOf, type Rules } from '../../core/rules/rules';
import type { Database } from '../../repositories/database';
import { updateMember, type MemberRow } from '../../repositories/members';
import { createOverride } from '../../repositories/overrides';
import type { SiteUser } from '../../repositories/users';

/** Looked at once, when the first member comes to the account. */
export async function keepWhatWasHeldBefore(
  db: Database,
  member: MemberRow,
  user: SiteUser,
  rules: Rules,
  now: number
): Promise<void> {
  await updateMember(db, member.id, { heldBeforeChecked: true });
  const roleId = roleHeldBefore(user, siteOf(rules));
  if (roleId === null) return;
  await createOverride(db, {
    connectionId: member.connectionId,
    memberId: member.id,
    effect: 'grant',
    source: 'held-before',
    roleId,
    userId: user.id,
    until: null,
    reason: null,
    author: null,
    givenAt: now,
  });
}

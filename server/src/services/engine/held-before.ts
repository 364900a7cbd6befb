import { roleHeldBefore } from '../../core/access/account';
import { siteOf, type Rules } from '../../core/rules/rules';
import type { Database } from '../../repositories/database';
import { updateMember, type MemberRow } from '../../repositories/members';
import { createOverride, type NewOverride } from '../../repositories/overrides';
import type { SiteUser } from '../../repositories/users';

/** What the account held before any purchase counted for it; null: nothing but what every account starts with. */
export function overrideHeldBefore(
  { id, connectionId }: Pick<MemberRow, 'id' | 'connectionId'>,
  user: SiteUser,
  rules: Rules,
  now: number
): NewOverride | null {
  const roleId = roleHeldBefore(user, siteOf(rules));
  if (roleId === null) return null;
  return {
    connectionId,
    memberId: id,
    effect: 'grant',
    source: 'held-before',
    roleId,
    userId: user.id,
    until: null,
    reason: null,
    author: null,
    givenAt: now,
  };
}

/** Looked at once, when the first member comes to the account. */
export async function keepWhatWasHeldBefore(
  db: Database,
  member: MemberRow,
  user: SiteUser,
  rules: Rules,
  now: number
): Promise<void> {
  await updateMember(db, member.id, { heldBeforeChecked: true });
  const override = overrideHeldBefore(member, user, rules, now);
  if (override) await createOverride(db, override);
}

import type { Override } from '../../core/access/overrides';
import type { MemberWorld } from '../../core/access/decide-member';
import { entitlementsAt } from '../../core/entitlements/entitlement';
import type { Rules } from '../../core/rules/rules';
import type { Database } from '../../repositories/database';
import { findEntitlementsOf, type StoredEntitlement } from '../../repositories/entitlements';
import { findMembersByUser, type MemberRow } from '../../repositories/members';
import { findOverridesOf } from '../../repositories/overrides';

type World = MemberWorld<StoredEntitlement, Override>;

/** All that counts for the account of a member, of those who share it too. */
export async function readWorldOf(
  db: Database,
  asked: {
    readonly member: MemberRow;
    /** The member's own, as they stand now. */
    readonly entitlements: readonly StoredEntitlement[];
    readonly account: World['account'];
    readonly rules: Rules;
    readonly now: number;
  }
): Promise<World> {
  const { member, account, rules, now } = asked;
  const userIds = account.user ? [account.user.id] : [];
  const tied = await findMembersByUser(db, ...userIds);
  const others = tied.filter(({ id }) => id !== member.id);
  const otherIds = others.map(({ id }) => id);
  const theirs = otherIds.length === 0 ? [] : await findEntitlementsOf(db, otherIds);
  return {
    ...asked,
    others,
    entitlements: [...asked.entitlements, ...entitlementsAt(rules, theirs, now)],
    overrides: await findOverridesOf(db, [member.id, ...otherIds], userIds),
  };
}

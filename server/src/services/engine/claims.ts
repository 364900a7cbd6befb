import type { AccessInput } from '../../core/access/decide';
import type { Database } from '../../repositories/database';
import { findEntitlementsOf, type StoredEntitlement } from '../../repositories/entitlements';
import { findMembersByUser, type MemberRow } from '../../repositories/members';
import { findOverridesOf, type OverrideRow } from '../../repositories/overrides';
import type { SiteUser } from '../../repositories/users';
import { accessInput, entitlementsAt, type Rules } from './rules';

/** Everything that counts for one account. */
export interface Claims {
  readonly entitlements: readonly StoredEntitlement[];
  readonly overrides: readonly OverrideRow[];
  /** Of all of it, what `decideAccess` looks at. */
  readonly input: AccessInput;
}

/** Somebody may have linked several members to one account: the decision about it is made over what all of them hold. */
export async function readClaims(
  db: Database,
  asked: {
    readonly member: MemberRow;
    /** The member's own, as they stand now. */
    readonly entitlements: readonly StoredEntitlement[];
    readonly user: SiteUser | null;
    readonly lastGivenRoleId: number | null;
    readonly rules: Rules;
    readonly now: number;
  }
): Promise<Claims> {
  const { member, user, rules, now } = asked;
  const tied = user ? await findMembersByUser(db, user.id) : [];
  const others = tied.filter(({ id }) => id !== member.id);
  const theirs =
    others.length === 0
      ? []
      : await findEntitlementsOf(
          db,
          others.map(({ id }) => id)
        );
  return claimsOf({
    ...asked,
    others,
    entitlements: [...asked.entitlements, ...entitlementsAt(rules, theirs, now)],
    overrides: await findOverridesOf(
      db,
      [member, ...others].map(({ id }) => id),
      user ? [user.id] : []
    ),
  });
}

/** The same of what was read for many at once. */
export function claimsOf(known: {
  readonly entitlements: readonly StoredEntitlement[];
  readonly overrides: readonly OverrideRow[];
  readonly others: readonly MemberRow[];
  readonly user: SiteUser | null;
  readonly lastGivenRoleId: number | null;
  readonly rules: Rules;
  readonly now: number;
}): Claims {
  const { entitlements, overrides, user, rules, now } = known;
  const currentRole = user?.roleId ?? null;
  const wasGiven = known.others.some(
    (other) => currentRole !== null && other.lastGivenRoleId === currentRole
  );
  return {
    entitlements,
    overrides,
    input: accessInput(rules, {
      entitlements,
      overrides,
      userId: user?.id ?? null,
      currentRole,
      lastGivenRoleId: wasGiven ? currentRole : known.lastGivenRoleId,
      now,
    }),
  };
}

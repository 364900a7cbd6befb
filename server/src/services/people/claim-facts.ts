import type { Core } from '@strapi/strapi';
import type { ClaimFacts } from '../../core/mail/claim';
import { isAddressOf, normaliseEmail, type NormalizedEmail } from '../../core/members/email';
import { isStaff } from '../../core/rules/rules';
import type { Database } from '../../repositories/database';
import { findIdentitiesOf } from '../../repositories/member-identities';
import { findMembers, type MemberRow } from '../../repositories/members';
import { findConnection } from '../../repositories/connections';
import { findUsers, type SiteUser } from '../../repositories/users';
import { readRules, rulesOf } from '../engine';

export interface Claim {
  readonly facts: ClaimFacts;
  readonly member: MemberRow;
  readonly user: SiteUser;
  /** The address that the member bought with. */
  readonly email: NormalizedEmail;
}

const WAITS = ['unclaimed-account', 'unconfirmed-account'] as const;

/** Everything that says whether a member may take an account over; null: one of the two is gone, or no address is known. */
export async function readClaim(
  strapi: Core.Strapi,
  db: Database,
  { memberId, userId }: { readonly memberId: number; readonly userId: number }
): Promise<Claim | null> {
  const [member] = await findMembers(db, [memberId]);
  const [user] = await findUsers(strapi, db, [userId]);
  const email = await firstAddressOf(db, memberId);
  if (!member || !user || email === null) return null;
  return {
    member,
    user,
    email,
    facts: {
      member: { ...member, waits: WAITS.some((reason) => reason === member.heldReason) },
      user: {
        ...user,
        isOwnAddress: isAddressOf(user, email),
        isStaff: isStaff(user, await readRules(strapi, db, rulesOf(await findConnection(db)))),
      },
    },
  };
}

async function firstAddressOf(db: Database, memberId: number): Promise<NormalizedEmail | null> {
  for (const { type, value } of await findIdentitiesOf(db, [memberId])) {
    const checked = normaliseEmail(type === 'email' ? value : null);
    if (checked.ok) return checked.email;
  }
  return null;
}

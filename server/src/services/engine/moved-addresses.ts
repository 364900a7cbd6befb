import type { NormalizedEmail } from '../../core/members/email';
import type { Database } from '../../repositories/database';
import { hashIdentity, type IdentityRow } from '../../repositories/member-identities';
import { findMembers } from '../../repositories/members';

interface Named {
  readonly leadId: string | null;
  readonly email: NormalizedEmail | null;
}

/** Ties by the hash of their value. */
type Ties = ReadonlyMap<string, IdentityRow>;

/** The lead is not known yet, and the address is. */
export const hasNewLead = ({ leadId, email }: Named, before: Ties): boolean =>
  leadId !== null &&
  email !== null &&
  !before.has(hashIdentity('lead', leadId)) &&
  before.has(hashIdentity('email', email));

/**
 * Addresses that come with a new lead, and that another member only used beside their own. A lead is a person, and
 * Kartra keeps an address with one lead at a time: the address is the new person's from now on. One webhook with someone
 * else's address must not hand over what that person buys later.
 */
export async function tiesOfOthers(
  db: Database,
  newLeads: readonly Named[],
  before: Ties,
  byAccount: ReadonlyMap<NormalizedEmail, number>
): Promise<Ties> {
  const ties = newLeads.flatMap(({ email }) => {
    const tie = email === null ? undefined : before.get(hashIdentity('email', email));
    return tie && email !== null ? [{ tie, email }] : [];
  });
  if (ties.length === 0) return new Map();
  const owners = await findMembers(
    db,
    ties.map(({ tie }) => tie.memberId)
  );
  const isOwn = (id: number, email: NormalizedEmail) =>
    byAccount.get(email) === id || owners.find((member) => member.id === id)?.email === email;
  return new Map(
    ties.flatMap(({ tie, email }) =>
      isOwn(tie.memberId, email) ? [] : [[tie.valueHash, tie] as const]
    )
  );
}

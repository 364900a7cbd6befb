import type { Core } from '@strapi/strapi';
import type { Buyer } from '../../core/kartra/event';
import { normaliseEmail, type NormalizedEmail } from '../../core/members/email';
import { nameKey } from '../../core/members/name';
import { database, type Database } from '../../repositories/database';
import { findTies, hashIdentity, tieIdentity } from '../../repositories/member-identities';
import {
  createMemberOnce,
  findMembers,
  findMembersByUser,
  updateMember,
  type MemberRow,
} from '../../repositories/members';
import { findUserByEmail } from '../../repositories/users';
import { removeTestMember } from './test-members';

/** Who a webhook is about, as ties in the database; null where the webhook names no one. */
export interface Person {
  readonly memberId: number | null;
  readonly leadToken: string | null;
  readonly emailToken: string | null;
  /** The member was first known by another address than this webhook names. */
  readonly isAtAnotherAddress: boolean;
}

/**
 * Finds the member a webhook names, by Kartra lead id and then by e-mail, or makes one. Every step is an insert
 * that an existing row wins over, so any number of instances come to the same member. Ties are sticky.
 */
export async function identifyBuyer(
  strapi: Core.Strapi,
  asked: {
    readonly connectionId: number;
    readonly buyer: Buyer;
    readonly isTest: boolean;
    readonly now: number;
  }
): Promise<Person> {
  const db = database(strapi);
  const { connectionId, buyer, isTest, now } = asked;
  const checked = normaliseEmail(buyer.email);
  const email = checked.ok ? checked.email : null;
  const { leadId } = buyer;
  if (leadId === null && email === null) {
    return { memberId: null, leadToken: null, emailToken: null, isAtAnotherAddress: false };
  }

  const ties = await findTies(db, connectionId, [
    ...(leadId === null ? [] : [{ type: 'lead' as const, value: leadId }]),
    ...(email === null ? [] : [{ type: 'email' as const, value: email }]),
  ]);
  const lead = ties.find(({ type }) => type === 'lead') ?? null;
  const address = ties.find(({ type }) => type === 'email') ?? null;
  const tied = lead?.memberId ?? address?.memberId ?? (await memberWhoseUserHas(strapi, db, email));
  const made =
    tied === null
      ? await createMemberOnce(db, {
          connectionId,
          originKey:
            email === null ? hashIdentity('lead', leadId ?? '') : hashIdentity('email', email),
          firstSeenAt: now,
          isTest,
          firstName: buyer.firstName,
          lastName: buyer.lastName,
          nameKey: nameKey(buyer),
          email,
          lookForOthersAt: now,
        })
      : null;
  const found = tied ?? made?.id;
  if (found === undefined) throw new Error('The buyer has no member.');

  const tie = { connectionId, seenAt: now };
  const leadTie =
    lead ??
    (leadId === null
      ? null
      : await tieIdentity(db, { ...tie, type: 'lead', value: leadId, memberId: found }));
  const memberId = leadTie?.memberId ?? found;
  const emailTie =
    address ??
    (email === null
      ? null
      : await tieIdentity(db, { ...tie, type: 'email', value: email, memberId }));
  const isNew = (leadId !== null && lead === null) || (email !== null && address === null);
  const isTorn = address !== null && address.memberId !== memberId;
  const seen = { email, hasNews: isNew || isTorn, now };
  const known = made?.id === memberId ? made : ((await findMembers(db, [memberId]))[0] ?? null);
  const member = await rememberBuyer(db, known, buyer, seen);
  if (member?.isTest === true && !isTest) {
    // A real person buys under the address of a test: what the test gave isn't theirs.
    await removeTestMember(strapi, memberId);
    return identifyBuyer(strapi, asked);
  }
  return {
    memberId,
    leadToken: leadTie ? String(leadTie.id) : null,
    emailToken: emailTie ? String(emailTie.id) : null,
    isAtAnotherAddress: email !== null && (member?.email ?? email) !== email,
  };
}

/** A member who changed their address on the site may buy under the new one, with a lead that isn't known yet. */
async function memberWhoseUserHas(
  strapi: Core.Strapi,
  db: Database,
  email: NormalizedEmail | null
): Promise<number | null> {
  const user = email && (await findUserByEmail(strapi, db, email));
  const [oldest] = user ? await findMembersByUser(db, user.id) : [];
  return oldest?.id ?? null;
}

/** A name or address never overwrites a better one with nothing; the first address stays the one shown. */
async function rememberBuyer(
  db: Database,
  member: MemberRow | null,
  buyer: Buyer,
  seen: { readonly email: NormalizedEmail | null; readonly hasNews: boolean; readonly now: number }
): Promise<MemberRow | null> {
  if (!member || member.erasedAt !== null) return null;
  const names = {
    ...(buyer.firstName !== null && buyer.firstName !== member.firstName
      ? { firstName: buyer.firstName }
      : {}),
    ...(buyer.lastName !== null && buyer.lastName !== member.lastName
      ? { lastName: buyer.lastName }
      : {}),
    ...(member.email === null && seen.email !== null ? { email: seen.email } : {}),
  };
  const key = nameKey({ ...member, ...names });
  const changes = {
    ...names,
    ...(key === member.nameKey ? {} : { nameKey: key }),
    ...((seen.hasNews || key !== member.nameKey) && member.lookForOthersAt !== seen.now
      ? { lookForOthersAt: seen.now }
      : {}),
  };
  if (Object.keys(changes).length > 0) await updateMember(db, member.id, changes);
  return member;
}

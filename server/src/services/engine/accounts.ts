import type { Core } from '@strapi/strapi';
import type { NewAccount } from '../../../../contracts/hooks';
import { normaliseEmail, type NormalizedEmail } from '../../core/members/email';
import { nameKey } from '../../core/members/name';
import type { Buyer } from '../../core/kartra/event';
import type { AccountStatus } from '../../core/inbox/judge';
import { database, type Database } from '../../repositories/database';
import {
  findIdentitiesOf,
  findIdentity,
  hashIdentity,
  tieIdentity,
} from '../../repositories/member-identities';
import {
  createMemberOnce,
  findMembers,
  findMembersByUser,
  updateMember,
  type MemberRow,
} from '../../repositories/members';
import { createOverride } from '../../repositories/overrides';
import { createUser, findUserByEmail, lockUser, type SiteUser } from '../../repositories/users';
import { hooksOf } from './hooks';
import type { SiteRoles } from './roles';
import { removeTestMember } from './test-members';

/** Who a webhook is about, as ties in the database; null where the webhook names nobody. */
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

  const lead = leadId === null ? null : await findIdentity(db, connectionId, 'lead', leadId);
  const address = email === null ? null : await findIdentity(db, connectionId, 'email', email);
  const found =
    lead?.memberId ??
    address?.memberId ??
    (await memberWhoseUserHas(strapi, db, email)) ??
    (await createMemberOnce(db, {
      connectionId,
      originKey: email === null ? hashIdentity('lead', leadId ?? '') : hashIdentity('email', email),
      firstSeenAt: now,
      isTest,
    }));

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
  const member = await rememberBuyer(db, memberId, buyer, seen);
  if (member?.isTest === true && !isTest) {
    // Somebody real buys under the address of a test: whatever the test gave is not theirs.
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

/** Whoever changed their address on the site and buys under the new one, by a lead nobody knows yet, is no stranger. */
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
  memberId: number,
  buyer: Buyer,
  seen: { readonly email: NormalizedEmail | null; readonly hasNews: boolean; readonly now: number }
): Promise<MemberRow | null> {
  const [member] = await findMembers(db, [memberId]);
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
    ...(seen.hasNews || key !== member.nameKey ? { lookForOthersAt: seen.now } : {}),
  };
  if (Object.keys(changes).length > 0) await updateMember(db, memberId, changes);
  return member;
}

export interface Account {
  readonly user: SiteUser | null;
  readonly status: AccountStatus;
  readonly created: boolean;
  /** Why the site's own code wants no account, in its words. */
  readonly veto?: string;
}

/**
 * The user of a member, found, tied or, where a live purchase needs one, created; the caller holds the member.
 * Never creates for an ending. After a deletion by hand only a new sale creates anew (`mayRecreate`), but whoever
 * registered again by themselves is tied again.
 */
export async function settleAccount(
  strapi: Core.Strapi,
  db: Database,
  asked: {
    readonly member: MemberRow;
    /** Still held, for the site's own code. */
    readonly purchases: NewAccount['purchases'];
    readonly needsAccount: boolean;
    readonly mayRecreate: boolean;
    readonly fallbackRoleId: number | null;
    readonly roles: SiteRoles;
    readonly now: number;
  }
): Promise<Account> {
  const { member, roles, now } = asked;
  let isDeleted = false;
  if (member.userId !== null) {
    const user = await lockUser(strapi, db, member.userId);
    if (user) return accountOf(user, roles);
    isDeleted = !asked.mayRecreate;
    if (isDeleted) {
      if (member.userGoneAt === null) await updateMember(db, member.id, { userGoneAt: now });
    } else {
      // From now on like somebody who never had an account: the sale may give something only later.
      await updateMember(db, member.id, { userId: null, userGoneAt: null });
    }
  }

  const address = await addressOf(db, member);
  const existing = address && (await findUserByEmail(strapi, db, address));
  if (existing) {
    const tied = await findMembersByUser(db, existing.id);
    if (member.isTest || tied.some(({ id }) => id !== member.id)) {
      return { user: null, status: 'untrusted-address', created: false };
    }
    const user = (await lockUser(strapi, db, existing.id)) ?? existing;
    if (!member.heldBeforeChecked) await keepWhatWasHeldBefore(db, member, user, asked, now);
    await updateMember(db, member.id, { userId: user.id, userGoneAt: null });
    return accountOf(user, roles);
  }
  if (isDeleted) return { user: null, status: 'deleted', created: false };
  if (!asked.needsAccount) return { user: null, status: 'none', created: false };
  if (!address) return { user: null, status: 'no-address', created: false };

  const roleId = asked.fallbackRoleId ?? roles.defaultRoleId;
  if (roleId === null) throw new Error('The site has no default role to give a new account.');
  const answer = await hooksOf(strapi).askAboutAccount({
    memberId: member.id,
    email: address,
    firstName: member.firstName,
    lastName: member.lastName,
    purchases: asked.purchases.map(({ productId, productName, pricePoint }) => ({
      productId,
      productName,
      pricePoint,
    })),
    isTest: member.isTest,
  });
  if (answer.type === 'veto') {
    return { user: null, status: 'vetoed', created: false, veto: answer.why };
  }
  const user = await createUser(strapi, db, { email: address, roleId, fields: answer.fields });
  await updateMember(db, member.id, {
    userId: user.id,
    userGoneAt: null,
    lastGivenRoleId: roleId,
    heldBeforeChecked: true,
  });
  return { user, status: 'ready', created: true };
}

function accountOf(user: SiteUser, roles: SiteRoles): Account {
  const status = roles.requiresConfirmation && !user.confirmed ? 'unconfirmed' : 'ready';
  return { user, status, created: false };
}

/** The first address known for the member that can be trusted. */
async function addressOf(db: Database, member: MemberRow): Promise<NormalizedEmail | null> {
  for (const identity of await findIdentitiesOf(db, [member.id])) {
    if (identity.type !== 'email' || identity.value === null) continue;
    const checked = normaliseEmail(identity.value);
    if (checked.ok) return checked.email;
  }
  return null;
}

/**
 * A role that the user had before the first webhook, above the ones everybody starts with, is kept as an override
 * "held before Kartra". Whether it counts is decided later: only if it is an access level, and no purchase gives it.
 */
export async function keepWhatWasHeldBefore(
  db: Database,
  member: MemberRow,
  user: SiteUser,
  site: { readonly fallbackRoleId: number | null; readonly roles: SiteRoles },
  now: number
): Promise<void> {
  await updateMember(db, member.id, { heldBeforeChecked: true });
  const { roleId } = user;
  const start = [site.fallbackRoleId, site.roles.defaultRoleId, site.roles.publicRoleId];
  if (roleId === null || start.includes(roleId)) return;
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

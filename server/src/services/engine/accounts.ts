import type { Core } from '@strapi/strapi';
import type { NewAccount } from '../../../../contracts/hooks';
import {
  planAccount,
  roleHeldBefore,
  statusOf,
  type AccountStatus,
} from '../../core/access/account';
import { normaliseEmail, type NormalizedEmail } from '../../core/members/email';
import { startRole } from '../../core/rules/roles';
import { siteOf, type Rules } from '../../core/rules/rules';
import type { Database } from '../../repositories/database';
import { findIdentitiesOf } from '../../repositories/member-identities';
import { findMembersByUser, updateMember, type MemberRow } from '../../repositories/members';
import { createOverride } from '../../repositories/overrides';
import { createUser, findUserByEmail, lockUser, type SiteUser } from '../../repositories/users';
import { hooksOf } from './hooks';

export interface Account {
  readonly user: SiteUser | null;
  readonly status: AccountStatus;
  readonly created: boolean;
  /** Why the site's own code wants no account, in its words. */
  readonly veto?: string;
}

interface Asked {
  readonly member: MemberRow;
  /** Still held, for the site's own code. */
  readonly purchases: NewAccount['purchases'];
  readonly needsAccount: boolean;
  readonly mayRecreate: boolean;
  readonly rules: Rules;
  readonly now: number;
}

/** The user of a member, found, tied or created, as `planAccount` says; the caller holds the member. */
export async function settleAccount(
  strapi: Core.Strapi,
  db: Database,
  asked: Asked
): Promise<Account> {
  const { member, rules } = asked;
  const isTied = member.userId !== null;
  const user = member.userId === null ? null : await lockUser(strapi, db, member.userId);
  if (isTied && !user) await noteDeletion(db, asked);
  const plan = planAccount({ ...asked, ...(await readFacts(strapi, db, member, user)), isTied });
  switch (plan.step) {
    case 'keep':
      return accountOf(plan.user, rules);
    case 'tie': {
      const found = (await lockUser(strapi, db, plan.user.id)) ?? plan.user;
      if (!member.heldBeforeChecked)
        await keepWhatWasHeldBefore(db, member, found, rules, asked.now);
      await updateMember(db, member.id, { userId: found.id, userGoneAt: null });
      return accountOf(found, rules);
    }
    case 'create':
      return createAccount(strapi, db, plan.address, asked);
    case 'none':
      return { user: null, status: plan.status, created: false };
    default:
      return plan satisfies never;
  }
}

/** What is known of the account; that somebody else has the address matters only where there is none. */
async function readFacts(
  strapi: Core.Strapi,
  db: Database,
  member: MemberRow,
  user: SiteUser | null
) {
  const { isTest } = member;
  if (user) return { isTest, user, address: null, found: null, isAnothers: false };
  const address = await addressOf(db, member);
  const found = address && (await findUserByEmail(strapi, db, address));
  const tied = found ? await findMembersByUser(db, found.id) : [];
  return { isTest, user, address, found, isAnothers: tied.some(({ id }) => id !== member.id) };
}

async function noteDeletion(db: Database, { member, mayRecreate, now }: Asked): Promise<void> {
  // From now on as if they never had an account: the sale may give something only later.
  if (mayRecreate) await updateMember(db, member.id, { userId: null, userGoneAt: null });
  else if (member.userGoneAt === null) await updateMember(db, member.id, { userGoneAt: now });
}

/** Unless the site's own code wants none. */
async function createAccount(
  strapi: Core.Strapi,
  db: Database,
  email: NormalizedEmail,
  { member, purchases, rules }: Asked
): Promise<Account> {
  const roleId = startRole(siteOf(rules));
  if (roleId === null) throw new Error('The site has no default role to give a new account.');
  const answer = await hooksOf(strapi).askAboutAccount({
    memberId: member.id,
    email,
    firstName: member.firstName,
    lastName: member.lastName,
    purchases: purchases.map(({ productId, productName, pricePoint }) => ({
      productId,
      productName,
      pricePoint,
    })),
    isTest: member.isTest,
  });
  if (answer.type === 'veto') {
    return { user: null, status: 'vetoed', created: false, veto: answer.why };
  }
  const user = await createUser(strapi, db, { email, roleId, fields: answer.fields });
  await updateMember(db, member.id, {
    userId: user.id,
    userGoneAt: null,
    lastGivenRoleId: roleId,
    heldBeforeChecked: true,
  });
  return { user, status: 'ready', created: true };
}

const accountOf = (user: SiteUser, { roles }: Rules): Account => ({
  user,
  status: statusOf(user, roles),
  created: false,
});

/** The first address known for the member that can be trusted. */
async function addressOf(db: Database, member: MemberRow): Promise<NormalizedEmail | null> {
  for (const identity of await findIdentitiesOf(db, [member.id])) {
    if (identity.type !== 'email' || identity.value === null) continue;
    const checked = normaliseEmail(identity.value);
    if (checked.ok) return checked.email;
  }
  return null;
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

import type { NewAccount } from '../../../../contracts/hooks';
import {
  planAccount,
  statusOf,
  type AccountFacts,
  type AccountStatus,
} from '../../core/access/account';
import { isAddressOf, type NormalizedEmail } from '../../core/members/email';
import { isProved } from '../../core/access/proof';
import { startRole } from '../../core/rules/roles';
import { isStaff, siteOf } from '../../core/rules/rules';
import type { MemberRow } from '../../repositories/members';
import type { SiteUser } from '../../repositories/users';
import type { Draft } from './draft';
import { overrideHeldBefore } from './held-before';

export interface Account {
  readonly user: SiteUser | null;
  readonly status: AccountStatus;
  readonly created: boolean;
  /** Why the site's own code wants no account, in its words. */
  readonly veto?: string;
  /** Id of the account that is in the way, is another member's, or has to be proved. */
  readonly inTheWay?: number;
}

/** The site's own code has to be asked before it can be decided. */
export class UnansweredError extends Error {
  constructor(readonly questions: readonly NewAccount[]) {
    super('The site’s own code was not asked yet.');
    this.name = 'UnansweredError';
  }
}

interface Asked {
  readonly member: MemberRow;
  /** Still held, for the site's own code. */
  readonly purchases: NewAccount['purchases'];
  readonly needsAccount: boolean;
  readonly mayRecreate: boolean;
}

/** The user of a member, found, tied or created, as `planAccount` says. */
export function decideAccount(draft: Draft, asked: Asked): Account {
  const { member } = asked;
  const { rules } = draft.world;
  const isTied = member.userId !== null;
  const user = member.userId === null ? null : draft.user(member.userId);
  if (isTied && !user) noteDeletion(draft, asked);
  const mustBeProved = rules.existingAccounts === 'claim';
  const plan = planAccount({ ...asked, ...factsOf(draft, member, user), isTied, mustBeProved });
  switch (plan.step) {
    case 'keep':
      return { user: plan.user, status: statusOf(plan.user, rules.roles), created: false };
    case 'tie':
      if (!member.heldBeforeChecked) keepWhatWasHeldBefore(draft, member, plan.user);
      draft.changeMember(member.id, {
        userId: plan.user.id,
        userGoneAt: null,
        isAccountUnproved: !plan.isProved,
      });
      return { user: plan.user, status: statusOf(plan.user, rules.roles), created: false };
    case 'create':
      return createAccount(draft, plan.address, asked);
    case 'none':
      return {
        ...{ user: null, status: plan.status, created: false },
        ...('user' in plan ? { inTheWay: plan.user.id } : {}),
      };
    default:
      return plan satisfies never;
  }
}

type Known = Pick<AccountFacts<SiteUser, NormalizedEmail>, 'isTest' | 'user' | 'address' | 'alike'>;

/** What is known of the account; who else answers to the address matters only where there is none. */
function factsOf(draft: Draft, { id, isTest }: MemberRow, user: SiteUser | null): Known {
  const address = user ? null : (draft.world.addresses.get(id) ?? null);
  if (address === null) return { isTest, user, address, alike: [] };
  const { proofs, addressSince, rules } = draft.world;
  const since = addressSince.get(id) ?? 0;
  const alike = draft.usersAlike(address).map((one) => ({
    user: one,
    isExact: isAddressOf(one, address),
    isConfirmed: one.confirmed,
    isAnothers: draft.isAnothers(one.id, id),
    isProved: isStaff(one, rules) || isProved(one, proofs.get(one.id) ?? null, since),
  }));
  return { isTest, user, address, alike };
}

function noteDeletion(draft: Draft, { member, mayRecreate }: Asked): void {
  // From now on as if they never had an account: the sale may give something only later.
  if (mayRecreate) draft.changeMember(member.id, { userId: null, userGoneAt: null });
  else if (member.userGoneAt === null) {
    draft.changeMember(member.id, { userGoneAt: draft.world.now });
  }
}

/** Unless the site's own code wants none. */
function createAccount(
  draft: Draft,
  email: NormalizedEmail,
  { member, purchases }: Asked
): Account {
  const { answers, rules } = draft.world;
  const roleId = startRole(siteOf(rules));
  if (roleId === null) throw new Error('The site has no default role to give a new account.');
  const answer = answers ? answers.get(member.id) : { type: 'create' as const, fields: {} };
  if (!answer) {
    const { id: memberId, firstName, lastName, isTest } = member;
    const bought = purchases.map(({ productId, productName, pricePoint }) => ({
      productId,
      productName,
      pricePoint,
    }));
    const question = { memberId, email, firstName, lastName, purchases: bought, isTest };
    throw new UnansweredError([question]);
  }
  if (answer.type === 'veto') {
    return { user: null, status: 'vetoed', created: false, veto: answer.why };
  }
  const user = draft.createUser({ email, roleId, fields: answer.fields });
  draft.changeMember(member.id, {
    userId: user.id,
    userGoneAt: null,
    lastGivenRoleId: roleId,
    heldBeforeChecked: true,
    isAccountUnproved: false,
  });
  return { user, status: 'ready', created: true };
}

/** Looked at once, when the first member comes to the account. */
function keepWhatWasHeldBefore(draft: Draft, member: MemberRow, user: SiteUser): void {
  const { rules, now } = draft.world;
  draft.changeMember(member.id, { heldBeforeChecked: true });
  const override = overrideHeldBefore(member, user, rules, now);
  if (override) draft.addOverride(override);
}

import { isStartRole, type Site, type SiteRoles } from '../rules/roles';

/** State of the owner's account, once the purchases were decided. */
export type AccountStatus =
  | 'ready'
  /** There is no account, and no live purchase that needs one. */
  | 'none'
  /** The user was deleted by hand; only a new sale creates a new one. */
  | 'deleted'
  | 'unconfirmed'
  | 'no-address'
  | 'untrusted-address'
  /** Another account has their address as its username, looks the same to the database, or shares the address. */
  | 'address-in-the-way'
  /** The account with their address is another member's. */
  | 'two-people'
  /** It was registered before the purchase, perhaps by a stranger: its owner has to prove that it is theirs. */
  | 'unclaimed'
  /** The site's own code wants no account for them. */
  | 'vetoed';

/** An account that there is: a user who has to confirm the address waits. */
export const statusOf = (
  { confirmed }: { readonly confirmed: boolean },
  { requiresConfirmation }: Pick<SiteRoles, 'requiresConfirmation'>
): 'ready' | 'unconfirmed' => (requiresConfirmation && !confirmed ? 'unconfirmed' : 'ready');

/** An account that Strapi could take for the one with this address when someone signs in or resets a password. */
export interface AccountAlike<User> {
  readonly user: User;
  /** Its own address is exactly this one. False: its username is, or the database takes another address for equal. */
  readonly isExact: boolean;
  readonly isConfirmed: boolean;
  /** It is another member's already. */
  readonly isAnothers: boolean;
  /** Known to belong to the owner of the mailbox, or in a role that nothing is given to. */
  readonly isProved: boolean;
}

export interface AccountFacts<User, Address extends string> {
  /** Made by test events. */
  readonly isTest: boolean;
  /** The member was tied to an account, which may be gone. */
  readonly isTied: boolean;
  /** That account; null: it is gone, or there never was one. */
  readonly user: User | null;
  /** The first address known for the member that can be trusted. */
  readonly address: Address | null;
  /** Every account of the site that answers to that address. */
  readonly alike: readonly AccountAlike<User>[];
  /** The site gives nothing to an account that was there before until its owner proved it. */
  readonly mustBeProved: boolean;
  /** Something that was paid for gives a level. */
  readonly needsAccount: boolean;
  /** A new sale brought the member here: a deleted account is created again. */
  readonly mayRecreate: boolean;
}

/** What is to become of the account. */
export type AccountPlan<User, Address extends string> =
  | { readonly step: 'keep'; readonly user: User }
  | { readonly step: 'tie'; readonly user: User; readonly isProved: boolean }
  | { readonly step: 'create'; readonly address: Address }
  | {
      readonly step: 'none';
      readonly status: 'deleted' | 'none' | 'no-address' | 'untrusted-address';
    }
  | {
      readonly step: 'none';
      readonly status: 'address-in-the-way' | 'two-people' | 'unclaimed';
      /** The account that a person has to decide about. */
      readonly user: User;
    };

/**
 * The account of a member: the one that they have, else the one with their address, else a new one where a live
 * purchase needs it; never one for an ending. After a deletion by hand only a new sale creates one again, but a member who
 * registered again by themselves is tied again. A test member is tied to no account but the one that was made for it.
 *
 * No account is created that Strapi could not sign in to: its log-in takes the first one whose address *or username* is
 * equal, as the database compares. Where the site asks for it, nothing goes to an account that a stranger may have
 * registered with the buyer's address.
 */
export function planAccount<User, Address extends string>(
  facts: AccountFacts<User, Address>
): AccountPlan<User, Address> {
  const { user, address, alike } = facts;
  if (user) return { step: 'keep', user };
  const exact = alike.filter(({ isExact }) => isExact);
  const [first] = exact.length > 0 ? exact : alike;
  if (facts.isTest && first) return { step: 'none', status: 'untrusted-address' };
  const [only, ...others] = byProof(exact);
  if (only && others.length === 0) {
    if (only.isAnothers) return { step: 'none', status: 'two-people', user: only.user };
    if (only.isProved || !facts.mustBeProved) {
      return { step: 'tie', user: only.user, isProved: only.isProved };
    }
    return facts.needsAccount
      ? { step: 'none', status: 'unclaimed', user: only.user }
      : { step: 'none', status: 'none' };
  }
  if (facts.isTied && !facts.mayRecreate && exact.length === 0) {
    return { step: 'none', status: 'deleted' };
  }
  if (!facts.needsAccount) return { step: 'none', status: 'none' };
  if (address === null) return { step: 'none', status: 'no-address' };
  const inTheWay = only ?? first;
  return inTheWay
    ? { step: 'none', status: 'address-in-the-way', user: inTheWay.user }
    : { step: 'create', address };
}

/** An account whose address was confirmed wins over those that anyone could have registered. */
function byProof<User>(exact: readonly AccountAlike<User>[]): readonly AccountAlike<User>[] {
  const confirmed = exact.filter(({ isConfirmed }) => isConfirmed);
  return confirmed.length > 0 ? confirmed : exact;
}

/**
 * The role that an account had before any purchase counted for it, kept as an override "held before Kartra"; null: it
 * is in one that everybody starts with. Whether it counts is decided later: only if it is an access level, and no
 * purchase gives it.
 */
export const roleHeldBefore = (
  { roleId }: { readonly roleId: number | null },
  site: Site
): number | null => (isStartRole(site, roleId) ? null : roleId);

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
  /** The site's own code wants no account for them. */
  | 'vetoed';

/** An account that there is: a user who has to confirm the address waits. */
export const statusOf = (
  { confirmed }: { readonly confirmed: boolean },
  { requiresConfirmation }: Pick<SiteRoles, 'requiresConfirmation'>
): 'ready' | 'unconfirmed' => (requiresConfirmation && !confirmed ? 'unconfirmed' : 'ready');

export interface AccountFacts<User, Address extends string> {
  /** Made by test events. */
  readonly isTest: boolean;
  /** The member was tied to an account, which may be gone. */
  readonly isTied: boolean;
  /** That account; null: it is gone, or there never was one. */
  readonly user: User | null;
  /** The first address known for the member that can be trusted. */
  readonly address: Address | null;
  /** The account of the site with that address; null: there is none. */
  readonly found: User | null;
  /** It is another member's already. */
  readonly isAnothers: boolean;
  /** Something that was paid for gives a level. */
  readonly needsAccount: boolean;
  /** A new sale brought the member here: a deleted account is created again. */
  readonly mayRecreate: boolean;
}

/** What is to become of the account. */
export type AccountPlan<User, Address extends string> =
  | { readonly step: 'keep' | 'tie'; readonly user: User }
  | { readonly step: 'create'; readonly address: Address }
  | {
      readonly step: 'none';
      readonly status: 'deleted' | 'none' | 'no-address' | 'untrusted-address';
    };

/**
 * The account of a member: the one that they have, else the one with their address, else a new one where a live
 * purchase needs it; never one for an ending. After a deletion by hand only a new sale creates one again, but a member who
 * registered again by themselves is tied again. A test member is tied to no account but the one that was made for it.
 */
export function planAccount<User, Address extends string>(
  facts: AccountFacts<User, Address>
): AccountPlan<User, Address> {
  const { user, found, address } = facts;
  if (user) return { step: 'keep', user };
  if (found) {
    return facts.isTest || facts.isAnothers
      ? { step: 'none', status: 'untrusted-address' }
      : { step: 'tie', user: found };
  }
  if (facts.isTied && !facts.mayRecreate) return { step: 'none', status: 'deleted' };
  if (!facts.needsAccount) return { step: 'none', status: 'none' };
  return address === null ? { step: 'none', status: 'no-address' } : { step: 'create', address };
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

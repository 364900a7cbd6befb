import type { Proof } from '../../core/access/proof';
import type { NormalizedEmail } from '../../core/members/email';
import type { RoleRefusal } from '../../core/rules/roles';
import type { Rules } from '../../core/rules/rules';
import type { StoredEntitlement } from '../../repositories/entitlements';
import type { MemberRow } from '../../repositories/members';
import type { OverrideRow } from '../../repositories/overrides';
import type { SiteUser } from '../../repositories/users';
import type { AccountAnswer } from './hooks';

/** Everything that decisions about the access of some members read, as it was at one moment: plain data. */
export interface AccessWorld {
  readonly rules: Rules;
  /** Epoch ms. */
  readonly now: number;
  /** All who are held, those who share an account with them too. */
  readonly members: readonly MemberRow[];
  /** Everything that these members have. */
  readonly entitlements: readonly StoredEntitlement[];
  /** Those of them that are what the rules of this moment make of them. */
  readonly derived: ReadonlySet<StoredEntitlement>;
  /** Not taken back, of these members and of these accounts; some may be past their end. */
  readonly overrides: readonly OverrideRow[];
  /** Accounts of these members, and those with an address of theirs; held. */
  readonly users: readonly SiteUser[];
  /** The first address that can be trusted, of each member without an account. */
  readonly addresses: ReadonlyMap<number, NormalizedEmail>;
  /** Every account of the site that answers to such an address, oldest first. */
  readonly accountsAlike: ReadonlyMap<NormalizedEmail, readonly number[]>;
  /** How each of those accounts was proved; one that is missing was not. */
  readonly proofs: ReadonlyMap<number, Proof>;
  /** Epoch ms of the first event for that address of each member. */
  readonly addressSince: ReadonlyMap<number, number>;
  /** Members of each of those accounts, held or not. */
  readonly membersOfAccount: ReadonlyMap<number, readonly number[]>;
  /** Why a role can be neither level nor fallback; null: it may be given. */
  readonly refusals: ReadonlyMap<number, RoleRefusal | null>;
  /** Each new account gets a welcome mail. */
  readonly sendsWelcome: boolean;
  /** What the site's own code said about members who need an account; null: it does not want to be asked. */
  readonly answers: ReadonlyMap<number, AccountAnswer> | null;
}

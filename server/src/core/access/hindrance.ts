import { isLive, type Term } from '../entitlements/term';
import { ignores, type Rules } from '../rules/rules';
import { OTHER, type Other } from '../wording/other';
import type { AccountStatus } from './account';
import type { RoleChange } from './decide';

interface Traits {
  /** What ended is taken away all the same. */
  readonly stillLoses?: true;
  /** A change of the user may end it: then the member is brought up to date again, and no role was changed by hand. */
  readonly waitsForUser?: true;
  /** The account opens nothing but what its own role does. */
  readonly opensNothing?: true;
  /** The user is left as they are, not held back. */
  readonly isStaff?: true;
}

/** Everything that can stand between a member and what was paid for. */
const HINDRANCES = {
  /** No mapping says what the product gives. */
  'unmapped-product': {},
  /** No address is known, or none that can be trusted. */
  incomplete: {},
  'account-deleted': {},
  'account-vetoed': {},
  'address-in-the-way': {},
  'two-people': {},
  'unclaimed-account': {},
  'unconfirmed-account': { stillLoses: true, waitsForUser: true, opensNothing: true },
  'protected-role': { waitsForUser: true, isStaff: true },
} as const satisfies Readonly<Record<string, Traits>>;

export type Hindrance = keyof typeof HINDRANCES;
export const HINDRANCE_NAMES = Object.keys(HINDRANCES) as readonly Hindrance[];

/** Why what is due to a member cannot be given, as their row says it. */
export type HeldReason = Hindrance | Other;

/** Whether the reason is one with this trait. */
export function isHeldBy(reason: HeldReason | null, trait: keyof Traits): boolean {
  if (reason === null || reason === OTHER) return false;
  const traits: Traits = HINDRANCES[reason];
  return traits[trait] === true;
}

const OF_ACCOUNT: Readonly<Record<AccountStatus, Hindrance | null>> = {
  ready: null,
  none: 'incomplete',
  'no-address': 'incomplete',
  'untrusted-address': 'incomplete',
  deleted: 'account-deleted',
  vetoed: 'account-vetoed',
  'address-in-the-way': 'address-in-the-way',
  'two-people': 'two-people',
  unclaimed: 'unclaimed-account',
  unconfirmed: 'unconfirmed-account',
};

/** Why the account of a member can be given nothing, whatever is due; null: it can. */
export function hindranceOf(
  status: AccountStatus,
  roleChange: RoleChange | null
): Hindrance | null {
  const isStaff = roleChange?.kind === 'keep' && roleChange.reason === 'protected-role';
  return OF_ACCOUNT[status] ?? (isStaff ? 'protected-role' : null);
}

/** Whether what ended is taken from such an account, though nothing is given to it. */
export const stillLoses = (status: AccountStatus): boolean =>
  isHeldBy(OF_ACCOUNT[status], 'stillLoses');

/** Whether such an account opens only what its own role does. */
export const opensNothing = (status: AccountStatus): boolean =>
  isHeldBy(OF_ACCOUNT[status], 'opensNothing');

/**
 * Why what a member paid for waits; null when nothing does. A product without a level comes before anything about the
 * account, as the owner has to answer it first. What was set aside waits for no answer.
 */
export function heldReasonOf(
  purchases: readonly (Pick<Term, 'state' | 'reason'> & {
    readonly productId: string;
    readonly pricePoint: string | null;
    readonly roleIds: readonly number[];
  })[],
  account: AccountStatus,
  roleChange: RoleChange | null,
  rules: Pick<Rules, 'ignoredOffers'>
): Hindrance | null {
  const due = purchases.filter(
    (purchase) => isLive(purchase) && (purchase.roleIds.length > 0 || !ignores(rules, purchase))
  );
  if (due.length === 0) return null;
  if (due.some(({ roleIds }) => roleIds.length === 0)) return 'unmapped-product';
  return hindranceOf(account, roleChange);
}

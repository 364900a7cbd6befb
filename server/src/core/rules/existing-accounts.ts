/**
 * What becomes of a purchase for an account that was there before, and that no one proved: its access is given at once and
 * the buyer is mailed (`give`), or it waits until the buyer proved the account to be theirs (`claim`).
 */
export const EXISTING_ACCOUNTS = ['give', 'claim'] as const;
export type ExistingAccounts = (typeof EXISTING_ACCOUNTS)[number];

/** Until the owner chose, access is given at once. */
export const existingAccountsOf = ({
  existingAccounts,
}: {
  readonly existingAccounts: ExistingAccounts | null;
}): ExistingAccounts => existingAccounts ?? 'give';

/**
 * Whether the owner has to be asked: anyone can register with a buyer's address, nothing shows that it is theirs, and
 * it was not chosen yet what such an account is given.
 */
export const asksAboutAccounts = (site: {
  readonly existingAccounts: ExistingAccounts | null;
  readonly isRegistrationOpen: boolean;
  readonly requiresConfirmation: boolean;
}): boolean =>
  site.existingAccounts === null && site.isRegistrationOpen && !site.requiresConfirmation;

/**
 * What an administrator reads or does about one person: members, overrides, links to accounts, changes by hand, the
 * explanation of an access level, and what the site's own code asks (`access`, `/me`).
 *
 * Promises: each act and its entry in the activity stand or fall together; names and addresses only for those who may see them.
 * Never: decides who gets what. It enters facts and asks the engine.
 */
export { accessOf } from './access';
export { accountClaimsOf } from './account-claims';
export { accountLinksOf } from './account-links';
export { claimMails } from './claim-mail';
export { guardSignIns } from './sign-ins';
export { driftOf } from './drift';
export { driftSweepOf } from './drift-sweep';
export { memberCareOf } from './member-care';
export { membersOf } from './members';
export { overridesOf } from './overrides';
export { showOutlook } from './payment-outlook';
export { renewalsOf } from './renewals';
export { secondAddressesOf } from './second-addresses';
export { userWatchOf } from './user-watch';

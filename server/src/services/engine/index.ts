/**
 * Brings members up to date: facts are folded, access is decided and written, outcomes are recorded.
 *
 * Promises: one transaction for all of it; the same facts give the same access, in whatever order they arrived.
 * Never: answers a request, and never waits for anything outside of the database but the site's own hooks.
 */
export { keepWhatWasHeldBefore } from './held-before';
export { readWorldOf } from './holdings';
export { giveRole } from './give-role';
export { isSiteAsked } from './ask-site';
export { hooksOf } from './hooks';
export { identifyBuyers, NO_ONE } from './identify-buyers';
export {
  APPLY_NEW_RULES,
  COMPARE_NEW_RULES,
  applyNewRules,
  compareNewRules,
} from './new-rules-jobs';
export { foldPatiently, foldRows } from './patient-fold';
export {
  recomputeApart,
  recomputeMember,
  recomputeNeighborhood,
  recomputeTogether,
} from './recompute';
export {
  APPLY_MAPPINGS,
  RECOMPUTE_MEMBERS,
  applyMappings,
  recomputeMembers,
  retryJob,
} from './recompute-jobs';
export { readRegistration, readSiteRoles, roleRefusal } from './roles';
export { type ConnectionRules, readConnectionRules, readRules, rulesOf } from './rules';
export { resultOfSeveral, toLogEvent } from './several-events';
export { readSharedIds } from './shared-ids';
export type { Recomputed, MemberResult } from './member-result';
export { isSomebodys, removeTestMember } from './test-members';
export { type Verdict, judgeNewFacts } from './verdicts';

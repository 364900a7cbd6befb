/**
 * What is sold and what it gives: mappings, access levels, discovered offers, and the preview of a change.
 *
 * Promises: a change is saved together with the job that applies it, or not at all.
 * Never: changes a member directly.
 */
export { accessLevelsOf } from './access-levels';
export { NO_LEVELS, readLevelNames, showLevels } from './mapping-levels';
export { mappingsOf } from './mappings';
export { offersOf } from './offers';
export { paidPeriodsOf } from './paid-periods';
export { previewOf } from './preview';
export { type RuleChange, ruleChangesOf } from './rule-changes';
export { readStuck } from './stuck-purchases';

/**
 * What keeps the tables healthy: retention, due dates, indexes.
 *
 * Promises: everything is done in small batches that can be done twice.
 * Never: deletes a fact of the ledger.
 */
export { housekeepingOf } from './housekeeping';
export { keepTables } from './keep-tables';
export { unreadableValuesOf } from './unreadable-values';

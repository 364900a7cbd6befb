/**
 * The activity, newest first, as the panel shows it.
 *
 * Promises: personal data only for those who may see it.
 * Never: writes; a line is written by the room that did what it tells of.
 */
export { activityOf, showActivity } from './activity';

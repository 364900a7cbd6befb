import { TABLES } from '../constants';
import { defineContentType } from './define-content-type';

/** One person tied to at most one user of the site. */
export const member = defineContentType({
  table: TABLES.member,
  singularName: 'member',
  pluralName: 'members',
  displayName: 'Kartra member',
  indexes: [
    { name: 'kartra_members_origin_uq', columns: ['connection_id', 'origin_key'], type: 'unique' },
    { name: 'kartra_members_user_ix', columns: ['user_id'] },
    { name: 'kartra_members_drift_ix', columns: ['drift_since'] },
    { name: 'kartra_members_name_ix', columns: ['name_key'] },
    { name: 'kartra_members_look_ix', columns: ['look_for_others_at'] },
    { name: 'kartra_members_level_ix', columns: ['level_role_id', 'id'] },
  ],
  attributes: {
    connectionId: { type: 'integer', required: true },
    originKey: { type: 'string', required: true },
    userId: { type: 'integer' },
    userGoneAt: { type: 'biginteger' },
    linkedFrom: { type: 'text' },
    lastGivenRoleId: { type: 'integer' },
    standingRoleId: { type: 'integer' },
    driftRoleId: { type: 'integer' },
    driftSince: { type: 'biginteger' },
    levelRoleId: { type: 'integer' },
    levelReason: { type: 'string' },
    firstName: { type: 'string' },
    lastName: { type: 'string' },
    nameKey: { type: 'string' },
    lookForOthersAt: { type: 'biginteger' },
    email: { type: 'string' },
    accessState: { type: 'string' },
    heldReason: { type: 'string' },
    heldBeforeChecked: { type: 'boolean' },
    firstSeenAt: { type: 'biginteger', required: true },
    updatedAtMs: { type: 'biginteger' },
    isTest: { type: 'boolean' },
    erasedAt: { type: 'biginteger' },
  },
});

import { TABLES } from '../constants';
import { defineContentType } from './define-content-type';

/** One line that an administrator understands: what changed for which member, and why. */
export const activity = defineContentType({
  table: TABLES.activity,
  singularName: 'activity',
  pluralName: 'activities',
  displayName: 'Kartra activity',
  indexes: [
    { name: 'kartra_activities_member_ix', columns: ['member_id', 'id'] },
    { name: 'kartra_activities_at_ix', columns: ['happened_at'] },
  ],
  attributes: {
    connectionId: { type: 'integer', required: true },
    happenedAt: { type: 'biginteger', required: true },
    code: { type: 'string', required: true },
    text: { type: 'text' },
    values: { type: 'text' },
    actor: { type: 'string' },
    memberId: { type: 'integer' },
    webhookLogId: { type: 'integer' },
    jobId: { type: 'integer' },
  },
});

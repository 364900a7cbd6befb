import { TABLES } from '../constants';
import { defineContentType } from './define-content-type';

/** Another account that may be the same person's, until a person says whether it is. */
export const suggestion = defineContentType({
  table: TABLES.suggestion,
  singularName: 'suggestion',
  pluralName: 'suggestions',
  displayName: 'Kartra account suggestion',
  indexes: [
    { name: 'kartra_suggestions_uq', columns: ['member_id', 'user_id'], type: 'unique' },
    { name: 'kartra_suggestions_open_ix', columns: ['connection_id', 'decided_at'] },
  ],
  attributes: {
    connectionId: { type: 'integer', required: true },
    memberId: { type: 'integer', required: true },
    userId: { type: 'integer', required: true },
    reason: { type: 'string', required: true },
    foundAt: { type: 'biginteger', required: true },
    decidedAt: { type: 'biginteger' },
    decidedBy: { type: 'string' },
  },
});

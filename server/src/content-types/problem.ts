import { TABLES } from '../constants';
import { defineContentType } from './define-content-type';

/** Something that needs a person, from when it began until it is gone; mailed once in that time. */
export const problem = defineContentType({
  table: TABLES.problem,
  singularName: 'problem',
  pluralName: 'problems',
  displayName: 'Kartra problem',
  indexes: [
    {
      name: 'kartra_problems_key_uq',
      columns: ['connection_id', 'problem_key'],
      type: 'unique',
    },
  ],
  attributes: {
    connectionId: { type: 'integer', required: true },
    problemKey: { type: 'string', required: true },
    kind: { type: 'string', required: true },
    openedAt: { type: 'biginteger', required: true },
    /** NULL until it was mailed, or if no administrator gets alerts. */
    mailedAt: { type: 'biginteger' },
  },
});

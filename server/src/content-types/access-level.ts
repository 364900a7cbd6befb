import { TABLES } from '../constants';
import { defineContentType } from './define-content-type';

/** A role that mappings may give, with its rank. */
export const accessLevel = defineContentType({
  table: TABLES.accessLevel,
  singularName: 'access-level',
  pluralName: 'access-levels',
  displayName: 'Kartra access level',
  indexes: [
    { name: 'kartra_levels_role_uq', columns: ['connection_id', 'role_id'], type: 'unique' },
  ],
  attributes: {
    connectionId: { type: 'integer', required: true },
    roleId: { type: 'integer', required: true },
    rank: { type: 'integer', required: true },
  },
});

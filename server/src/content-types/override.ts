import { TABLES } from '../constants';
import { defineContentType } from './define-content-type';

/** An access level given or denied by a person, with reason, author and optional end. */
export const override = defineContentType({
  table: TABLES.override,
  singularName: 'override',
  pluralName: 'overrides',
  displayName: 'Kartra override',
  indexes: [
    { name: 'kartra_overrides_member_ix', columns: ['member_id'] },
    { name: 'kartra_overrides_user_ix', columns: ['user_id'] },
    { name: 'kartra_overrides_until_ix', columns: ['removed_at', 'until'] },
  ],
  attributes: {
    connectionId: { type: 'integer', required: true },
    memberId: { type: 'integer', required: true },
    effect: { type: 'string', required: true },
    source: { type: 'string', required: true },
    roleId: { type: 'integer' },
    userId: { type: 'integer' },
    until: { type: 'biginteger' },
    reason: { type: 'text' },
    author: { type: 'string' },
    givenAt: { type: 'biginteger', required: true },
    removedAt: { type: 'biginteger' },
    removedBy: { type: 'string' },
  },
});

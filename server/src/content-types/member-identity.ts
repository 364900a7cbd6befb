import { TABLES } from '../constants';
import { defineContentType } from './define-content-type';

/** A Kartra lead id or an e-mail address known for a member. */
export const memberIdentity = defineContentType({
  table: TABLES.memberIdentity,
  singularName: 'member-identity',
  pluralName: 'member-identities',
  displayName: 'Kartra member identity',
  indexes: [
    {
      name: 'kartra_identities_uq',
      columns: ['connection_id', 'type', 'value_hash'],
      type: 'unique',
    },
    { name: 'kartra_identities_member_ix', columns: ['member_id'] },
  ],
  attributes: {
    connectionId: { type: 'integer', required: true },
    type: { type: 'string', required: true },
    valueHash: { type: 'string', required: true },
    value: { type: 'string' },
    memberId: { type: 'integer', required: true },
    seenAt: { type: 'biginteger' },
  },
});

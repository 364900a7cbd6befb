import { TABLES } from '../constants';
import { defineContentType } from './define-content-type';

/** A mailed link by which a member chooses a password. A copy of this table opens no account. */
export const passwordLink = defineContentType({
  table: TABLES.passwordLink,
  singularName: 'password-link',
  pluralName: 'password-links',
  displayName: 'Kartra password link',
  indexes: [
    { name: 'kartra_password_links_uq', columns: ['code_hash'], type: 'unique' },
    { name: 'kartra_password_links_planted_ix', columns: ['planted_until'] },
    { name: 'kartra_password_links_member_ix', columns: ['member_id'] },
  ],
  attributes: {
    connectionId: { type: 'integer', required: true },
    memberId: { type: 'integer', required: true },
    userId: { type: 'integer', required: true },
    /** SHA-256 of the code in the link, which has 256 bits. */
    codeHash: { type: 'string', required: true },
    /** Of the account's address and password as they were: the link ends when one of them changes. */
    accountHash: { type: 'string', required: true },
    madeAt: { type: 'biginteger', required: true },
    openedAt: { type: 'biginteger' },
    /** SHA-256 of the code that opening it gave to users-permissions, until that is taken away again. */
    plantedHash: { type: 'string' },
    plantedUntil: { type: 'biginteger' },
  },
});

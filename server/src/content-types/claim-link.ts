import { TABLES } from '../constants';
import { defineContentType } from './define-content-type';

/** A mailed link by which a buyer takes over an account with their address. A copy of this table opens no account. */
export const claimLink = defineContentType({
  table: TABLES.claimLink,
  singularName: 'claim-link',
  pluralName: 'claim-links',
  displayName: 'Kartra claim link',
  indexes: [
    { name: 'kartra_claim_links_uq', columns: ['code_hash'], type: 'unique' },
    { name: 'kartra_claim_links_member_ix', columns: ['member_id'] },
    { name: 'kartra_claim_links_user_ix', columns: ['user_id'] },
  ],
  attributes: {
    connectionId: { type: 'integer', required: true },
    memberId: { type: 'integer', required: true },
    userId: { type: 'integer', required: true },
    /** SHA-256 of the code in the link, which has 256 bits. */
    codeHash: { type: 'string', required: true },
    madeAt: { type: 'biginteger', required: true },
    /** One use; null: not used yet. */
    usedAt: { type: 'biginteger' },
  },
});

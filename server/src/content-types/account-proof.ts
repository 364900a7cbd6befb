import { TABLES } from '../constants';
import { defineContentType } from './define-content-type';

/** How the owner of a mailbox is known to be the one who has the account. */
export const accountProof = defineContentType({
  table: TABLES.accountProof,
  singularName: 'account-proof',
  pluralName: 'account-proofs',
  displayName: 'Kartra account proof',
  indexes: [{ name: 'kartra_account_proofs_uq', columns: ['account_key'], type: 'unique' }],
  attributes: {
    /** The user’s document id: Strapi’s import gives users other ids, and a proof must not come to a stranger’s account. */
    accountKey: { type: 'string', required: true },
    kind: { type: 'string', required: true },
    at: { type: 'biginteger', required: true },
    /** Epoch seconds: sign-ins of before are refused, as they may be a stranger’s. */
    signInsFrom: { type: 'biginteger' },
  },
});

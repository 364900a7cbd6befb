import { TABLES } from '../constants';
import { defineContentType } from './define-content-type';

/** One Kartra account: webhook URL, secrets, state, settings. */
export const connection = defineContentType({
  table: TABLES.connection,
  singularName: 'connection',
  pluralName: 'connections',
  displayName: 'Kartra connection',
  indexes: [{ name: 'kartra_connections_key_uq', columns: ['key'], type: 'unique' }],
  attributes: {
    key: { type: 'string', required: true },
    state: { type: 'string', required: true },
    stateSince: { type: 'biginteger' },
    /** The main key, and the one before it, as earlier versions read them. */
    endpointId: { type: 'string' },
    /** Random, for ever the same: keys the e-mail in fact hashes. */
    salt: { type: 'string', required: true },
    secretHash: { type: 'string' },
    secretSealed: { type: 'text' },
    previousEndpointId: { type: 'string' },
    previousSecretHash: { type: 'string' },
    previousUntil: { type: 'biginteger' },
    previousLastUsedAt: { type: 'biginteger' },
    previousUses: { type: 'integer' },
    webhookKeys: { type: 'text' },
    keyUses: { type: 'text' },
    wrongKeys: { type: 'text' },
    ipnSecrets: { type: 'text' },
    settings: { type: 'text' },
    facts: { type: 'text' },
    lostSpans: { type: 'text' },
    droppedPayloads: { type: 'text' },
    /** Where administrators last saw the site: links in mails begin there where `server.url` says nothing. */
    siteOrigin: { type: 'string' },
    /** Since when password links are this plugin's own; older mails carry a code of Strapi's. */
    ownLinksSince: { type: 'biginteger' },
    /** Random; the site's own note has the same. They differ where another site's data was imported. */
    siteId: { type: 'string' },
    /** The site's address as its configuration last said it, to name the original of a copy. */
    siteUrl: { type: 'string' },
    sweepCursor: { type: 'integer' },
    sweepDueAt: { type: 'biginteger' },
    version: { type: 'integer' },
  },
});

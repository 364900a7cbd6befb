import { TABLES } from '../constants';
import { defineContentType } from './define-content-type';

/** An id that proves nothing, because several people's webhooks name it. Counts and ids only, never an address. */
export const sharedId = defineContentType({
  table: TABLES.sharedId,
  singularName: 'shared-id',
  pluralName: 'shared-ids',
  displayName: 'Kartra shared id',
  indexes: [
    { name: 'kartra_shared_ids_uq', columns: ['connection_id', 'id_hash'], type: 'unique' },
  ],
  attributes: {
    connectionId: { type: 'integer', required: true },
    /** Of kind and id: MySQL compares texts without case and accents, a hash is compared exactly. */
    idHash: { type: 'string', required: true },
    kind: { type: 'string', required: true },
    /** NULL for a lead: its id is known by the identity alone, so that erasing a person erases it. */
    value: { type: 'string' },
    identityId: { type: 'integer' },
    /** The largest number that was found; of a lead the addresses that bought under it. */
    buyers: { type: 'integer', required: true },
    /** A webhook that names it. */
    webhookLogId: { type: 'integer' },
    firstSeenAt: { type: 'biginteger', required: true },
    /** When the number last grew. */
    lastSeenAt: { type: 'biginteger', required: true },
    dismissedAt: { type: 'biginteger' },
    dismissedBy: { type: 'string' },
    /** How many buyers there were then. */
    dismissedBuyers: { type: 'integer' },
  },
});

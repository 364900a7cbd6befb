import { TABLES } from '../constants';
import { defineContentType } from './define-content-type';

/** Product, or one of its price points, to access level. */
export const mapping = defineContentType({
  table: TABLES.mapping,
  singularName: 'mapping',
  pluralName: 'mappings',
  displayName: 'Kartra mapping',
  indexes: [
    {
      name: 'kartra_mappings_uq',
      columns: ['connection_id', 'product_id', 'price_point'],
      type: 'unique',
    },
  ],
  attributes: {
    connectionId: { type: 'integer', required: true },
    productId: { type: 'string', required: true },
    pricePoint: { type: 'string', required: true },
    roleId: { type: 'integer', required: true },
    roleName: { type: 'string' },
    levels: { type: 'text' },
    mailName: { type: 'string' },
    onCancellation: { type: 'string' },
    period: { type: 'string' },
    onRefund: { type: 'string' },
    onPartialRefund: { type: 'string' },
    graceDays: { type: 'integer' },
    durationDays: { type: 'integer' },
    whenPaidInFull: { type: 'string' },
    version: { type: 'integer', required: true },
    savedAt: { type: 'biginteger', required: true },
    savedBy: { type: 'string' },
  },
});

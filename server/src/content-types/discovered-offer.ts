import { TABLES } from '../constants';
import { defineContentType } from './define-content-type';

/** A Kartra product and price point seen in webhooks. */
export const discoveredOffer = defineContentType({
  table: TABLES.discoveredOffer,
  singularName: 'discovered-offer',
  pluralName: 'discovered-offers',
  displayName: 'Kartra discovered offer',
  indexes: [
    {
      name: 'kartra_offers_uq',
      columns: ['connection_id', 'product_id', 'price_point'],
      type: 'unique',
    },
  ],
  attributes: {
    connectionId: { type: 'integer', required: true },
    productId: { type: 'string', required: true },
    pricePoint: { type: 'string', required: true },
    productName: { type: 'string' },
    firstSeenAt: { type: 'biginteger', required: true },
    lastSeenAt: { type: 'biginteger', required: true },
    timesSeen: { type: 'integer', required: true },
    ignored: { type: 'boolean' },
  },
});

import { TABLES } from '../constants';
import { defineContentType } from './define-content-type';

/** What one purchase of a member gives now, and why; derived, rebuilt at will. */
export const entitlement = defineContentType({
  table: TABLES.entitlement,
  singularName: 'entitlement',
  pluralName: 'entitlements',
  displayName: 'Kartra entitlement',
  indexes: [
    {
      name: 'kartra_entitlements_uq',
      columns: ['connection_id', 'product_id', 'purchase_key'],
      type: 'unique',
    },
    { name: 'kartra_entitlements_member_ix', columns: ['member_id'] },
    { name: 'kartra_entitlements_role_ix', columns: ['role_id', 'state'] },
    { name: 'kartra_entitlements_ends_ix', columns: ['ends_at'] },
  ],
  attributes: {
    connectionId: { type: 'integer', required: true },
    memberId: { type: 'integer', required: true },
    productId: { type: 'string', required: true },
    purchaseKey: { type: 'string', required: true },
    productName: { type: 'string' },
    pricePoint: { type: 'string' },
    type: { type: 'string', required: true },
    state: { type: 'string', required: true },
    reason: { type: 'string' },
    roleId: { type: 'integer' },
    levels: { type: 'text' },
    mappingId: { type: 'integer' },
    orderIds: { type: 'text' },
    subscriptionId: { type: 'string' },
    startedAt: { type: 'string' },
    lastPaidAt: { type: 'string' },
    endedAt: { type: 'string' },
    endsAt: { type: 'biginteger' },
    history: { type: 'text' },
    changedAt: { type: 'biginteger' },
    derivedAt: { type: 'biginteger' },
  },
});

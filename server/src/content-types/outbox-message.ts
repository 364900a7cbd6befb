import { TABLES } from '../constants';
import { defineContentType } from './define-content-type';

/** Mail or outgoing event to send after commit. */
export const outboxMessage = defineContentType({
  table: TABLES.outboxMessage,
  singularName: 'outbox-message',
  pluralName: 'outbox-messages',
  displayName: 'Kartra outbox message',
  indexes: [
    { name: 'kartra_outbox_message_uq', columns: ['message_id'], type: 'unique' },
    { name: 'kartra_outbox_due_ix', columns: ['state', 'next_attempt_at'] },
    { name: 'kartra_outbox_member_ix', columns: ['member_id', 'topic'] },
  ],
  attributes: {
    connectionId: { type: 'integer', required: true },
    messageId: { type: 'string', required: true },
    topic: { type: 'string', required: true },
    payload: { type: 'text' },
    state: { type: 'string', required: true },
    attempts: { type: 'integer' },
    nextAttemptAt: { type: 'biginteger' },
    leaseToken: { type: 'string' },
    leaseUntil: { type: 'biginteger' },
    queuedAt: { type: 'biginteger', required: true },
    sentAt: { type: 'biginteger' },
    error: { type: 'text' },
    memberId: { type: 'integer' },
  },
});

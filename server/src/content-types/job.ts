import { TABLES } from '../constants';
import { defineContentType } from './define-content-type';

/** Long work with progress. */
export const job = defineContentType({
  table: TABLES.job,
  singularName: 'job',
  pluralName: 'jobs',
  displayName: 'Kartra job',
  indexes: [{ name: 'kartra_jobs_due_ix', columns: ['state', 'lease_until'] }],
  attributes: {
    connectionId: { type: 'integer', required: true },
    kind: { type: 'string', required: true },
    params: { type: 'text' },
    state: { type: 'string', required: true },
    total: { type: 'integer' },
    done: { type: 'integer' },
    failed: { type: 'integer' },
    cursor: { type: 'text' },
    result: { type: 'text' },
    error: { type: 'text' },
    leaseToken: { type: 'string' },
    leaseUntil: { type: 'biginteger' },
    queuedBy: { type: 'string' },
    queuedAt: { type: 'biginteger', required: true },
    startedAt: { type: 'biginteger' },
    finishedAt: { type: 'biginteger' },
    stopRequested: { type: 'boolean' },
  },
});

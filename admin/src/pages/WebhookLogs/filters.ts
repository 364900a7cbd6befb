import { WEBHOOK_LOG_STATES } from '../../../../contracts/lists';
import { readDays } from '../../utils/days';
import { readId } from '../../utils/ids';

import type { WebhookLog } from '../../../../contracts/webhook-log';
import type { WebhookLogQuery } from '../../../../contracts/webhook-log-requests';

export const FILTERS = [
  'state',
  'reason',
  'kind',
  'productId',
  'memberId',
  'email',
  'from',
  'to',
  'upTo',
] as const;
export type LogFilter = (typeof FILTERS)[number];

export const KINDS = [
  'sale',
  'rebill',
  'failed',
  'partial-refund',
  'refund',
  'cancellation',
  'chargeback',
  'other',
] as const;

/** Reasons worth asking for, by state. */
export const REASONS = {
  applied: [
    'granted',
    'renewed',
    'recovered',
    'product-changed',
    'completed',
    'leaving',
    'past-due',
    'revoked',
    'fell-back',
    'no-change',
  ],
  ignored: ['duplicate', 'not-money', 'offer-ignored', 'test'],
  held: [
    'unmapped-product',
    'unmatched-purchase',
    'conflicting-id',
    'unknown-period',
    'unconfirmed-account',
    'account-deleted',
    'account-vetoed',
    'address-in-the-way',
    'two-people',
    'unclaimed-account',
    'protected-role',
    'incomplete',
    'unknown-type',
    'paused',
  ],
  rejected: ['unreadable', 'too-large', 'bad-ipn-secret', 'ipn-only', 'ip-not-allowed'],
} as const satisfies Readonly<Record<string, readonly WebhookLog['reason'][]>>;

/** What the address says of webhooks; what means nothing is dropped. */
export function toQuery(values: Readonly<Partial<Record<LogFilter, string>>>): WebhookLogQuery {
  const {
    state: stateText,
    kind: kindText,
    reason: reasonText,
    memberId,
    upTo,
    from,
    to,
    ...plain
  } = values;
  const state = WEBHOOK_LOG_STATES.find((name) => name === stateText);
  const kind = KINDS.find((name) => name === kindText);
  const reason = Object.values(REASONS)
    .flat()
    .find((name) => name === reasonText);
  return {
    ...plain,
    ...(state ? { state } : {}),
    ...(kind ? { kind } : {}),
    ...(reason ? { reason } : {}),
    ...(readId(memberId) ? { memberId: readId(memberId) } : {}),
    ...(readId(upTo) ? { upTo: readId(upTo) } : {}),
    ...readDays({ from, to }),
  };
}

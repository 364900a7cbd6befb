import { readDays } from '../../utils/days';

import type { WebhookLogQuery } from '../../../../contracts/webhook-log';

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
] as const;

/** Reasons worth asking for, by state. */
export const REASONS: Readonly<Record<string, readonly string[]>> = {
  applied: [
    'granted',
    'renewed',
    'recovered',
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
    'unconfirmed-account',
    'account-deleted',
    'account-vetoed',
    'protected-role',
    'incomplete',
    'paused',
  ],
  rejected: ['unreadable', 'too-large', 'bad-ipn-secret'],
};

export function toQuery(values: Readonly<Partial<Record<LogFilter, string>>>): WebhookLogQuery {
  const { memberId, upTo, from, to, ...plain } = values;
  return {
    ...plain,
    ...(memberId ? { memberId: Number(memberId) } : {}),
    ...(upTo ? { upTo: Number(upTo) } : {}),
    ...readDays({ from, to }),
  };
}

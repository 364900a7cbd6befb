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
    'protected-role',
    'incomplete',
    'paused',
  ],
  rejected: ['unreadable', 'too-large', 'bad-ipn-secret'],
};

const DAY_MS = 24 * 60 * 60 * 1000;

/** Dates in the address are days of the person's own calendar; the API takes moments. */
export function toQuery(values: Readonly<Partial<Record<LogFilter, string>>>): WebhookLogQuery {
  const { memberId, upTo, from, to, ...plain } = values;
  return {
    ...plain,
    ...(memberId ? { memberId: Number(memberId) } : {}),
    ...(upTo ? { upTo: Number(upTo) } : {}),
    ...(from ? { from: startOfDay(from, 0) } : {}),
    ...(to ? { to: startOfDay(to, DAY_MS - 1) } : {}),
  };
}

function startOfDay(day: string, laterMs: number): string | undefined {
  const start = Date.parse(`${day}T00:00:00`);
  return Number.isNaN(start) ? undefined : new Date(start + laterMs).toISOString();
}

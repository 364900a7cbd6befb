import type { Other } from '../wording/other';
import type { LogCode, LogReason } from './codes';
import type { OutcomeCode } from './outcome';
import type { WebhookLogState } from './states';

/** Reasons for which all held webhooks of one member wait for the same answer. */
export const DECIDED_FOR_A_MEMBER: readonly (LogReason | Other | null)[] = [
  'unconfirmed-account',
  'account-deleted',
  'account-vetoed',
  'address-in-the-way',
  'two-people',
  'unclaimed-account',
  'protected-role',
];

/** Reasons for which an event waits until a person says which purchase it means. */
export const SETTLED_BY_PURCHASE: readonly (LogReason | Other | null)[] = [
  'unmatched-purchase',
  'conflicting-id',
];

/** Access stayed after a partial refund, and the owner is asked whether that is right. */
export const PART_REFUNDED: OutcomeCode = 'applied.no-change.part-refunded';

/**
 * Whether a person may leave it as it is, so that it stops waiting. What a pause holds is not a decision: it is
 * processed when the pause ends.
 */
export const mayBeAccepted = ({
  state,
  reason,
  code,
}: {
  readonly state: WebhookLogState;
  readonly reason: LogReason | Other | null;
  readonly code: LogCode | Other | null;
}): boolean => code === PART_REFUNDED || (state === 'held' && reason !== 'paused');

/** What of the webhooks waits for a person for the same reason. */
export interface Waiting {
  readonly state: 'held' | 'dead' | 'part-refunded';
  /** Null: access stayed after a partial refund. */
  readonly reason: LogReason | Other | null;
  readonly webhooks: number;
  readonly members: number;
  /** Webhooks that belong to no member. */
  readonly ofNobody: number;
}

/**
 * How many answers a person has to give for these webhooks: one for an error that gave up or for a pause, one for each
 * member whose account prevents it, else one for each webhook. An unmapped product is counted by its offers.
 */
export function countAnswers({ state, reason, webhooks, members, ofNobody }: Waiting): number {
  if (state === 'dead') return 1;
  if (state === 'part-refunded') return webhooks;
  if (reason === 'unmapped-product') return 0;
  if (reason === 'paused') return 1;
  return DECIDED_FOR_A_MEMBER.includes(reason) ? members + ofNobody : webhooks;
}

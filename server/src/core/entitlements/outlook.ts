import type { Policy } from '../rules/policy';
import { epochOf, kartraDate, plusDays } from './calendar';
import { duesOf } from './dues';
import type { History } from './history';
import { termOf } from './term';

/** What payments of a running subscription let expect. Dates are Kartra's; all null where there is nothing to expect. */
export interface Outlook {
  /** End of what is paid for; of a cancelled one the end of its access. Null: not known. */
  readonly paidUntil: string | null;
  /** Day on which the next payment is due; null: none will come, or its date is unknown. */
  readonly nextPaymentOn: string | null;
  /** Day on which a payment was due of which nothing was heard for so long that something is wrong; null: none. */
  readonly overdueSince: string | null;
}

export const NOTHING_EXPECTED: Outlook = {
  paidUntil: null,
  nextPaymentOn: null,
  overdueSince: null,
};

/** Kartra tries a declined card for nine days; after that either a payment or a cancellation should have come. */
const OVERDUE_DAYS = 10;

/** Paid until, next payment expected and renewal overdue, for everything that tells of them (RULES M6). */
export function outlookOf(history: History, policy: Policy, now: number): Outlook {
  const term = termOf(history, policy, now);
  if (history.type === 'one-time' || term.state === 'ended') return NOTHING_EXPECTED;
  if (term.state === 'leaving' || term.state === 'completed') {
    return {
      ...NOTHING_EXPECTED,
      paidUntil: term.endsBecause === 'unknown-period' ? null : term.endsOn,
    };
  }
  const dues = duesOf(history, policy);
  if (!dues) return NOTHING_EXPECTED;
  const { paidUntil } = dues;
  if (term.state === 'past-due') return { ...NOTHING_EXPECTED, paidUntil };
  if (!dues.areRenewalsTold) {
    // Renewals are paid without a word to this site, as long as no cancellation comes.
    const next = dues.firstAtOrAfter(kartraDate(now));
    return { ...NOTHING_EXPECTED, paidUntil: next, nextPaymentOn: next };
  }
  const isOverdue = epochOf(plusDays(paidUntil, OVERDUE_DAYS)) <= now;
  return { paidUntil, nextPaymentOn: paidUntil, overdueSince: isOverdue ? paidUntil : null };
}

import type { Policy } from '../rules/policy';
import { daysBetween, plus, plusDays, readPeriod, type Period } from './calendar';
import type { History } from './history';
import { paidTimesOf, type Paid } from './paid';
import { learnPeriod } from './period';

/** When the next payments of a purchase are due, by its last one. Dates are Kartra's. */
export interface Dues {
  /** End of what the last payment paid for: the day on which the next one is due. */
  readonly paidUntil: string;
  /** The IPN reported the last payment, so it would report the next one, too. */
  readonly areRenewalsTold: boolean;
  /** The first day, not before `paidUntil`, on which a payment is due at or after this date. */
  firstAtOrAfter(date: string): string | null;
}

/** Null: no dated payment, a trial of unknown length, or an unknown period. */
export function duesOf(history: History, policy: Policy): Dues | null {
  const times = paidTimesOf(history);
  const last = times.at(-1);
  if (!last) return null;
  const period = readPeriod(policy.period) ?? learnPeriod(times);
  const cycle = cycleOf(last, times, period);
  if (!cycle) return null;
  const { start, paid } = cycle;
  const dueAfter = (periods: number) => (period ? plus(start, period, periods) : start);
  return {
    paidUntil: dueAfter(paid),
    areRenewalsTold: last.isToldByIpn,
    firstAtOrAfter(date) {
      if (!period) return start >= date ? start : null;
      let periods = Math.max(paid, Math.floor(daysBetween(start, date) / lengthOf(period)) - 1);
      while (dueAfter(periods) < date) periods += 1;
      return dueAfter(periods);
    },
  };
}

/** Kartra's delayed cancellation comes just after the day on which the next payment would have been due. */
const DELAY_DAYS = 1;

/** What is known of a subscription that was cancelled. */
interface Cancelled {
  /** Kartra's date of the cancellation; null: not known. */
  readonly cancelledAt: string | null;
  /** A charge failed since the last payment, so the renewal that was due then was not paid. */
  readonly hasFailed: boolean;
}

/**
 * Until when a cancelled purchase is paid for (RULES M6): where this site hears of every renewal, one that did not come
 * was not paid; where it does not, all of them were until the cancellation. Null: not known.
 */
export function paidUntilOf(
  history: History,
  policy: Policy,
  { cancelledAt, hasFailed }: Cancelled
): string | null {
  const dues = duesOf(history, policy);
  if (!dues) return null;
  if (dues.areRenewalsTold || hasFailed || cancelledAt === null) return dues.paidUntil;
  return dues.firstAtOrAfter(plusDays(cancelledAt, -DELAY_DAYS));
}

/** The day from which billing days are counted, and how many periods after it what is paid for ends. */
interface Cycle {
  readonly start: string;
  readonly paid: number;
}

function cycleOf(last: Paid, times: readonly Paid[], period: Period | null): Cycle | null {
  if (last.trial) {
    return last.trialDays !== null && last.trialDays > 0
      ? { start: plusDays(last.date, last.trialDays), paid: 0 }
      : null;
  }
  if (!period) return null;
  // Counted from the earliest day that fits: the 31st of January comes back on the 31st of March. A trial is no period.
  for (const { due } of times.filter(({ trial }) => !trial)) {
    const periods = periodsBetween(due, last.due, period);
    if (periods !== null) return { start: due, paid: periods + 1 };
  }
  return { start: last.due, paid: 1 };
}

const DAYS: Readonly<Record<Period['unit'], number>> = { D: 1, W: 7, M: 365.25 / 12, Y: 365.25 };

const lengthOf = ({ count, unit }: Period): number => DAYS[unit] * count;

const dayOf = (date: string): string => date.slice(0, 10);

/** Whole periods from one due day to another; null when they are not a whole number of periods apart. */
function periodsBetween(from: string, to: string, period: Period): number | null {
  const near = Math.round(daysBetween(from, to) / lengthOf(period));
  const periods = [near - 1, near, near + 1].find(
    (times) => times >= 0 && dayOf(plus(from, period, times)) === dayOf(to)
  );
  return periods ?? null;
}

/** Reference model of what was paid for: the due days, the period that payments show, and what it is counted from. */
import type { Moment } from '../../server/src/core/entitlements/history';
import { compareValues, isPaid } from './reference-events';
import { daysBetween, daysLater, periodsLater } from './wall-clock';

export interface PaidUntil {
  readonly until: string;
  /** The IPN told of the last payment, so it would have told of the next. */
  readonly isToldByIpn: boolean;
  /** The first due day, not before `until`, at or after this date; null: no period is known. */
  firstAtOrAfter(date: string): string | null;
}

/** Payments within twelve hours are one, told by several surfaces; its date is the earlier one. */
interface Paid {
  readonly date: string;
  readonly due: string;
  readonly moments: readonly Moment[];
}

const HALF_A_DAY = 0.5;

function paidOf(moments: readonly Moment[]): Paid[] {
  const dated = moments.flatMap((moment) =>
    moment.date === null ? [] : [{ moment, date: moment.date }]
  );
  const payments = dated.filter(({ moment }) => isPaid(moment.kind) && moment.isPresent);
  payments.sort((a, b) => compareValues(a.date, b.date));
  const groups: { date: string; moments: Moment[] }[] = [];
  for (const { moment, date } of payments) {
    const current = groups.at(-1);
    if (current && daysBetween(current.date, date) <= HALF_A_DAY) current.moments.push(moment);
    else groups.push({ date, moments: [moment] });
  }
  return groups.map(({ date, moments: same }, at) => {
    // A failed charge in the ten days before it, and after the payment before it, was the day it was due.
    const after = groups[at - 1]?.date ?? '';
    const failures = dated
      .filter(({ moment }) => moment.kind === 'failed')
      .map((failed) => failed.date)
      .filter((on) => on > after && on < date && daysBetween(on, date) <= 10);
    return { date, due: failures.sort()[0] ?? date, moments: same };
  });
}

const LENGTHS: readonly (readonly [period: string, days: number])[] = [
  ['P1W', 7],
  ['P2W', 14],
  ['P1M', 365.25 / 12],
  ['P2M', 365.25 / 6],
  ['P3M', 365.25 / 4],
  ['P6M', 365.25 / 2],
  ['P1Y', 365.25],
  ['P2Y', 730.5],
];

const isTrial = ({ moments }: Paid): boolean => moments.some(({ trial }) => trial);

function numberOf({ moments }: Paid): number | null {
  const numbers = moments.flatMap(({ kind, payNumber }) =>
    payNumber === null ? (kind === 'sale' ? [1] : []) : [Number(payNumber)]
  );
  return numbers.find((number) => Number.isInteger(number)) ?? null;
}

/** Every two payments vote; most votes win, then the latest. */
export function learned(paid: readonly Paid[]): string | null {
  const regular = paid.filter(
    (one) => !isTrial(one) && one.moments.some(({ isQuiet }) => !isQuiet)
  );
  const votes: string[] = [];
  for (const [at, later] of regular.entries()) {
    for (const [before, earlier] of regular.slice(0, at).entries()) {
      const [from, to] = [numberOf(earlier), numberOf(later)];
      // The numbers also count payments that this site never heard of; those it knows are as many at least.
      const counted = from !== null && to !== null ? to - from : 0;
      const steps = Math.max(counted, at - before);
      const days = daysBetween(earlier.date, later.date) / steps;
      const near = LENGTHS.filter(([, length]) => Math.abs(days - length) <= 0.15 * length);
      near.sort(([, a], [, b]) => Math.abs(days - a) / a - Math.abs(days - b) / b);
      if (near[0]) votes.push(near[0][0]);
    }
  }
  const count = (period: string): number => votes.filter((vote) => vote === period).length;
  return [...votes].sort((a, b) => count(a) - count(b)).at(-1) ?? null;
}

/** Null: no dated payment, a trial of unknown length, or no known period. */
export function paidUntil(moments: readonly Moment[], chosen: string | null): PaidUntil | null {
  const paid = paidOf(moments);
  const last = paid.at(-1);
  if (!last) return null;
  const period = chosen ?? learned(paid);
  const isToldByIpn = last.moments.some(({ toldBy }) => toldBy.includes('ipn'));
  if (isTrial(last)) {
    const days = last.moments.map(({ trialDays }) => trialDays).find((count) => count !== null);
    if (days === undefined || days === null) return null;
    const end = daysLater(last.date, days);
    return { until: end, isToldByIpn, firstAtOrAfter: from(end, 0) };
  }
  if (period === null) return null;
  const [start, count] = anchorOf(paid, last, period);
  return {
    until: periodsLater(start, period, count + 1),
    isToldByIpn,
    firstAtOrAfter: from(start, count + 1),
  };

  function from(start: string, least: number) {
    return (date: string): string | null => {
      if (start >= date && least === 0) return start;
      if (period === null) return null;
      let count = least;
      while (periodsLater(start, period, count) < date) count += 1;
      return periodsLater(start, period, count);
    };
  }
}

/** The earliest due day from which the last one is a whole number of periods away, and how many. */
function anchorOf(paid: readonly Paid[], last: Paid, period: string): [string, number] {
  const day = (date: string): string => date.slice(0, 10);
  // A trial is no period, so nothing is counted from it.
  for (const { due } of paid.filter((one) => !isTrial(one))) {
    for (let count = 0; ; count += 1) {
      const at = periodsLater(due, period, count);
      if (day(at) === day(last.due)) return [due, count];
      if (day(at) > day(last.due)) break;
    }
  }
  return [last.due, 0];
}

import { daysBetween, type Period } from './calendar';
import type { History } from './history';
import { paidTimesOf, type Paid } from './paid';

/** Periods that sellers use, with their mean length in days; no two are within tolerance of the same length. */
const USUAL: readonly { readonly period: Period; readonly days: number }[] = [
  { period: { count: 1, unit: 'W' }, days: 7 },
  { period: { count: 2, unit: 'W' }, days: 14 },
  { period: { count: 1, unit: 'M' }, days: 365.25 / 12 },
  { period: { count: 2, unit: 'M' }, days: 365.25 / 6 },
  { period: { count: 3, unit: 'M' }, days: 365.25 / 4 },
  { period: { count: 6, unit: 'M' }, days: 365.25 / 2 },
  { period: { count: 1, unit: 'Y' }, days: 365.25 },
  { period: { count: 2, unit: 'Y' }, days: 365.25 * 2 },
];

/** Part of the length by which payments may be early or late. */
const TOLERANCE = 0.15;

/** The usual period of about this many days; null: none is. */
export const usualPeriodOf = (days: number): Period | null =>
  USUAL.find((usual) => Math.abs(days / usual.days - 1) <= TOLERANCE)?.period ?? null;

/** Every two payments vote, so their number is squared: four years of weekly payments say enough. */
const MOST_PAYMENTS = 200;

/**
 * Length of the paid period as the payments of the present product and price point show it: every two of them vote,
 * most votes win, of as many the one of the latest payments (RULES M6). Null: they show none.
 */
export function learnPeriod(times: readonly Paid[]): Period | null {
  const regular = times.filter(({ trial, isQuiet }) => !trial && !isQuiet).slice(-MOST_PAYMENTS);
  const votes = new Map<Period, number>();
  /** By the last vote, so that the latest of as many votes is found last. */
  const voted = new Set<Period>();
  regular.forEach((to, at) => {
    regular.slice(0, at).forEach((from, index) => {
      const days = daysBetween(from.date, to.date) / stepsBetween(from, to, at - index);
      const vote = usualPeriodOf(days);
      if (!vote) return;
      votes.set(vote, (votes.get(vote) ?? 0) + 1);
      voted.delete(vote);
      voted.add(vote);
    });
  });
  const most = Math.max(...votes.values());
  return [...voted].findLast((period) => votes.get(period) === most) ?? null;
}

/** Payments from one to the other; their numbers also count those that this site never heard of. */
function stepsBetween(from: Paid, to: Paid, known: number): number {
  const numbered = (to.payNumber ?? 0) - (from.payNumber ?? Number.POSITIVE_INFINITY);
  return Math.max(known, numbered);
}

/** What the payments of most of these purchases show; of as many the shorter one. Null: those of none. */
export function usualPeriod(
  histories: readonly History[]
): { readonly period: Period; readonly purchases: number } | null {
  const learned = histories.flatMap((history) => learnPeriod(paidTimesOf(history)) ?? []);
  const counts = USUAL.map(({ period }) => ({
    period,
    purchases: learned.filter((one) => one === period).length,
  }));
  const most = Math.max(...counts.map(({ purchases }) => purchases));
  return (most > 0 && counts.find(({ purchases }) => purchases === most)) || null;
}

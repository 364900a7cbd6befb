import { daysBetween, plus, type Period } from './calendar';
import type { History, Moment } from './history';
import { isPayment } from './order';

/** Periods that sellers use; of two that fit equally well the first is meant (February has 28 days). */
const USUAL: readonly Period[] = [
  { count: 1, unit: 'M' },
  { count: 1, unit: 'W' },
  { count: 2, unit: 'W' },
  { count: 4, unit: 'W' },
  { count: 2, unit: 'M' },
  { count: 3, unit: 'M' },
  { count: 6, unit: 'M' },
  { count: 1, unit: 'Y' },
];

/** A payment may come late by some days: it was charged again. */
const TOLERANCE = 0.12;
const LONGEST_DAYS: Readonly<Record<Period['unit'], number>> = { D: 1, W: 7, M: 31, Y: 366 };

type Dated = Moment & { readonly date: string };

const regularPayments = ({ moments }: History): Dated[] =>
  moments.filter(
    (moment): moment is Dated => isPayment(moment.kind) && !moment.trial && moment.date !== null
  );

/** Length of the paid period, from the first two regular payments; null while there are none. */
export function learnPeriod(history: History): Period | null {
  const [first, second] = regularPayments(history);
  if (!first || !second) return null;
  const steps = Number(second.payNumber) - Number(first.payNumber);
  const periods = Number.isInteger(steps) && steps > 1 ? steps : 1;
  const gap = daysBetween(first.date, second.date);
  if (gap / periods < 0.5) return null;

  const [nearest] = USUAL.map((period) => ({
    period,
    miss: Math.abs(daysBetween(plus(first.date, period, periods), second.date)),
  })).sort((a, b) => a.miss - b.miss);
  if (nearest && nearest.miss <= Math.max(1, gap * TOLERANCE)) return nearest.period;
  return { count: Math.max(1, Math.round(gap / periods)), unit: 'D' };
}

/**
 * End of the paid period in which something was cancelled: the smallest first payment + k periods at or after the
 * cancellation. A trial is no period: counting begins with the payment that ends it, or with its last day.
 */
export function endOfPeriod(history: History, cancelledAt: string, period: Period): string | null {
  const payments = history.moments.filter(({ kind }) => isPayment(kind));
  const [regular] = regularPayments(history);
  const trial = payments.find((payment) => payment.trial && payment.date !== null);
  if (regular) return firstAtOrAfter(regular.date, cancelledAt, period, 1);
  if (!trial?.date) return null;
  return trial.trialDays === null
    ? firstAtOrAfter(trial.date, cancelledAt, period, 1)
    : firstAtOrAfter(
        plus(trial.date, { count: trial.trialDays, unit: 'D' }),
        cancelledAt,
        period,
        0
      );
}

function firstAtOrAfter(anchor: string, moment: string, period: Period, atLeast: number): string {
  const most = LONGEST_DAYS[period.unit] * period.count;
  let times = Math.max(atLeast, Math.floor(daysBetween(anchor, moment) / most) - 1);
  while (plus(anchor, period, times) < moment) times += 1;
  return plus(anchor, period, times);
}

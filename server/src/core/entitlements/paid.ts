import { daysBetween, plus } from './calendar';
import { numberOf, type History, type Moment } from './history';
import { isPayment } from './kinds';

/** What was paid at one time, over any surface and however often it was reported. */
export interface Paid {
  /** Kartra's date of the earliest of these payments. */
  readonly date: string;
  /** Kartra's date on which it was first charged: retries do not move the billing day. */
  readonly due: string;
  readonly trial: boolean;
  readonly trialDays: number | null;
  readonly payNumber: number | null;
  /** A renewal that counts for this purchase, but may be another one's. */
  readonly isQuiet: boolean;
  readonly isToldByIpn: boolean;
}

type Dated = Moment & { readonly date: string };

const isDated = (moment: Moment): moment is Dated => moment.date !== null;

/** The surfaces write their own dates for one payment, a second apart, and around midnight on two days. */
const ONE_PAYMENT_DAYS = 0.5;

/** Kartra tries a declined card four times, three days apart; ten days cover all of it. */
const RETRY_DAYS = 10;

/** Dated payments of the present product and price point, by date; what lies within 12 hours is one (RULES M6). */
export function paidTimesOf({ moments }: History): Paid[] {
  const byDate = (a: Dated, b: Dated) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0);
  const dated = moments.filter(isDated).sort(byDate);
  const failures = dated.filter(({ kind }) => kind === 'failed').map(({ date }) => date);
  const times: Dated[][] = [];
  for (const payment of dated.filter(({ kind, isPresent }) => isPresent && isPayment(kind))) {
    const time = times.at(-1);
    const first = time?.[0];
    if (time && first && daysBetween(first.date, payment.date) <= ONE_PAYMENT_DAYS) {
      time.push(payment);
    } else {
      times.push([payment]);
    }
  }
  return times.map((time, index) => readTime(time, times[index - 1]?.at(-1)?.date ?? '', failures));
}

function readTime(time: readonly Dated[], paidBefore: string, failures: readonly string[]): Paid {
  const date = time[0]?.date ?? '';
  const earliest = plus(date, { count: -RETRY_DAYS, unit: 'D' });
  // A charge that failed before the last payment was made good by that one.
  const failed = failures.find(
    (failure) => failure >= earliest && failure < date && failure > paidBefore
  );
  const first = <Value>(read: (payment: Moment) => Value | null): Value | null =>
    time.map(read).find((value) => value !== null) ?? null;
  return {
    date,
    due: failed ?? date,
    trial: time.some(({ trial }) => trial),
    trialDays: first(({ trialDays }) => trialDays),
    payNumber: first(numberOf),
    isQuiet: time.every(({ isQuiet }) => isQuiet),
    isToldByIpn: time.some(({ toldBy }) => toldBy.includes('ipn')),
  };
}

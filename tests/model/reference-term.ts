/**
 * Reference model of the policies (DESIGN section 4, "Policies"), as literal as its sentences: days are counted one
 * by one on the wall clock, and New York's clock is asked of `Intl`.
 */
import type { Policy } from '../../server/src/core/access/policy';
import type { LedgerEvent } from '../../server/src/core/entitlements/fact';
import type { Term } from '../../server/src/core/entitlements/term';
import { compareEvents, inOrder, isPaid } from './reference-events';
import { isSubscription, placeOf } from './reference-state';

type Told = Pick<Term, 'state' | 'reason' | 'endsAt' | 'endedAt'>;

const pad = (value: number, digits = 2): string => String(value).padStart(digits, '0');

interface Wall {
  readonly y: number;
  readonly m: number;
  readonly d: number;
  readonly time: string;
}
const read = (date: string): Wall => ({
  y: Number(date.slice(0, 4)),
  m: Number(date.slice(5, 7)),
  d: Number(date.slice(8, 10)),
  time: date.slice(11),
});
const write = ({ y, m, d, time }: Wall): string => `${pad(y, 4)}-${pad(m)}-${pad(d)} ${time}`;
const monthLength = (y: number, m: number): number => new Date(Date.UTC(y, m, 0)).getUTCDate();

function nextDay({ y, m, d, time }: Wall): Wall {
  if (d < monthLength(y, m)) return { y, m, d: d + 1, time };
  return m < 12 ? { y, m: m + 1, d: 1, time } : { y: y + 1, m: 1, d: 1, time };
}

export function daysLater(date: string, days: number): string {
  let wall = read(date);
  for (let day = 0; day < days; day += 1) wall = nextDay(wall);
  return write(wall);
}

export function monthsLater(date: string, months: number): string {
  const { y, m, d, time } = read(date);
  const at = y * 12 + (m - 1) + months;
  const [year, month] = [Math.floor(at / 12), (at % 12) + 1];
  return write({ y: year, m: month, d: Math.min(d, monthLength(year, month)), time });
}

function periodsLater(date: string, period: string, times: number): string {
  const count = Number(period.slice(1, -1)) * times;
  switch (period.at(-1)) {
    case 'D':
      return daysLater(date, count);
    case 'W':
      return daysLater(date, 7 * count);
    case 'M':
      return monthsLater(date, count);
    default:
      return monthsLater(date, 12 * count);
  }
}

const CLOCK = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'America/New_York',
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** The first moment at which New York's clock shows this, or what it skipped to; tried minute by minute of its offsets. */
export function inNewYork(date: string): number {
  const asUtc = Date.parse(`${date.replace(' ', 'T')}Z`);
  const moments = [4, 5].map((hours) => asUtc + hours * 3_600_000);
  return moments.find((moment) => CLOCK.format(moment) === date) ?? Math.max(...moments);
}

const endedBy = ({ kind, date }: LedgerEvent): Told => ({
  state: 'ended',
  reason:
    kind === 'chargeback' ? 'charged-back' : kind === 'cancellation' ? 'cancelled' : 'refunded',
  endsAt: null,
  endedAt: date,
});

export function referenceTerm(events: readonly LedgerEvent[], policy: Policy, now: number): Told {
  const payments = inOrder(events.filter(({ kind }) => isPaid(kind)));
  const takesBack = ({ kind }: LedgerEvent) =>
    kind === 'chargeback' ||
    (kind === 'refund' && policy.onRefund === 'end-now') ||
    (kind === 'partial-refund' && policy.onPartialRefund === 'end-now');
  const ordered = [...events].sort(
    (a, b) => compareEvents(placeOf(a, events), placeOf(b, events)) || compareEvents(a, b)
  );

  const paidDates = payments.flatMap(({ date }) => date ?? []).sort();
  const lastPaid = paidDates.at(-1);
  const expiry =
    policy.durationDays === null || lastPaid === undefined
      ? null
      : daysLater(lastPaid, policy.durationDays);
  const over = (date: string | null): date is string => date !== null && inNewYork(date) <= now;
  const expired = (): Told => ({
    state: 'ended',
    reason: 'expired',
    endsAt: null,
    endedAt: expiry,
  });
  const unlessExpired = (told: Told): Told =>
    expiry !== null && told.endedAt !== null && expiry <= told.endedAt ? expired() : told;
  const live = (state: Told['state'], ...ends: (string | null)[]): Told => {
    const moments = ends.flatMap((end) => (end === null ? [] : inNewYork(end)));
    return {
      state,
      reason: null,
      endsAt: moments.length === 0 ? null : Math.min(...moments),
      endedAt: null,
    };
  };

  if (!isSubscription(events)) {
    const reversal = inOrder(events).find(takesBack);
    if (reversal) return unlessExpired(endedBy(reversal));
    return over(expiry) ? expired() : live('active', expiry);
  }

  const lastPayment = payments.at(-1);
  const open = ordered.filter((event) => {
    if (isPaid(event.kind)) return false;
    const place = placeOf(event, events);
    return !lastPayment || place === lastPayment || compareEvents(place, lastPayment) > 0;
  });
  const reversals = open.filter(takesBack);
  const cancellations = open.filter(({ kind }) => kind === 'cancellation');
  const last = open.filter((event) => takesBack(event) || event.kind === 'cancellation').at(-1);
  const failed = open.find(({ kind }) => kind === 'failed');
  const grace =
    failed?.date && policy.graceDays !== null ? daysLater(failed.date, policy.graceDays) : null;

  if (last && policy.onCancellation === 'end-now') return unlessExpired(endedBy(last));
  const reversal = reversals.at(-1);
  if (reversal) return unlessExpired(endedBy(reversal));

  const [cancelled] = cancellations;
  if (cancelled && last) {
    const end = endOfPaidPeriod(payments, cancelled.date, policy);
    if (end === null) return unlessExpired(endedBy(last));
    const until = grace !== null && grace < end ? grace : end;
    if (over(expiry) && inNewYork(expiry) < inNewYork(until)) return expired();
    if (over(until)) return { state: 'ended', reason: 'cancelled', endsAt: null, endedAt: until };
    return over(expiry) ? expired() : live('leaving', until, expiry);
  }
  if (over(expiry)) return expired();
  if (!failed) return live('active', expiry);
  return over(grace)
    ? { ...live('past-due', expiry), reason: 'suspended', endedAt: grace }
    : live('past-due', grace, expiry);
}

function endOfPaidPeriod(
  payments: readonly LedgerEvent[],
  cancelledAt: string | null,
  { period: chosen }: Policy
): string | null {
  if (cancelledAt === null) return null;
  const regular = payments.filter(({ trial, date }) => !trial && date !== null);
  const trial = payments.find((payment) => payment.trial && payment.date !== null);
  const period = chosen ?? learnt(regular);
  if (period === null) return null;
  const [first] = regular;
  let [anchor, times] = [first?.date ?? null, 1];
  if (anchor === null && trial?.date) {
    anchor = trial.trialDays === null ? trial.date : daysLater(trial.date, trial.trialDays);
    times = trial.trialDays === null ? 1 : 0;
  }
  if (anchor === null) return null;
  while (periodsLater(anchor, period, times) < cancelledAt) times += 1;
  return periodsLater(anchor, period, times);
}

const asDays = (date: string): number => Date.parse(`${date.replace(' ', 'T')}Z`) / 86_400_000;

function learnt([first, second]: readonly LedgerEvent[]): string | null {
  if (!first?.date || !second?.date) return null;
  const numbers = [first.payNumber, second.payNumber].map(Number);
  const steps = (numbers[1] ?? Number.NaN) - (numbers[0] ?? Number.NaN);
  const periods = Number.isInteger(steps) && steps > 1 ? steps : 1;
  const gap = asDays(second.date) - asDays(first.date);
  if (gap / periods < 0.5) return null;
  let best: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const period of ['P1M', 'P1W', 'P2W', 'P4W', 'P2M', 'P3M', 'P6M', 'P1Y']) {
    const miss = Math.abs(asDays(periodsLater(first.date, period, periods)) - asDays(second.date));
    if (miss < least) [best, least] = [period, miss];
  }
  return least <= Math.max(1, gap * 0.12) ? best : `P${Math.max(1, Math.round(gap / periods))}D`;
}
